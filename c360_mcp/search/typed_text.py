"""An identifier as somebody typed or pasted it: what is trimmed from its ends, and what it may not hold."""

import unicodedata

from c360_mcp.errors import InvalidArgument

IDENTIFIER_LIMIT = 1000
"""Characters of an argument that is looked at, display name and all; no kind of identifier needs as many."""

_LOOKS_EMPTY = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_VARIATION_SELECTORS = frozenset(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))


def clean_identifier(typed: str) -> str:
    """Return `typed` without blanks around it, fit to be sent to the API.

    Raises `InvalidArgument` where nothing is left, or it holds control or invisible characters.
    """
    if len(typed) > IDENTIFIER_LIMIT:
        raise InvalidArgument(
            f"identifier has more than {IDENTIFIER_LIMIT} characters. Give the value alone."
        )
    trimmed = strip_blanks(typed)
    _refuse_hidden(trimmed)
    return trimmed


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
