"""The check digit of payment cards, for all the numbers that groups of digits could be put together to."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

_VALUES = bytes.maketrans(b"0123456789", bytes(range(10)))
_DOUBLED = bytes.maketrans(bytes(range(10)), bytes([0, 2, 4, 6, 8, 1, 3, 5, 7, 9]))
_NO_END = 255


@dataclass(frozen=True, slots=True)
class LuhnSums:
    """Luhn's sums, without their tens, of the first digits: none, one, two and so on to all.

    Which digits are doubled depends on where a number ends. So there are two: `even` for numbers that end after an
    even count of digits and, with 10 added, `odd` for the others. A number is sound where its end has the sum of
    its start, which takes one look, however long it is.
    """

    even: bytes
    odd: bytes
    ends: bytes
    """The one of the two that counts for a number that ends there; `_NO_END` where no group ends."""

    @classmethod
    def of(cls, digits: str, bounds: Sequence[int]) -> "LuhnSums":
        """Sum up `digits`, in ASCII; `bounds` are the counts of digits after which a group ends."""
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
        """The ends, between these two, of the numbers that begin after `start` digits and pass the check."""
        near, even, odd = self.ends[nearest : farthest + 1], self.even[start], self.odd[start]
        if even not in near and odd not in near:
            return []
        return [end for end, total in enumerate(near, nearest) if total in {even, odd}]
