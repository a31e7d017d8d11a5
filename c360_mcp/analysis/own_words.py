"""The entries of one of a tenant's lists, made ready to be looked for in tags."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from c360_mcp.analysis.tag_spelling import BREAK, spell, without_breaks

SHORT = 3
"""An entry of so few letters must be a whole word, since `esc` also begins `escrow`."""


class OwnWords(NamedTuple):
    """By what a tag is known to say what a list is about."""

    whole: frozenset[str]
    """The entries as words alone: a tag that is one of them says so, whatever else holds."""
    pattern: re.Pattern[str]
    """Finds the entries inside a spelled tag."""
    hint: re.Pattern[str]
    """A folded tag in which this is not found holds no entry and no stem, and need not be spelled."""


def make_own_words(entries: Sequence[str], stems: Sequence[str]) -> OwnWords:
    """Prepare the entries of a list.

    An entry is found where a tag has its words one after another; the last may go on, so that `eskalier` finds
    `Eskaliert an Teamleitung`. Scripts without capitals often join words, so there it is found inside words, too.
    """
    spelled = [spell(entry) for entry in entries]
    hints = {*stems, *(entry.split()[0] for entry in spelled)}
    return OwnWords(
        frozenset(map(without_breaks, spelled)),
        _any_of(map(_pattern, spelled)),
        _any_of(map(re.escape, sorted(hints))),
    )


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns) or "(?!)")


def _pattern(spelled: str) -> str:
    words = without_breaks(spelled).split()
    entry = rf"(?:{BREAK})? ".join(map(re.escape, words))
    if not _is_cased(spelled[0]):
        return entry
    end = r"(?!\S)" if len(spelled) <= SHORT else ""
    return rf"(?<!\S){entry}{end}"


def _is_cased(letter: str) -> bool:
    """Whether it is a letter of a script with capitals, or a digit."""
    return letter.upper() != letter or letter.isdigit()
