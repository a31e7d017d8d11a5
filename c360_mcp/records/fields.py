"""What a field of a reply is read as: each function takes whatever JSON value stands there.

A value of another type, or out of bounds, is `None` or empty: it costs its field, not the record. Every text passes
the gate here, so that no record holds a string as the API sent it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from c360_mcp.intake.gate import Gate

JsonObject = Mapping[str, object]

LIST_LIMIT = 100
"""Items that are read of any list inside one record."""

SUMMARY_LIMIT = 6_000
"""Characters kept of one transcript summary."""

_ENUM_LIMIT = 40
_NAME_LIMIT = 80
_TITLE_LIMIT = 200
_ADDRESS_LIMIT = 254
_EARLIEST = 1000 * datetime(1990, 1, 1, tzinfo=UTC).timestamp()
_LATEST = 1000 * datetime(2100, 1, 1, tzinfo=UTC).timestamp()
_MILLISECONDS_FROM = 100_000_000_000
"""An epoch below this is in seconds: as milliseconds it would lie before 1974."""
_LARGEST = 1_000_000_000
"""A count or a number of seconds beyond this is an error."""

_SENTENCE_END = re.compile(r"[.!?](?= )|[。！？]")

_R = TypeVar("_R")


def enum(value: object, gate: Gate) -> str | None:
    """A value of one of the API's enumerations, in lower case; one that no documentation names is kept as well."""
    return gate.text(value.lower(), _ENUM_LIMIT) or None if isinstance(value, str) else None


def name(value: object, gate: Gate) -> str | None:
    """A queue, topic, category, label, code or outcome."""
    return gate.text(value, _NAME_LIMIT) or None if isinstance(value, str) else None


def names(value: object, gate: Gate) -> tuple[str, ...]:
    """The names in a list, without those of which nothing visible is left."""
    return tuple([found for item in _items(value) if (found := name(item, gate))]) if value else ()


def are_whole(value: object, read: Sequence[str]) -> bool:
    """Whether names are all that came in a list: none is of another type, cut, or beyond the items that are read."""
    if not value or not isinstance(value, list):
        return not value
    if len(value) == len(read) and "…" not in "".join(read):
        return True  # nearly always; a text had to come for each name
    if len(value) > LIST_LIMIT or not all(item is None or isinstance(item, str) for item in value):
        return False
    return not any(name.endswith("…") for name in read) or all(
        len(item or "") <= _NAME_LIMIT for item in value
    )


def title(value: object, gate: Gate) -> str | None:
    """A title or an e-mail's subject."""
    return gate.text(value, _TITLE_LIMIT) or None if isinstance(value, str) else None


def address(value: object, gate: Gate) -> str | None:
    """An e-mail address, a phone number or a handle."""
    return gate.address(value, _ADDRESS_LIMIT) or None if isinstance(value, str) else None


def prose(value: object, gate: Gate) -> tuple[str | None, bool]:
    """Sentences, and whether they are only the first of those that came, as more than `SUMMARY_LIMIT` characters did."""
    text = gate.text(value, SUMMARY_LIMIT) or None if isinstance(value, str) else None
    if text is None or not _was_truncated(text, value):
        return text, False
    return _whole_sentences(text), True


def identifier(value: object, gate: Gate) -> str | None:
    """An ID exactly as the API sent it, since a call repeats it; `None` where that could not stand in a result."""
    return gate.identifier(value) if isinstance(value, str) else None


def count(value: object) -> int | None:
    """A whole number from 0 on."""
    if type(value) is int and 0 <= value <= _LARGEST:
        return value
    found = number(value)
    return int(found) if found is not None and found >= 0 and found.is_integer() else None


def number(value: object) -> float | None:
    """A number, also when it comes as a string of digits."""
    found = _float(value)
    return found if found is not None and abs(found) <= _LARGEST else None


def time(value: object) -> datetime | None:
    """A time in UTC from an epoch in milliseconds or seconds, or from ISO 8601, where no offset means UTC."""
    epoch = value if type(value) is int else _float(value)
    if epoch is None:
        return _iso_time(value) if isinstance(value, str) else None
    return _epoch_time(epoch if epoch >= _MILLISECONDS_FROM else 1000 * epoch)


def inner_object(entry: JsonObject, key: str) -> JsonObject:
    """The object under a key of another; an empty one where there is none."""
    value = entry.get(key)
    return value if isinstance(value, dict) else {}


def record(value: object, read: Callable[[JsonObject, Gate], _R], gate: Gate) -> _R | None:
    """What `read` makes of an object inside the object."""
    return read(value, gate) if isinstance(value, dict) else None


def records(value: object, read: Callable[[JsonObject, Gate], _R], gate: Gate) -> tuple[_R, ...]:
    """What `read` makes of each object of a list."""
    return tuple([read(item, gate) for item in _items(value) if isinstance(item, dict)]) if value else ()


def is_overlong(value: object) -> bool:
    """Whether it is a list of which only the first `LIST_LIMIT` items are read."""
    return isinstance(value, list) and len(value) > LIST_LIMIT


def _items(value: object) -> Sequence[object]:
    return value[:LIST_LIMIT] if isinstance(value, list) else ()


def _was_truncated(text: str, value: object) -> bool:
    """Whether an ellipsis at the end is the gate's; one that came with the text has a short text before it."""
    if not isinstance(value, str) or not text.endswith("…"):
        return False
    return len(value) > SUMMARY_LIMIT or not value.rstrip().endswith("…")


def _whole_sentences(truncated: str) -> str:
    """A text without the sentence in which it breaks off, where a sentence ends in its second half."""
    ends = [end.end() for end in _SENTENCE_END.finditer(truncated, len(truncated) // 2)]
    return f"{truncated[: ends[-1]]} …" if ends else truncated


def _float(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None


def _iso_time(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
        return _epoch_time(1000 * (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    except (OverflowError, ValueError):
        return None


def _epoch_time(milliseconds: float) -> datetime | None:
    """To the millisecond, as the API counts and as an argument repeats it."""
    if not _EARLIEST <= milliseconds < _LATEST:
        return None
    return datetime.fromtimestamp(round(milliseconds) / 1000, UTC)
