"""How e-mail addresses are written in free text, in any script."""

import re

# Thai, Chinese, Japanese and others put no spaces around an address: next to another script, their letters are not taken
# for a part of it.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff66-\uff9f"
_LETTER = rf"[^\W{_UNSPACED}]"
_MARK = "\u0300-\u036f\u0900-\u0dff\u200c\u200d"
_MAILBOX = (
    rf"(?:(?<![a-zA-Z0-9_＿])\{{?{_LETTER}(?:{_LETTER}|[{_MARK}.+%&'’*∗/=?^{{}}~∼!#$\-]){{0,63}}"
    rf"|(?<![{_UNSPACED}])[{_UNSPACED}]{{1,64}})"
)
_LABEL = rf"(?:(?:{_LETTER}|[{_MARK}\-]){{1,63}}|[{_UNSPACED}{_MARK}]{{1,63}})"
_TOP = r"(?:com|net|org|edu|gov|info|biz|io|co|eu|de|at|ch|fr|es|it|nl|be|pl|uk|ie|ca|au|nz|in|br|mx|ru|jp|cn)(?!\w)"
_AT = r"(?:[@＠]\[?|%40| ?[(\[{] ?at ?[)\]}] ?)"
_DOT = rf"(?:[.．｡]|。(?=[a-z])|,(?={_TOP})| dot (?={_TOP})| ?[(\[{{] ?(?:dot|punkt|point|punto) ?[)\]}}] ?)"
# With spaces around the sign, or in words, only names that surely are those of a domain count.
_LOOSE_AT = r"(?: @ ?|@ | at (?=[\w\-]{1,63} dot ))"
_LOOSE_DOT = r"(?:\.| dot | \. )"

MAY_HOLD_ONE = re.compile(r"[@＠]|%40|[(\[{] ?at ?[)\]}]| dot ", re.IGNORECASE)
"""What stands in each address, so that a text without it need not be searched."""

EMAIL = re.compile(
    rf"{_MAILBOX}(?:{_AT}{_LABEL}(?:{_DOT}{_LABEL}){{1,20}}"
    rf"|{_LOOSE_AT}{_LABEL}(?:{_LOOSE_DOT}(?!{_TOP}){_LABEL}){{0,5}}{_LOOSE_DOT}{_TOP})",
    re.IGNORECASE,
)

_PARTS = re.compile(rf"({_LOOSE_AT}|{_AT})|({_DOT}|{_LOOSE_DOT})", re.IGNORECASE)


def as_address(written: str) -> str:
    """Return an address that `EMAIL` found as it is typed, so that two spellings of it are equal."""
    return _PARTS.sub(lambda part: "@" if part[1] else ".", written).casefold()
