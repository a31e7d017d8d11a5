"""What stands in the line of a channel."""

from typing import Any

import pytest

from c360_mcp.terminal.lanes import draw_lanes


def contact(start: str) -> dict[str, object]:
    return {"rows": [1], "sentiments": ["positive"], "start": start, "channel": "phone"}


def drawn(contacts: list[dict[str, object]], periods: list[dict[str, object]], end: str, width: int) -> str:
    data: Any = {"contacts": contacts, "periods": periods, "window": {"end": end}}
    lanes = draw_lanes(data, width)
    assert lanes is not None
    (lane,) = lanes.lanes
    return lane.cells


@pytest.mark.parametrize(("count", "mark"), [(1, "+"), (2, "2"), (9, "9"), (12, "9")])
def test_contacts_in_one_column_are_counted_up_to_nine_in_one_character(count: int, mark: str) -> None:
    contacts = [contact("2026-11-18T14:00:00Z")] * count

    assert drawn(contacts, [], "2026-11-19T14:00:00Z", 5) == f"{mark}····"


@pytest.mark.parametrize(
    ("name", "cells"), [("2025", "+···#······"), ("2025-11", "+·······#··"), ("start unknown", "+··········")]
)
def test_a_month_or_year_stands_at_its_middle_and_contacts_without_a_start_nowhere(
    name: str, cells: str
) -> None:
    periods: list[dict[str, object]] = [{"name": name, "channels": {"phone": 3}}]

    assert drawn([contact("2025-01-01T00:00:00Z")], periods, "2026-01-01T00:00:00Z", 11) == cells
