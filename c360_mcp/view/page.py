"""The page that shows the data, as a host of MCP Apps loads it, or with its data inside."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_EMPTY = '<script type="application/json" id="c360-data"></script>'
"""Where the page looks for its data; as long as nothing stands there, it asks its host."""
_ESCAPES = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


@cache
def empty_page() -> str:
    """The page without data, which is built from `ui/`."""
    return files("c360_mcp.view").joinpath("customer.html").read_text(encoding="utf-8")


def page(data: Mapping[str, object]) -> str:
    """The page with its data inside, to be opened by itself: it then speaks to nobody.

    No string of the data can end the element in which it stands, or begin another one.
    """
    said = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return empty_page().replace(_EMPTY, _EMPTY.replace("></", f">{said}</"), 1)
