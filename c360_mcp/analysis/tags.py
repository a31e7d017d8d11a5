"""What the contact centre put on contacts, and what that says in so many words."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from c360_mcp.records.interaction import Interaction

_WORD = re.compile(r"[^\W\d_]?[^\W\d_A-Z]+|[A-Z]+")
"""A tag's words, be it `Callback needed`, `callback_needed` or `CallbackNeeded`."""
_DENIALS = {"no", "not", "non", "without", "never"}
_ENDS = {"completed", "complete", "done", "made", "closed", "declined", "refused", "cancelled", "canceled"}


@dataclass(frozen=True, slots=True)
class Tag:
    """An outcome, label or wrap-up code, as the newest row spells it, and the numbers of the rows that carry it."""

    said: str
    rows: set[int]


def tags_of(rows: Sequence[Interaction]) -> dict[str, Tag]:
    """The tags of `rows`, which are numbered from 1, by what they say; letter case does not count."""
    spelled: dict[str, set[int]] = defaultdict(set)
    for number, row in enumerate(rows, 1):
        for said in row.tags:
            spelled[said].add(number)
    tags: dict[str, Tag] = {}
    for said, numbers in spelled.items():
        tags.setdefault(said.casefold(), Tag(said, set())).rows.update(numbers)
    return tags


def asks_for_callback(tag: str) -> bool:
    """Whether it names a callback that was not denied, nor made, unless both; surveys call back by themselves."""
    words = _words(tag) if "back" in tag.casefold() else []
    denied, ended = not _DENIALS.isdisjoint(words), not _ENDS.isdisjoint(words)
    return "callback" in "".join(words) and "survey" not in words and denied == ended


def speaks_of_escalation(tag: str) -> bool:
    """Whether it names an escalation, and does not deny it."""
    said = tag.casefold()
    return "escalat" in said and not re.search("de-? ?escalat", said) and _DENIALS.isdisjoint(_words(tag))


def _words(tag: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(tag)]
