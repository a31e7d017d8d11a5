"""Payment card numbers (PAN) and their security codes (CVV, CVC), masked in free text."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate
from operator import sub

from c360_mcp.digits import ascii_digits
from c360_mcp.intake.luhn import LuhnSums
from c360_mcp.intake.payment_words import CARD_WORDS, CODE_ABBREVIATIONS, CODE_NAMES, LINKING_WORDS
from c360_mcp.intake.visible_text import BETWEEN_DIGITS, DIGIT

_RUN = re.compile(f"{DIGIT}(?:[{BETWEEN_DIGITS}]{{0,3}}{DIGIT}){{12,}}")
_GROUP = re.compile(f"(?:{DIGIT})+")
_EXPIRY_AND_CODE = re.compile(r"(\W{1,3}(?:0[1-9]|1[0-2])\W{0,3}(?:20)?\d\d\W{1,3})\d{3,4}\Z")

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
_SHORTEST_CARD, _LONGEST_CARD = min(_ISSUERS), max(_ISSUERS)
# ISO/IEC 7812 gives 0 to no issuer of cards, and 89 to SIM cards, whose numbers pass the Luhn check as well.
_NEVER_A_CARD = ("0", "89")
_USUAL_GROUPS = {(4, 6, 5), (4, 6, 4), (8, 8), (6, 13)}
"""How many digits stand together, beside groups of equal length: on cards of American Express, Diners Club, Maestro."""
_LONGEST_PHONE = 15
_SIGNS_NEEDED = 2
"""Of the three that `mask_cards` names."""

_CARD_BEFORE = re.compile(rf"{CARD_WORDS}[^\d\[\]]{{0,20}}\Z")
_CARD_AFTER = re.compile(rf"[^\d\[\],.;]{{0,20}}{CARD_WORDS}")
_GLUED_BEFORE = re.compile(r"[a-z_＿][a-z0-9_＿]*[\-_＿/#]?\Z")
_GLUED_AFTER = re.compile(r"[\-_＿/]?[a-z_＿]+")
_MAY_BE_GLUED = re.compile(rf"{CARD_WORDS}|exp")
_LONGEST_IBAN = 42
"""34 characters, with a space after every four."""
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ \-]?[A-Z0-9]{4}){2,7}(?:[ \-]?[A-Z0-9]{1,3})?(?!\w)", re.ASCII)

_CODE = re.compile(r"(?<!\d)(?:\d{3,4}|(?<![A-Za-z])\d(?:[ \-]\d){2,3})(?!\d)")
_NAME_OF_CODE = rf"(?:(?<![a-z])(?:{'|'.join(CODE_ABBREVIATIONS)})(?![a-z])|{'|'.join(CODE_NAMES)})"
_NAME_BEFORE = re.compile(rf"{_NAME_OF_CODE}{LINKING_WORDS}{{0,12}}\Z")
_NAME_AFTER = re.compile(
    r"(?:(?P<linked>,? (?:is|was|as|for) (?:(?:the|my|your|his|her|their) )?| ?\()| )"
    rf"{_NAME_OF_CODE}"
)


def mask_cards(text: str) -> str:
    """Put `[card ending 1111]` for each payment card number.

    Taken for one are 13 to 19 digits that pass the Luhn check and show two of three signs: an issuer's prefix and
    length; digits in one piece, by fours, or otherwise grouped as on cards; a word for card beside them.
    """
    return _RUN.sub(_mask_run, text)


def mask_codes(text: str) -> str:
    """Put `[removed]` for three or four digits beside a name of a card's security code."""
    lowered = text.lower()
    if not any(name in lowered for name in (*CODE_ABBREVIATIONS, *CODE_NAMES)):
        return text
    return _CODE.sub(lambda code: "[removed]" if _is_code(code) else code[0], text)


def _is_code(code: re.Match[str]) -> bool:
    before, after = _around(code)
    if _NAME_BEFORE.search(before):
        return True
    word = _NAME_AFTER.match(after)
    # In "ending 1111 CVV" the four digits are the card's: they are a code only in "1111 is the CVV" and the like.
    return word is not None and (word["linked"] is not None or len(code[0]) == 3)


def _around(found: re.Match[str]) -> tuple[str, str]:
    first, after = found.span()
    return found.string[max(first - 60, 0) : first].lower(), found.string[after : after + 60].lower()


