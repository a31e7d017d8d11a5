"""A foreign text without the characters that nobody sees, and shortened where no character or number is torn apart."""

import re
import unicodedata

MARKS_ON_ONE_BASE = 8
"""Combining marks kept on one character, against text that towers over its neighbours ("Zalgo"). No script takes more
than six, as Burmese and fully pointed Hebrew do."""

JOINERS = "\u200c\u200d"
"""The zero-width non-joiner and joiner, which say how the characters beside them are drawn."""

DIGIT = "\\d[\u0300-\u036f\ufe0f\u20e3]{0,9}"
"""A decimal digit of any script, with what may be drawn on it: a keycap, a line."""

_BETWEEN_DIGITS = r"\s.,\-‐-―−·•_＿/|¦．，－ー・／"
"""What may stand between the digits of one number, for a set of characters in a pattern."""

_NUMBER = re.compile(rf"[(+]{{0,2}}{DIGIT}(?:[{_BETWEEN_DIGITS}()]{{0,4}}{DIGIT})*")

_EMOJI = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u27bf\u2934\u2935"
    "\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_ARABIC = "\u0600-\u08ff"  # and the scripts whose letters are joined in the same way: Syriac, N'Ko, Mandaic
_INDIC = "\u0900-\u0dff\u1000-\u109f\u1780-\u17d3\u1a20-\u1aad\u1b00-\u1bff\ua980-\ua9df"
_MONGOLIAN = "\u1820-\u18aa"
_JOINING = _ARABIC + _INDIC + _MONGOLIAN
_VIRAMAS = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca"
# England, Scotland and Wales: the only sequences of tags that Unicode recommends.
_FLAG_TAGS = "|".join("".join(chr(0xE0000 + ord(c)) for c in flag) for flag in ("gbeng", "gbsct", "gbwls"))

# Signs of Arabic, Syriac and Kaithi that are drawn, although Unicode classes them as invisible format characters.
_FORMATS_THAT_SHOW = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
# Nothing is drawn for these, although Unicode classes them as letters, marks or symbols.
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u3164\ufe00-\ufe0d\uffa0\ufffc\U00016fe4\U0001d159\U000e0100-\U000e01ef]"
)
_UNASSIGNED_THAT_SHOWS = re.compile("[\U0001f000-\U0001faff\U00020000-\U0002fffd\U00030000-\U0003fffd]")
# Joiners, variation selectors and tags (for flags) change how a neighbour is drawn. They are kept only after or between
# the characters that they have an effect on, since elsewhere they can hide a message (ASCII smuggling).
_CONTEXTUAL = frozenset(f"{JOINERS}\ufe0e\ufe0f\u180b\u180c\u180d\u180f").union(
    map(chr, range(0xE0020, 0xE0080))
)
_IN_ITS_CONTEXT = (
    f"(?<=\U0001f3f4)(?:{_FLAG_TAGS})\U000e007f",
    "(?<=[0-9#*])\ufe0f(?=\u20e3)",
    f"(?<=[{_EMOJI}])[\ufe0e\ufe0f]",
    f"(?:(?<=[{_EMOJI}])|(?<=[{_EMOJI}]\ufe0f))\u200d(?=[{_EMOJI}])",
    f"(?<=[{_MONGOLIAN}])[\u180b-\u180d\u180f]",
    rf"(?<=[{_JOINING}])(?<!\d)[{JOINERS}](?=[{_JOINING}])(?!\d)",
    rf"(?<=[{_VIRAMAS}{_ARABIC}])(?<!\d)\u200d",
)
_KEPT_OR_STRAY = re.compile(f"({'|'.join(_IN_ITS_CONTEXT)})|[{''.join(_CONTEXTUAL)}]")
_PRINTABLE_ASCII = frozenset(map(chr, range(0x20, 0x7F)))
_SPACES = re.compile(" {2,}")

