"""What somebody typed after a prompt's name, as clients split it: at each space, into one argument after another."""

import re
from collections.abc import Callable, Mapping, Sequence

from c360_mcp.search.identity import kind_named
from c360_mcp.search.typed_text import unquoted

_FILLED_IN_LATER = re.compile(r"\$(?:\d|ARGUMENTS)")


def is_filled_in_later(value: str) -> bool:
    """Whether a client will put the value in later: opencode fetches a prompt with `$1` for the first argument."""
    return _FILLED_IN_LATER.fullmatch(value) is not None


def put_together(
    values: Mapping[str, str], is_customer: Callable[[str], bool], is_period: Callable[[str], bool]
) -> dict[str, str]:
    """The values of `customer`, `search_by`, `purpose` and `period` that were split at spaces, as they were typed.

    `values` are in the order of the prompt's arguments. They stay as they are where they could have been meant so: where
    one is more than a word, where the second is a kind of identifier, and where no customer can be made of the first.
    """
    words = list(values.values())
    if "search_by" not in values or kind_named(values["search_by"]) or not _is_split(words):
        return dict(values)
    named = next((number for number, word in enumerate(words) if number and kind_named(word)), None)
    end = named or next((n for n in range(len(words), 0, -1) if is_customer(" ".join(words[:n]))), None)
    if end is None:
        return dict(values)
    customer = {"customer": " ".join(words[:end])} | ({"search_by": words[named]} if named else {})
    return customer | _purpose_and_period(words[end + 1 if named else end :], is_period)


def _is_split(words: Sequence[str]) -> bool:
    return len(words) > 1 and not any(re.search(r"\s", word) or is_filled_in_later(word) for word in words)


def _purpose_and_period(words: Sequence[str], is_period: Callable[[str], bool]) -> dict[str, str]:
    """What the conversation is about, and after that how far back to look."""
    start = next((n for n in range(len(words)) if is_period(unquoted(" ".join(words[n:])))), len(words))
    parts = {"purpose": " ".join(words[:start]), "period": " ".join(words[start:])}
    return {name: unquoted(text) for name, text in parts.items() if text}
