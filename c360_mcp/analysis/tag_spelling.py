"""One spelling for what contact centres write in many: `CallbackNeeded`, `callback_needed`, `CALL-BACK (needed)`."""

import re
import unicodedata
from collections.abc import Iterator

BREAK = " /"
"""Stands in a spelled tag where punctuation parts one statement from the next."""

_JOINERS = dict.fromkeys(map(ord, "\u200c\u200d"))
"""Invisible characters that some scripts have inside words; not everybody types them."""
_BREAKS = re.compile(rf"(?:{BREAK})+")


def fold(text: str) -> str:
    """Return `text` without differences of letter case and of Unicode form."""
    if text.isascii():
        return text.lower()  # the same, and most tags need no more
    return unicodedata.normalize("NFKC", text).casefold().translate(_JOINERS)


def spell(text: str) -> str:
    """Return the words of `text` in small letters, a space between them, and `BREAK` for punctuation.

    `Escalated (no callback)` is spelled `escalated / no callback`, as are `ESCALATED - NO_CALLBACK` and
    `Escalated/NoCallback`.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_JOINERS)
    spaced = " ".join("".join(_spellings(plain)).split()).casefold()
    return _BREAKS.sub(BREAK, f" {spaced}").strip(" /")


def without_breaks(spelled: str) -> str:
    """Return a spelled tag as its words alone."""
    return spelled.replace(BREAK, "")


def _spellings(text: str) -> Iterator[str]:
    """Each character, with a space before it where it begins a word in CamelCase, or what stands for it."""
    for before, character, after in zip(f" {text}", text, f"{text[1:]} ", strict=False):
        if _is_of_word(character):
            yield f" {character}" if _begins_word(before, character, after) else character
        elif character.isspace() or character == "_":
            yield " "
        else:
            inside_word = character in "-‐'’" and _is_of_word(before) and _is_of_word(after)
            yield " " if inside_word else f"{BREAK} "


def _is_of_word(character: str) -> bool:
    """Whether it is a letter, a digit, or a mark on one, such as a vowel in Indian scripts."""
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def _begins_word(before: str, character: str, after: str) -> bool:
    """Whether a capital begins a word without a space, as `N` does in `callbackNeeded` and `IVRNeeded`."""
    return character.isupper() and (
        before.islower() or before.isdigit() or (before.isupper() and after.islower())
    )
