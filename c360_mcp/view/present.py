"""Small steps on the way to JSON: times, and what is left out where it is unknown."""

from datetime import UTC, datetime
from typing import Any


def iso(moment: datetime | None) -> str | None:
    """`2026-11-18T14:03:00Z`."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if moment else None


def known(**fields: Any) -> Any:
    """An object of those fields that have a value."""
    return {name: value for name, value in fields.items() if value is not None}
