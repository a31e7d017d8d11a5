"""Payment card numbers (PAN), masked in free text."""

import re

from c360_mcp.intake.digit_run import SHORTEST_CARD, DigitRun
from c360_mcp.intake.iban import IBAN, LONGEST_IBAN, is_iban
from c360_mcp.intake.visible_text import DIGIT

# It begins with no placeholder's last four. Nothing in it can be matched in another way, so it gives nothing back (`++`),
# which halves its time.
_RUN = re.compile(rf"(?<!\d)(?<!card ending ){DIGIT}+(?:[\W_]{{0,6}}+{DIGIT}+){{{SHORTEST_CARD - 1},}}+")
# Groups as on cards with words between them, as somebody dictates a number.
_SAID = r"[^\d\[\]]{1,24}"
_SPOKEN = re.compile(
    rf"(?<!\d)\d{{4}}(?:(?:{_SAID}\d{{4}}(?!\d)){{2,}}{_SAID}\d{{1,4}}|{_SAID}\d{{6}}{_SAID}\d{{4,5}}|\d{{4}}{_SAID}\d{{8}}"
    rf"|\d\d{_SAID}\d{{13}})(?!\d)"
)
_EXPIRY_AND_CODE = re.compile(r"(\W{1,3}(?:0[1-9]|1[0-2])\W{0,3}(?:20)?\d\d\W{1,3})\d{3,4}\Z")
_IBAN = re.compile(rf"(?<!\w){IBAN}(?!\w)", re.ASCII)


def mask_cards(text: str) -> str:
    """Put `[card ending 1111]` for each payment card number.

    Taken for one are 13 to 19 digits that pass the Luhn check and show two of three signs: an issuer's prefix and
    length; digits in one piece, by fours, or otherwise grouped as on cards; a word for card beside them. Where words
    stand between the groups, it takes the first two signs.
    """
    return _SPOKEN.sub(_mask_spoken, _RUN.sub(_mask_run, text))


def _mask_run(found: re.Match[str]) -> str:
    """Mask the cards in a run of digits, and the security code after an expiry date that follows a card."""
    if _in_iban(found):
        return found[0]
    masked, rest = _without_cards(DigitRun.read(found))
    return masked + (_EXPIRY_AND_CODE.sub(r"\1[removed]", rest) if masked else rest)


def _mask_spoken(found: re.Match[str]) -> str:
    return "".join(_without_cards(DigitRun.read(found, spoken=True)))


def _without_cards(run: DigitRun) -> tuple[str, str]:
    """Return a run up to its last card, with each masked, and what follows."""
    parts, at, first = "", 0, 0
    while first < len(run.spans):
        last = run.card_from(first)
        if last is not None:
            parts += f"{run.written[at : run.spans[first][0]]}[card ending {run.last_four(last)}]"
            at, first = run.spans[last][1], last
        first += 1
    return parts, run.written[at:]


def _in_iban(found: re.Match[str]) -> bool:
    """Say whether digits are part of a bank account number (IBAN) that passes its own check."""
    first, after = found.span()
    for candidate in _IBAN.finditer(found.string, max(first - LONGEST_IBAN, 0), after + LONGEST_IBAN):
        start, written = candidate.start(), candidate[0]
        ends = [i for i, c in enumerate(written) if not c.isalnum()] + [len(written)]
        if start < first and any(start + end >= after and is_iban(written[:end]) for end in ends):
            return True
    return False
