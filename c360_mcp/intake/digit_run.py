"""Groups of digits in a row, and which of them make up the number of a payment card."""

import re
from bisect import bisect_left
from itertools import accumulate, pairwise
from operator import sub
from typing import NamedTuple

from c360_mcp.digits import ascii_digits
from c360_mcp.intake.luhn import LuhnSums
from c360_mcp.intake.payment_words import CARD_WORDS
from c360_mcp.intake.surroundings import around
from c360_mcp.intake.visible_text import DIGIT

_GROUP = re.compile(f"(?:{DIGIT})+")
_MAESTRO = "5018|5020|5038|5893|6304|67"
_ISSUERS = {
    length: re.compile(prefixes)
    for length, prefixes in {
        13: "4[0-24-8]",  # Visa of old; German and Austrian mobile numbers of this length begin 49 and 43
        14: "30[0-5]|3095|3[689]",
        15: "3[47]|2131|1800",
        16: "4|5[0-8]|6[0-57]|220[0-4]|22[2-9]|2[3-6]|27[01]|2720|30[0-5]|35[2-8]|36|8[12]|8600|9860|9792|9704",
        17: _MAESTRO,
        18: _MAESTRO,
        19: "4|6[0-57]|35[2-8]|220[0-4]|9704",
    }.items()
}
SHORTEST_CARD, _LONGEST_CARD = min(_ISSUERS), max(_ISSUERS)
# ISO/IEC 7812 gives 0 to no issuer of cards, and 89 to SIM cards, whose numbers pass the Luhn check as well.
_NEVER_A_CARD = ("0", "89")
_GROUPS_OF_ISSUERS = {(4, 6, 5), (4, 6, 4), (8, 8), (6, 13)}
"""How many digits stand together, beside groups of equal length: on cards of American Express, Diners Club, Maestro."""
_LONGEST_PHONE = 15
_SIGNS_NEEDED = 2
"""Of the three that `mask_cards` names."""

_CARD_BEFORE = re.compile(rf"{CARD_WORDS}[^\d\[\]]{{0,20}}\Z")
_CARD_AFTER = re.compile(rf"[^\d\[\],.;]{{0,20}}{CARD_WORDS}")
_GLUED_BEFORE = re.compile(r"(?<!%)[a-z_＿][a-z0-9_＿]*[\-_＿/#]?\Z")
_GLUED_AFTER = re.compile(r"[\-_＿/]?[a-z_＿]+")
_MAY_BE_GLUED = re.compile(rf"{CARD_WORDS}|exp")
_OF_HEXADECIMAL = re.compile(r"(?<![a-z0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{1,4}:{1,2}\Z")
_LISTED = re.compile(
    r"(?<![a-z])(?:meters?|readings?|orders|invoices|tickets|rooms|extensions|years|zähler\w*|relevés?)\b[^\d\[\]]{0,15}\Z"
)
_PARTS_A_LIST = re.compile(r"[,;/+&]|[a-z]")
_LETTER = re.compile(r"[^\W\d_]")
# What people say between the groups of one number.
_SAID_BETWEEN = re.compile(
    r"[^a-zà-ÿ]*(?:(?:and|then|next|now|again|followed|by|dash|hyphen|minus|space|dot|point|comma|slash|pause|the|rest|is|are"
    r"|number|group|digits|part|half|one|two|three|four|first|second|third|fourth|last|sorry|okay|uh|um|und|dann|et|puis|y"
    r"|luego|e|i|en|og|och)(?![a-zà-ÿ])[^a-zà-ÿ]*){0,5}"
)
_USUAL_SIZE, _SMALL_SIZES, _PAIR = 4, {1, 2}, 2
_CLOSE, _FEWEST_VALUES = 1.3, 2
"""More than two different values that rise or fall are a list where the largest is at most 1.3 times the smallest."""


