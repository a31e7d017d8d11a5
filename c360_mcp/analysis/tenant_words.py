"""The words by which a tenant names what happens in its contact centre, in its own outcomes, labels and wrap-up codes."""

from collections.abc import Mapping
from typing import NamedTuple
from unicodedata import normalize

from c360_mcp.analysis.tag_spelling import spell, without_breaks

MOST_WORDS = 100
LONGEST_WORD = 80
"""In characters; the names that this server reads are no longer either."""


class TenantWords(NamedTuple):
    """Words or whole tags of a tenant, by what they say, as the tenant spells them."""

    escalation: tuple[str, ...] = ()
    transfer: tuple[str, ...] = ()
    abandoned: tuple[str, ...] = ()
    callback: tuple[str, ...] = ()
    """That a callback is asked for or promised."""
    callback_made: tuple[str, ...] = ()
    """That it was made, or is no longer wanted."""
    resolved: tuple[str, ...] = ()
    """Whole tags that say that the matter is resolved."""
    none: tuple[str, ...] = ()
    """Whole tags that say none of this, though the rules or a word in another list would have it so."""

    def by_kind(self) -> dict[str, tuple[str, ...]]:
        """The lists that hold something, by their names."""
        return {kind: words for kind in KINDS if (words := getattr(self, kind))}


KINDS = TenantWords._fields
NO_WORDS = TenantWords()


def parse_words(table: Mapping[str, object]) -> TenantWords:
    """Read a table with a list of strings for each kind. Raises `ValueError`, which names every key that is wrong."""
    lists: dict[str, tuple[str, ...]] = {}
    problems: list[str] = []
    for key, value in table.items():
        kind = "callback_made" if key == "callback made" else key
        if kind not in KINDS:
            problems.append(f"{key} is not one of {', '.join(KINDS)}")
        elif kind in lists:
            problems.append(f"{kind} is given twice")
        else:
            lists[kind] = _parse_list(key, value, problems)
    words = TenantWords(**lists)
    problems += [f"none repeats an entry of {kind}" for kind in _contradicted(words)]
    if problems:
        raise ValueError(", ".join(problems))
    return words


def _parse_list(key: str, value: object, problems: list[str]) -> tuple[str, ...]:
    """Words without space around them, each once; empty where there is something wrong, which `problems` then holds."""
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        problems.append(f"{key} must be a list of strings")
        return ()
    words = [normalize("NFC", word.strip()) for word in value]
    if len(words) > MOST_WORDS:
        problems.append(f"{key} must hold at most {MOST_WORDS} words or tags")
    if max(map(len, words), default=0) > LONGEST_WORD:
        problems.append(f"{key} must hold words or tags of at most {LONGEST_WORD} characters")
    if not all(map(spell, words)):
        problems.append(f"{key} must have a letter or a digit in each word or tag")
    return tuple(dict.fromkeys(words))


def _contradicted(words: TenantWords) -> list[str]:
    """The lists with a tag that is also among those that say nothing."""
    spelled = {kind: {without_breaks(spell(word)) for word in said} for kind, said in words.by_kind().items()}
    nothing = spelled.pop("none", set())
    return [kind for kind in spelled if not nothing.isdisjoint(spelled[kind])]