def _mask_run(found: re.Match[str]) -> str:
    """Mask the cards in a run of digits, and the security code after an expiry date that follows a card."""
    if _in_iban(found):
        return found[0]
    run, parts, at, first = _DigitRun.read(found), "", 0, 0
    while first < len(run.spans):
        last = run.card_from(first)
        if last is not None:
            parts += f"{found[0][at : run.spans[first][0]]}[card ending {run.last_four(last)}]"
            at, first = run.spans[last][1], last
        first += 1
    rest = found[0][at:]
    return parts + (_EXPIRY_AND_CODE.sub(r"\1[removed]", rest) if parts else rest)


@dataclass(frozen=True, slots=True)
class _DigitRun:
    """Groups of digits with only spaces and punctuation between them, and what stands around them.

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
    beside_card: bool
    after_plus: bool
    glued_before: bool
    glued_after: bool

    @classmethod
    def read(cls, found: re.Match[str]) -> "_DigitRun":
        before, after = _around(found)
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
            beside_card=bool(_CARD_BEFORE.search(before) or _CARD_AFTER.match(after)),
            after_plus=before.endswith(("+", "＋")),
            glued_before=left is not None and not _MAY_BE_GLUED.search(left[0]),
            glued_after=right is not None and not _MAY_BE_GLUED.search(right[0]),
        )

    def last_four(self, last: int) -> str:
        return self.digits[: self.bounds[last + 1]][-4:]

    def card_from(self, first: int) -> int | None:
        """Return the last group of the card that begins with the group `first`, or None where none does."""
        start = self.bounds[first]
        valid = self.sums.valid_ends(start + _SHORTEST_CARD, start + _LONGEST_CARD, start=start)
        if not valid or self.digits.startswith(_NEVER_A_CARD, start):
            return None
        lasts = (bisect_left(self.bounds, end, first) - 1 for end in valid)
        ends = [last for last in lasts if self._is_card(first, last)]
        return max(ends, key=lambda last: (self._has_issuer(first, last), last), default=None)

    def _is_card(self, first: int, last: int) -> bool:
        evidence = self._has_issuer(first, last) + self.beside_card
        if not evidence or evidence + self._written_as_card(first, last) < _SIGNS_NEEDED:
            return False
        return not self._is_phone(first, last) and not self._is_part_of_an_id(first, last)

    def _length(self, first: int, last: int) -> int:
        return self.bounds[last + 1] - self.bounds[first]

    def _has_issuer(self, first: int, last: int) -> bool:
        return _ISSUERS[self._length(first, last)].match(self.digits, self.bounds[first]) is not None

    def _is_phone(self, first: int, last: int) -> bool:
        return first == 0 and self.after_plus and self._length(first, last) <= _LONGEST_PHONE

    def _is_part_of_an_id(self, first: int, last: int) -> bool:
        """Say whether these digits, in one group, go on with letters as in an ID, or beside a decimal point."""
        starts, ends = first == 0, last == len(self.spans) - 1
        glued = (starts and self.glued_before) or (ends and self.glued_after)
        return first == last and (glued or self._gap(first) in {".", ","})

    def _written_as_card(self, first: int, last: int) -> bool:
        """Say whether digits are grouped as on cards, or have the same gaps between them and others around them."""
        bounds = self.bounds[first : last + 2]
        shape = tuple(map(sub, bounds[1:], bounds))
        if len(shape) == 1 or shape in _USUAL_GROUPS:
            return True
        size, tail = shape[0], shape[-1]
        if size in {1, 2, 4} and tail <= size and set(shape[:-1]) == {size}:
            return True
        gaps = {self._gap(group) for group in range(first + 1, last + 1)}
        return len(gaps) == 1 and gaps.isdisjoint({".", ",", self._gap(first), self._gap(last + 1)})

    def _gap(self, group: int) -> str:
        """What stands before a group, or after the last one; empty at the ends of the run."""
        start = self.spans[group - 1][1] if group else 0
        return self.written[start : self.spans[group][0]] if group < len(self.spans) else ""


def _in_iban(found: re.Match[str]) -> bool:
    """Say whether digits are part of a bank account number (IBAN) that passes its own check."""
    first, after = found.span()
    for candidate in _IBAN.finditer(found.string, max(first - _LONGEST_IBAN, 0), after + _LONGEST_IBAN):
        start, written = candidate.start(), candidate[0]
        ends = [i for i, c in enumerate(written) if not c.isalnum()] + [len(written)]
        if start < first and any(start + end >= after and _is_iban(written[:end]) for end in ends):
            return True
    return False


def _is_iban(written: str) -> bool:
    compact = written.replace(" ", "").replace("-", "")
    return int("".join(str(int(c, 36)) for c in compact[4:] + compact[:4])) % 97 == 1
