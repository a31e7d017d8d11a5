"""Putting an entry into JSON with comments, over whatever a file may hold."""

import json
from typing import Any

from hypothesis import given, strategies

from c360_mcp.clients import jsonc

ENTRY = {"c360": {"command": "c360-mcp", "args": ["--demo"]}}
TEXTS = strategies.text(max_size=9)
VALUES = strategies.recursive(
    strategies.none() | strategies.booleans() | strategies.integers() | TEXTS,
    lambda inner: strategies.lists(inner, max_size=3) | strategies.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=9,
)
FILES = strategies.dictionaries(
    strategies.sampled_from(["mcpServers", "other"]), strategies.dictionaries(TEXTS, VALUES, max_size=3)
)


@given(
    held=FILES,
    indent=strategies.sampled_from([None, 1, 4, "\t"]),
    comment=strategies.sampled_from(["", "// one, }\n", "/* { */"]),
)
def test_whatever_a_file_holds_is_there_afterwards_and_the_entry_besides(
    held: dict[str, dict[str, Any]], indent: int | str | None, comment: str
) -> None:
    text = f"{comment}{{{comment}{json.dumps(held, indent=indent)[1:]}{comment}"
    after = jsonc.put(text, {"mcpServers": ENTRY})

    assert jsonc.parse(after) == held | {"mcpServers": held.get("mcpServers", {}) | ENTRY}
    assert after.count(comment) == text.count(comment) or not comment
    assert jsonc.put(after, {"mcpServers": ENTRY}) == after
