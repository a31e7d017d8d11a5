"""How the data of a view writes times, and objects of which some fields are unknown."""

from datetime import UTC, datetime
from typing import Any


def iso(moment: datetime | None) -> str | None:
    """A time in UTC, as `2026-11-18T14:03:00Z`; None stays None."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if moment else None


def known(**fields: Any) -> Any:
    """An object of those fields that have a value."""
    return {name: value for name, value in fields.items() if value is not None}
