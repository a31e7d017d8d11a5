"""A phone number in E.164. No country code is ever guessed: with a wrong one, it would be somebody else's number."""

import re
from typing import NamedTuple
from urllib.parse import unquote_plus

from c360_mcp.digits import ascii_digits
from c360_mcp.errors import InvalidArgument
from c360_mcp.search.typed_text import clean_identifier, unquoted

# The look-behind keeps a long run of spaces from being matched anew from each of them, which takes quadratic time.
_EXTENSION = re.compile(
    r"(?:;ext=|(?<![\s,;])[\s,;]*+(?:ext(?:ensio)?n?|x|#)[.:]?\s*)(\d{1,6})$", re.IGNORECASE
)
_IN_GROUPS = re.compile(r"\d[)）\]］]?\s")
_NUMBER = re.compile(r"[\s(\[（［]*+([+＋])?([\d\s()\[\]（）［］.．\-‐-―−ー－]+)", re.IGNORECASE)


_LABEL = re.compile(
    r"(?:tel(?:ephone)?|phone|mobile|cell|callto|sms|whatsapp|facetime|viber|signal)(?: number)?"
    r"(?:\.:?|:)(?://)?\s*",
    re.IGNORECASE,
)
_WHATSAPP_LINK = re.compile(
    r"(?:https?://)?(?:wa\.me/|(?:api|web)\.whatsapp\.com/send/?\?phone=)\+?(\d+)(?:[?&/].*)?", re.IGNORECASE
)
"""Such a link holds the number with its country code and without the plus sign."""


class _Dialled(NamedTuple):
    international: bool
    digits: str
    extension: str


def read_phone(typed: str, *, default_country: str | None) -> tuple[str, tuple[str, ...]]:
    """Return the number in E.164, and what was assumed or dropped in reading it.

    Without a `+` it has to be valid in `default_country` (ISO 3166, two capitals).
    Raises `InvalidArgument` where it can't be read, or could be read as several numbers.
    """
    dialled = _read(clean_identifier(typed))
    if dialled is None:
        raise InvalidArgument(
            "This isn't a phone number. Give its digits with a plus sign and the country code, such as"
            ' +12065550134, without letters; for a CRM ID use search_by="contact_id" or'
            ' search_by="account_id".'
        )
    number, notes = _number(dialled, default_country)
    if dialled.extension:
        notes = (*notes, f"extension {dialled.extension} dropped")
    return number, notes


def has_country_code(typed: str) -> bool:
    """Say whether `typed` is written as a phone number with its country code."""
    dialled = _read(unquoted(typed))
    return dialled is not None and dialled.international


def is_written_nationally(typed: str, country: str) -> bool:
    """Say whether `typed` is a valid number of this country with its digits in groups, as of few other numbers."""
    dialled = _read(unquoted(typed))
    if dialled is None or dialled.international or not _IN_GROUPS.search(typed):
        return False
    try:
        _number(dialled, country)
    except InvalidArgument:
        return False
    return True


def _read(text: str) -> _Dialled | None:
    # `phonenumbers` reads letters as the digits on their keys, and "…67/8" as one number: it is given digits alone.
    text = _without_label(text)
    extension = _EXTENSION.search(text)
    number = _NUMBER.fullmatch(text[: extension.start()] if extension else text)
    digits = ascii_digits(number[2]) if number else ""
    if not number or not digits:
        return None
    return _Dialled(bool(number[1]), digits, ascii_digits(extension[1]) if extension else "")


def _without_label(text: str) -> str:
    """The number as it is dialled, out of a link or without the word before it."""
    text = unquote_plus(text) if "%" in text else text  # no number has a percent sign
    if link := _WHATSAPP_LINK.fullmatch(text):
        return f"+{link[1]}"
    label = _LABEL.match(text)
    return text[label.end() :].partition("?")[0] if label else text


def _number(dialled: _Dialled, default_country: str | None) -> tuple[str, tuple[str, ...]]:
    from c360_mcp.search import numbering  # here, as it is slow to import

    if dialled.international:
        return numbering.from_international(dialled.digits)
    if dialled.digits.startswith("00"):
        raise InvalidArgument(
            "Give this phone number with a plus sign in place of the leading 00, such as +12065550134."
        )
    if default_country is None:
        raise InvalidArgument(
            "This phone number has no country code. Give it with a plus sign and the country code, such as"
            " +12065550134; where the country isn't known, ask for it."
        )
    return numbering.from_national(dialled.digits, default_country)
