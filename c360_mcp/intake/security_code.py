"""Security codes of payment cards (CVV, CVC, CID), removed from free text."""

import re

from c360_mcp.intake.payment_words import (
    CODE_ABBREVIATIONS,
    CODE_IN_LETTERS,
    CODE_NAMES,
    IN_NAMES_OF_FIELDS,
    LINKING_WORDS,
    OTHER_CID,
)
from c360_mcp.intake.surroundings import around

_CODE = re.compile(
    r"(?<!\d)(?:\d{3,4}|(?<![A-Za-z])\d{1,2}(?:[ \-]\d{1,2}){1,3}|(?<![A-Za-z.])\d(?:[./]\d|, ?\d){2,3})(?!\d)"
)
_LENGTHS = (3, 4)
_NAMES = (*CODE_ABBREVIATIONS, *CODE_IN_LETTERS, *CODE_NAMES)
_BEFORE_NAME, _AFTER_NAME = map("|".join, IN_NAMES_OF_FIELDS)
_NAME = (
    rf"(?:(?<![a-z])(?:{_BEFORE_NAME})?(?:{'|'.join(map(re.escape, (*CODE_ABBREVIATIONS, *CODE_IN_LETTERS)))})"
    rf"(?:{_AFTER_NAME})?(?![a-z])|{'|'.join(map(re.escape, CODE_NAMES))})"
)
_NAME_BEFORE = re.compile(rf"{_NAME}{LINKING_WORDS}{{0,20}}\Z")
_NAME_AFTER = re.compile(
    r"(?:(?P<linked>,?(?: [\-–—])? (?:that(?:['’]s| is| was)|is|was|as|for) (?:(?:the|my|your|his|her|their) )?| ?\()"
    rf"| ?[\-–—→=] ?| ){_NAME}"
)
_AMOUNT_AFTER = re.compile(r" ?(?:[$€£¥₹%]|(?:eur|euros?|usd|gbp|chf|kr|dollars?|pounds?)(?![a-z]))|[.,]\d")
# A number after a full stop may be the beginning of another sentence, unless it is all of that.
_STOP_BEFORE = re.compile(r"\w{3,}\. \Z")
_STOP_AFTER = re.compile(r"\s*(?:[.,;!?…)]|\Z)")
_CID = re.compile(r"(?<![a-z])cid(?![a-z])")
_CID_OF_OTHERS = re.compile(rf"(?<![a-z]){OTHER_CID}(?:(?:'s)?[ \-]?id| cid)(?![a-z])")


def mask_codes(text: str) -> str:
    """Put `[removed]` for three or four digits beside a name of a card's security code."""
    lowered = text.lower()
    if not any(name in lowered for name in _NAMES):
        return text
    return _CODE.sub(lambda code: "[removed]" if _is_code(code) else code[0], text)


def _is_code(code: re.Match[str]) -> bool:
    length = sum(map(str.isdecimal, code[0]))
    before, after = around(code)
    if length not in _LENGTHS or _AMOUNT_AFTER.match(after):
        return False
    if _STOP_BEFORE.search(before) and not _STOP_AFTER.match(after):
        return False
    if "cid" in before and _CID_OF_OTHERS.search(f"{before} {after}"):
        before = _CID.sub("", before)
    if _NAME_BEFORE.search(before):
        return True
    word = _NAME_AFTER.match(after)
    # In "ending 1111 CVV" the four digits are the card's: they are a code only in "1111 is the CVV" and the like.
    return word is not None and (word["linked"] is not None or length == min(_LENGTHS))
