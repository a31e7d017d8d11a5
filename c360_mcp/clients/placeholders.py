"""Keeps the values that a person put in where an entry has placeholders."""

from collections.abc import Mapping
from typing import Any

from c360_mcp.clients.formats import Tables
from c360_mcp.unfilled import unfilled


def filled_in(tables: Tables, held: Mapping[str, Any]) -> Tables:
    """The tables, with what the file holds already in place of placeholders and of references to variables."""
    return {name: _filled(content, held.get(name)) for name, content in tables.items()}


def _filled(content: Any, held: Any) -> Any:
    if isinstance(content, dict) and isinstance(held, dict):
        return {name: _filled(value, held.get(name)) for name, value in content.items()}
    return (
        held if isinstance(held, str) and _is_placeholder(content) and not _is_placeholder(held) else content
    )


def _is_placeholder(value: Any) -> bool:
    """Whether nobody has put a value there yet: a choice that is still to be made is shown with bars in between."""
    return isinstance(value, str) and (unfilled(value) is not None or "|" in value)
