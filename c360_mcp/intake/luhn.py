"""The Luhn check of payment card numbers, for every number that neighbouring groups of digits could make up."""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

_VALUES = bytes.maketrans(b"0123456789", bytes(range(10)))
_DOUBLED = bytes.maketrans(bytes(range(10)), bytes([0, 2, 4, 6, 8, 1, 3, 5, 7, 9]))
_NO_END = 255
"""Stands where no number can end; no sum has this value."""


class LuhnSums(NamedTuple):
    """Running sums of digits, every second of them doubled, modulo 10: of none, of the first, of the first two, and so on.

    The Luhn check of a number is that its sum is a multiple of 10, so that the running sums at its start and at its end
    are equal: one comparison, however long the number. Which digits are doubled depends on where it ends. So there
    are two rows of sums: `even` for numbers that end after an even count of digits, and `odd`, to which 10 is added so
    that no sum of one row equals a sum of the other.
    """

    even: bytes
    odd: bytes
    ends: bytes
    """The sum, from the row that counts there, wherever a group ends; elsewhere `_NO_END`."""

    @classmethod
    def of(cls, digits: str, bounds: Sequence[int]) -> "LuhnSums":
        """Sum up `digits`, in ASCII; a group ends after as many digits as each of `bounds` says."""
        plain = digits.encode().translate(_VALUES)
        even, odd = bytearray(plain), bytearray(plain)
        even[::2], odd[1::2] = plain[::2].translate(_DOUBLED), plain[1::2].translate(_DOUBLED)
        sums = (
            bytes([total % 10 for total in accumulate(even, initial=0)]),
            bytes([total % 10 + 10 for total in accumulate(odd, initial=0)]),
        )
        ends = bytearray([_NO_END]) * (len(digits) + 1)
        for bound in bounds:
            ends[bound] = sums[bound % 2][bound]
        return cls(*sums, bytes(ends))

    def valid_ends(self, nearest: int, farthest: int, *, start: int) -> list[int]:
        """The ends from `nearest` to `farthest` of numbers that begin after `start` digits and pass the check."""
        near, even, odd = self.ends[nearest : farthest + 1], self.even[start], self.odd[start]
        if even not in near and odd not in near:
            return []
        return [end for end, total in enumerate(near, nearest) if total in {even, odd}]
