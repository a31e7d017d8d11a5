"""The kinds of field in a reply. Each reads what it can, and is `None` or empty where it can't.

Text passes the gate here, on its way in: a record never holds a foreign string as it came.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain, islice

from c360_mcp.intake.gate import Gate
from c360_mcp.records.record import Object, R, Reader, read_records

LIST_LIMIT = 100
"""Items that are read of any list inside one record."""

SUMMARY_LIMIT = 6_000
"""Characters kept of one transcript summary."""

_NAME_LIMIT = 80
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC).timestamp()
_LATEST = datetime(2100, 1, 1, tzinfo=UTC).timestamp()
_MILLISECONDS_FROM = 100_000_000_000
"""An epoch below this is in seconds: as milliseconds it would lie before 1974."""
_LARGEST = 1_000_000_000
"""A count or a number of seconds beyond this is an error."""

_SENTENCE_END = re.compile(r"[.!?](?= )|[。！？]")

Texts = Callable[[Sequence[object], Gate], list[str | None]]


def _texts(limit: int, *, in_small_letters: bool = False) -> Texts:
    """Texts of at most `limit` characters."""

    def read(values: Sequence[object], gate: Gate) -> list[str | None]:
        return gate.texts(values, limit, in_small_letters=in_small_letters)

    return read


enum_value = _texts(40, in_small_letters=True)
"""A value of a vocabulary, in small letters. It is open: an unknown one passes through."""
name = _texts(_NAME_LIMIT)
"""A queue, topic, category, label, code or outcome."""
title = _texts(200)
"""A title or an e-mail's subject."""
address = _texts(254)


def prose(values: Sequence[object], gate: Gate) -> list[str | None]:
    """Sentences; of those beyond `SUMMARY_LIMIT` characters, the first ones, and an ellipsis."""
    return [
        text and (_whole_sentences(text) if _was_truncated(text, value) else text)
        for text, value in zip(gate.texts(values, SUMMARY_LIMIT), values, strict=True)
    ]


def is_truncated(values: Sequence[object], gate: Gate) -> list[bool]:
    """Whether of such a text only the first sentences were read."""
    return [
        text is not None and _was_truncated(text, value)
        for text, value in zip(gate.texts(values, SUMMARY_LIMIT), values, strict=True)
    ]


def identifier(values: Sequence[object], gate: Gate) -> list[str | None]:
    """An ID, verbatim; one that could not stand in a result as it is, is `None`."""
    return [gate.identifier(value) if isinstance(value, str) else None for value in values]


def names(values: Sequence[object], gate: Gate) -> list[tuple[str, ...]]:
    """The texts of a list, without those of which nothing visible is left."""
    lists = [value[:LIST_LIMIT] if isinstance(value, list) else () for value in values]
    texts = iter(name(list(chain.from_iterable(lists)), gate))
    return [tuple(filter(None, islice(texts, len(items)))) if items else () for items in lists]


def count(values: Sequence[object], _: Gate) -> list[int | None]:
    """A whole number from 0 on."""
    return [_count(value) for value in values]


def number(values: Sequence[object], _: Gate) -> list[float | None]:
    """A number, also when it comes as a string of digits."""
    return [_number(value) for value in values]


def moment(values: Sequence[object], _: Gate) -> list[datetime | None]:
    """An epoch in milliseconds or seconds, or an ISO 8601 date-time, which without an offset is UTC."""
    return [_moment(value) for value in values]


def one(kind: type[R]) -> Reader:
    """An object inside the object."""

    def read(values: Sequence[object], gate: Gate) -> Iterator[R | None]:
        records = iter(read_records(kind, _objects(values), gate))
        return (next(records) if isinstance(value, dict) else None for value in values)

    return read


def several(kind: type[R]) -> Reader:
    """A list of objects inside the object."""

    def read(values: Sequence[object], gate: Gate) -> list[tuple[R, ...]]:
        lists = [
            _objects(value[:LIST_LIMIT]) if value and isinstance(value, list) else [] for value in values
        ]
        records = iter(read_records(kind, list(chain.from_iterable(lists)), gate))
        return [tuple(islice(records, len(objects))) if objects else () for objects in lists]

    return read


def _was_truncated(text: str, value: object) -> bool:
    """Whether an ellipsis at the end is the gate's; one that came with the text has a short text before it."""
    if not isinstance(value, str) or not text.endswith("…"):
        return False
    return len(value) > SUMMARY_LIMIT or not value.rstrip().endswith("…")


def _whole_sentences(cut: str) -> str:
    """A text without the sentence that was cut, where its end can be told and is not far."""
    ends = [end.end() for end in _SENTENCE_END.finditer(cut, len(cut) // 2)]
    return f"{cut[: ends[-1]]} …" if ends else cut


def _objects(values: Sequence[object]) -> list[Object]:
    return [value for value in values if isinstance(value, dict)]


def _float(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None


def _number(value: object) -> float | None:
    number = _float(value)
    return number if number is not None and abs(number) <= _LARGEST else None


def _count(value: object) -> int | None:
    if type(value) is int:
        return value if 0 <= value <= _LARGEST else None
    number = _number(value)
    return int(number) if number is not None and number >= 0 and number.is_integer() else None


def _moment(value: object) -> datetime | None:
    if type(value) is int and _EARLIEST * 1000 <= value < _LATEST * 1000:
        return datetime.fromtimestamp(value / 1000, UTC)  # as documented, a hundred times in a reply
    number = _float(value)
    if number is None:
        return _iso(value) if isinstance(value, str) else None
    return _epoch(number / 1000 if number >= _MILLISECONDS_FROM else number)


def _iso(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
        return _epoch((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    except (OverflowError, ValueError):
        return None


def _epoch(seconds: float) -> datetime | None:
    """To the millisecond, as the API counts and as an argument repeats it."""
    return datetime.fromtimestamp(round(seconds, 3), UTC) if _EARLIEST <= seconds < _LATEST else None
