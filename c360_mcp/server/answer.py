"""What a tool brings: the text for every client, and for some the data of a view."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from c360_mcp.text.part import Rendered


class Answer(NamedTuple):
    """A result, before it is known which client gets it."""

    rendered: Rendered
    view: Callable[[], Mapping[str, Any]]
    """Works out the data of a view, which only clients get that show one."""