# Drawn as one with what stands before: the vowels am of Thai and Lao, skin tones, Hangul's single vowels and finals.
_CONTINUES = re.compile("[\u0e33\u0eb3\U0001f3fb-\U0001f3ff\u1160-\u11ff\ud7b0-\ud7fb]")
_FLAG_LETTERS = re.compile("[\U0001f1e6-\U0001f1ff]+\\Z")


def visible(text: str) -> str:
    """Return what can be seen of `text`, on one line, with single spaces and none at the ends."""
    unusual = set(text) - _PRINTABLE_ASCII
    text = text.translate({ord(c): shown for c in unusual if (shown := _shown(c)) != c})
    if marks := {c for c in unusual if is_combining_mark(c)}:
        text = _without_stacked_marks(text, marks)
    if not unusual.isdisjoint(_CONTEXTUAL):
        text = _KEPT_OR_STRAY.sub(r"\1", text)
    return _SPACES.sub(" ", text).strip(" ")


def is_combining_mark(character: str) -> bool:
    """Say whether Unicode draws a character on the one before it, as it does accents and vowel signs."""
    return unicodedata.category(character)[0] == "M"


def shorten(text: str, limit: int) -> str:
    """Return the beginning of a visible text, at most `limit` characters long with the `…` at its end.

    It ends between two words where the second half has a space, and never inside a number, an emoji that is joined of
    several, or a character and its combining marks.
    """
    if len(text) <= limit:
        return text
    end = limit - 1
    space = text.rfind(" ", end // 2, end + 1)
    end = space if space > 0 else _whole_character(text, end)
    return text[: _whole_number(text, end)].rstrip(" ,;:") + "…"


def _shown(character: str) -> str:
    """Return a character as it may stand in a result: itself, a space for white space, or nothing."""
    if character.isspace() or character == "\u2800":
        return " "
    category = unicodedata.category(character)
    if category in {"Cc", "Cs", "Co"} or _BLANK.match(character):
        return ""
    if category == "Cf":
        return character if character in _FORMATS_THAT_SHOW or character in _CONTEXTUAL else ""
    # New emoji and Chinese characters may not be in this Python's version of Unicode yet.
    if category == "Cn" and not _UNASSIGNED_THAT_SHOWS.match(character):
        return ""
    return character


def _without_stacked_marks(text: str, marks: set[str]) -> str:
    """Drop combining marks that have no character to stand on, and all beyond `MARKS_ON_ONE_BASE` on one character."""
    kept: list[str] = []
    height = MARKS_ON_ONE_BASE
    for character in text:
        if character in marks:
            height += 1
        elif character not in _CONTEXTUAL:
            height = MARKS_ON_ONE_BASE if character == " " else 0
        if character not in marks or height <= MARKS_ON_ONE_BASE:
            kept.append(character)
    return "".join(kept)


def _whole_character(text: str, end: int) -> int:
    while end > 0 and _divides(text, end):
        end -= 1
    return end


def _divides(text: str, at: int) -> bool:
    """Say whether `text[at]` is drawn as one character with what stands before it."""
    before, after = text[at - 1], text[at]
    if is_combining_mark(after) or after in _CONTEXTUAL or _CONTINUES.match(after) or before in JOINERS:
        return True
    if before in _VIRAMAS:
        return unicodedata.category(after) == "Lo"
    # Two regional indicators make a flag: after an odd number of them, the next completes one.
    letters = _FLAG_LETTERS.search(text, max(at - 512, 0), at) if _FLAG_LETTERS.match(after) else None
    return letters is not None and len(letters[0]) % 2 == 1


def _whole_number(text: str, end: int) -> int:
    """Return `end`, or where the number begins that would be torn apart there: part of a number is another number."""
    for number in _NUMBER.finditer(text):
        first, after = number.span()
        if first >= end:
            break
        if end < after or (end == after and text[end] != " "):
            return first
    return end
