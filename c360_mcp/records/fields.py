"""The kinds of field in a reply. Each reads what it can, and is `None` where it can't.

Text passes the gate here, on its way in: a record never holds a foreign string as it came.
"""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationInfo

from c360_mcp.intake.gate import Gate

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


class Record(BaseModel):
    """One object of a reply: frozen, unknown fields ignored, documented names as aliases."""

    model_config = ConfigDict(frozen=True, extra="ignore")


def gate_of(info: ValidationInfo) -> Gate:
    """The gate that the reader handed down for this reply."""
    gate = info.context
    if not isinstance(gate, Gate):
        raise TypeError("records are read through a gate")
    return gate


def _text(limit: int) -> BeforeValidator:
    def read(value: object, info: ValidationInfo) -> str | None:
        return (gate_of(info).text(value, limit) or None) if isinstance(value, str) else None

    return BeforeValidator(read)


def _identifier(value: object, info: ValidationInfo) -> str | None:
    return gate_of(info).identifier(value) if isinstance(value, str) else None


def _float(value: object) -> float | None:
    """A number, also when it comes as a string of digits."""
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
    number = _number(value)
    return int(number) if number is not None and number >= 0 and number.is_integer() else None


def _moment(value: object) -> datetime | None:
    """An epoch in milliseconds or seconds, or an ISO 8601 date-time, which without an offset is UTC."""
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


def _names(value: object, info: ValidationInfo) -> tuple[str, ...]:
    """The texts of a list, without those of which nothing visible is left."""
    items = value[:LIST_LIMIT] if isinstance(value, list) else []
    clean = (gate_of(info).text(item, _NAME_LIMIT) for item in items if isinstance(item, str))
    return tuple(filter(None, clean))


def _objects(value: object) -> list[object]:
    items = value[:LIST_LIMIT] if isinstance(value, list) else []
    return [item for item in items if isinstance(item, dict)]


def _object_or_none(value: object) -> object:
    return value if isinstance(value, dict) else None


Word = Annotated[str | None, _text(40)]
"""A value of a vocabulary, which is open: an unknown one passes through."""
Name = Annotated[str | None, _text(_NAME_LIMIT)]
"""A queue, topic, category, label, code or outcome."""
Title = Annotated[str | None, _text(200)]
"""A title or an e-mail's subject."""
Address = Annotated[str | None, _text(254)]
Prose = Annotated[str | None, _text(SUMMARY_LIMIT)]
Identifier = Annotated[str | None, BeforeValidator(_identifier)]
"""An ID, verbatim; one that could not stand in a result as it is, is `None`."""
Count = Annotated[int | None, BeforeValidator(_count)]
Number = Annotated[float | None, BeforeValidator(_number)]
Moment = Annotated[datetime | None, BeforeValidator(_moment)]
Names = Annotated[tuple[str, ...], BeforeValidator(_names)]
objects = BeforeValidator(_objects)
nested = BeforeValidator(_object_or_none)
