"""Lists inside a record: how much of them is read, and that what is left out is counted."""

from typing import Any

import pytest

from c360_mcp.intake.gate import Gate
from c360_mcp.records.fields import LIST_LIMIT
from c360_mcp.records.page import InteractionPage, read_interactions
from tests.records.walk import READERS, Path, keys_of, lists, planted

LISTS = [(root, path) for root in ("interactions", "insights") for path in lists(READERS[root])]


def page(root: str, path: Path, items: int) -> InteractionPage:
    """A reply of one interaction, in which one list has so many items."""
    read = READERS[root]
    item: Any = {keys_of(read, path)[0]: "a name"} if keys_of(read, path) else "a name"
    entry = planted((*path[:-1], path[-1].removesuffix("[]")), [item] * items)
    body = {"interactions": [{"title": "Late fee"}]} | {root: [entry] if root == "interactions" else entry}
    found = read_interactions(body, Gate())
    assert found
    return found


@pytest.mark.parametrize(("root", "path"), LISTS, ids=lambda value: ".".join(value) if value else "")
def test_a_list_that_is_read_in_part_is_counted_whichever_it_is(root: str, path: Path) -> None:
    assert page(root, path, LIST_LIMIT).lists_truncated == 0
    assert page(root, path, LIST_LIMIT + 1).lists_truncated == 1


def test_the_lists_that_are_read_are_found() -> None:
    assert {".".join((root, *path)) for root, path in LISTS} == {
        "interactions.topics[]",
        "interactions.wrapUpCodes[]",
        "interactions.interactionLabels[]",
        "interactions.signals[]",
        "insights.aggregatedTopics.topicFrequency[]",
    }
