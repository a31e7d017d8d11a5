"""Puts tables into TOML; comments, order and spacing of the rest stay as they are."""

import tomllib
from typing import Any

from c360_mcp.clients.formats import Tables


def parse(text: str) -> dict[str, Any]:
    """What the text says; `ValueError` where it can't be read."""
    return tomllib.loads(text)


def put(text: str, tables: Tables) -> str:
    """The text with these tables' members added, or put in place of those of the same name."""
    import tomlkit

    document = tomlkit.parse(text)
    for name, content in tables.items():
        table = document.setdefault(name, tomlkit.table(is_super_table=True))
        for key, value in content.items():
            table[key] = value
            last = table[key].get("env", table[key])
            if isinstance(last, tomlkit.items.Table):
                last.add(tomlkit.nl())  # before the table that may follow
    written = tomlkit.dumps(document)
    return written if text.endswith("\n\n") or not written.endswith("\n\n") else written[:-1]