class DigitRun(NamedTuple):
    """Groups of digits with little between them, and what stands around them.

    An attacker may send thousands of groups to keep the server busy. So no text is copied to judge a number: it is
    given by its first and its last group, and its digits are looked up by `bounds`.
    """

    written: str
    spans: list[tuple[int, int]]
    """Where in `written` the groups stand."""
    digits: str
    """The digits of all groups, in ASCII."""
    bounds: list[int]
    """How many digits come before each group and, as the last, how many there are."""
    sums: LuhnSums
    before: str
    """What stands before the first group, in lower case."""
    spoken: bool
    """Whether words may stand between the groups."""
    beside_card: bool
    glued_before: bool
    glued_after: bool

    @classmethod
    def read(cls, found: re.Match[str], *, spoken: bool = False) -> "DigitRun":
        """Read the groups of digits in a match."""
        before, after = around(found)
        spans = [group.span() for group in _GROUP.finditer(found[0])]
        groups = [ascii_digits(found[0][start:end]) for start, end in spans]
        bounds = [0, *accumulate(map(len, groups))]
        left, right = _GLUED_BEFORE.search(before), _GLUED_AFTER.match(after)
        return cls(
            written=found[0],
            spans=spans,
            digits="".join(groups),
            bounds=bounds,
            sums=LuhnSums.of("".join(groups), bounds),
            before=before,
            spoken=spoken,
            beside_card=bool(_CARD_BEFORE.search(before) or _CARD_AFTER.match(after)),
            glued_before=left is not None and not _MAY_BE_GLUED.search(left[0]),
            glued_after=right is not None and not _MAY_BE_GLUED.search(right[0]),
        )

    def last_four(self, last: int) -> str:
        """Return the last four digits of a number that ends with the group `last`."""
        return self.digits[: self.bounds[last + 1]][-4:]

    def card_from(self, first: int) -> int | None:
        """Return the last group of the card that begins with the group `first`, or None where none does."""
        start = self.bounds[first]
        valid = self.sums.valid_ends(start + SHORTEST_CARD, start + _LONGEST_CARD, start=start)
        if not valid or self.digits.startswith(_NEVER_A_CARD, start):
            return None
        lasts = (bisect_left(self.bounds, end, first) - 1 for end in valid)
        ends = [last for last in lasts if self._is_card(first, last)]
        return max(ends, key=lambda last: (self._has_issuer(first, last), last), default=None)

    def _is_card(self, first: int, last: int) -> bool:
        if self.spoken and not self._is_dictated(first, last):
            return False
        evidence = self._has_issuer(first, last) + self.beside_card
        if not evidence or evidence + self._written_as_card(first, last) < _SIGNS_NEEDED:
            return False
        return not (
            self._is_phone(first, last)
            or self._is_part_of_an_id(first, last)
            or self._is_ipv6_address(first, last)
        )

    def _shape(self, first: int, last: int) -> tuple[int, ...]:
        bounds = self.bounds[first : last + 2]
        return tuple(map(sub, bounds[1:], bounds))

    def _length(self, first: int, last: int) -> int:
        return self.bounds[last + 1] - self.bounds[first]

    def _has_issuer(self, first: int, last: int) -> bool:
        return _ISSUERS[self._length(first, last)].match(self.digits, self.bounds[first]) is not None

    def _is_phone(self, first: int, last: int) -> bool:
        left = self._gap(first) if first else self.before
        return left.endswith(("+", "＋")) and self._length(first, last) <= _LONGEST_PHONE

    def _is_part_of_an_id(self, first: int, last: int) -> bool:
        """Say whether these digits, in one group, go on with letters as in an ID, or beside a decimal point."""
        starts, ends = first == 0, last == len(self.spans) - 1
        glued = (starts and self.glued_before) or (ends and self.glued_after)
        return first == last and (glued or self._gap(first) in {".", ","})

    def _is_ipv6_address(self, first: int, last: int) -> bool:
        """Say whether these digits stand between colons in a longer row, as in an IPv6 address."""
        if set(self._gaps(first, last)) != {":"}:
            return False
        return self._gap(first) == ":" or (first == 0 and _OF_HEXADECIMAL.search(self.before) is not None)

    def _written_as_card(self, first: int, last: int) -> bool:
        """Say whether digits are grouped as on cards, or have the same gaps between them and others around them."""
        shape, gaps = self._shape(first, last), self._gaps(first, last)
        size = shape[0] if shape[-1] <= shape[0] and len(set(shape[:-1])) == 1 else 0
        if len(shape) == 1 or shape in _GROUPS_OF_ISSUERS:
            return len(shape) != _PAIR or self.spoken or not _PARTS_A_LIST.search(gaps[0])
        if size == _USUAL_SIZE:
            return not self._is_list(first, last)
        if size in _SMALL_SIZES:
            return len(set(gaps)) == 1 or not any(":" in gap for gap in gaps)
        alike = len(set(gaps)) == 1 and gaps[0] not in {".", ","}
        return alike and {".", gaps[0]}.isdisjoint({self._gap(first), self._gap(last + 1)})

    def _is_list(self, first: int, last: int) -> bool:
        """Say whether groups are numbers of their own, that rise or fall by little or follow such a word as "meter"."""
        if self.beside_card:
            return False
        values = [int(self.digits[start:end]) for start, end in pairwise(self.bounds[first : last + 2])]
        steady = values in (sorted(values), sorted(values, reverse=True))
        close = steady and len(set(values)) > _FEWEST_VALUES and max(values) <= _CLOSE * min(values)
        parted = all(map(_PARTS_A_LIST.search, self._gaps(first, last)))
        listed = _LISTED.search(self.before) is not None
        return (parted and (close or listed)) or (steady and listed)

    def _is_dictated(self, first: int, last: int) -> bool:
        """Say whether groups are those of a card, with the same words between all of them or such as belong there."""
        shape = self._shape(first, last)
        by_fours = set(shape[:-1]) == {_USUAL_SIZE}
        if not self._has_issuer(first, last) or not (by_fours or shape in _GROUPS_OF_ISSUERS):
            return False
        gaps = [gap.lower() for gap in self._gaps(first, last)]
        if not _LETTER.search("".join(gaps)):
            return False  # what has no words between its groups was judged before
        return len(set(gaps)) == 1 or self.beside_card or all(map(_SAID_BETWEEN.fullmatch, gaps))

    def _gaps(self, first: int, last: int) -> list[str]:
        return [self._gap(group) for group in range(first + 1, last + 1)]

    def _gap(self, group: int) -> str:
        """What stands before a group, or after the last one; empty at the ends of the run."""
        start = self.spans[group - 1][1] if group else 0
        return self.written[start : self.spans[group][0]] if group < len(self.spans) else ""
