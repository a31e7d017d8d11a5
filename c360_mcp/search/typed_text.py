"""An identifier as somebody typed or pasted it: what is trimmed from its ends, and what it may not hold."""

import re
import unicodedata

from c360_mcp.errors import InvalidArgument

IDENTIFIER_LIMIT = 1000
"""Characters of an argument that is looked at, display name and all; no kind of identifier needs as many."""

_IN_MARKS = re.compile(
    r"""(?P<mark>\\*["'`＂]+)(?P<text>.*)(?P=mark)|[“„«»‹‘‚](?P<typeset>.*)[”“»«›’‘]""", re.DOTALL
)
_LOOKS_EMPTY = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_VARIATION_SELECTORS = frozenset(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))


def clean_identifier(typed: str) -> str:
    """Return `typed` without blanks and quotation marks around it, fit to be sent to the API.

    Raises `InvalidArgument` where nothing is left, or it holds control or invisible characters.
    """
    refuse_long(typed)
    trimmed = unquoted(typed)
    _refuse_hidden(trimmed)
    return trimmed


def refuse_long(typed: str) -> None:
    """Raise `InvalidArgument` where there are more characters than any kind of identifier needs."""
    if len(typed) > IDENTIFIER_LIMIT:
        raise InvalidArgument(
            f"identifier has more than {IDENTIFIER_LIMIT:,} characters. Give the value alone."
        )


def unquoted(typed: str) -> str:
    """Return `typed` without the blanks around it, and without quotation marks around the whole of it."""
    text = strip_blanks(typed)
    while len(text) <= IDENTIFIER_LIMIT and (quoted := _IN_MARKS.fullmatch(text)):
        text = strip_blanks(quoted["text"] or quoted["typeset"] or "")
    return text


def strip_blanks(typed: str) -> str:
    """Return `typed` without the white space and the invisible characters around it, unchecked."""
    first, last = 0, len(typed)
    while first < last and _is_blank(typed[first]):
        first += 1
    while first < last and _is_blank(typed[last - 1]):
        last -= 1
    return typed[first:last]


def _refuse_hidden(trimmed: str) -> None:
    if not trimmed:
        raise InvalidArgument("identifier is empty. Give the value to search for.")
    if trimmed.isascii() and trimmed.isprintable():
        return  # as nearly all are
    if any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in trimmed):
        raise InvalidArgument(
            "identifier holds a control character or a line break. Give it as plain text on one line."
        )
    if any(map(_is_invisible, trimmed)):
        raise InvalidArgument("identifier holds an invisible character. Give it again without that.")


def _is_blank(character: str) -> bool:
    return (
        character in " \t\r\n"
        or unicodedata.category(character) in {"Zs", "Zl", "Zp"}
        or _is_invisible(character)
    )


def _is_invisible(character: str) -> bool:
    return (
        unicodedata.category(character) == "Cf"
        or character in _LOOKS_EMPTY
        or character in _VARIATION_SELECTORS
    )
