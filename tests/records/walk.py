"""What a reader takes from an object, found by handing it objects that note what they are asked for.

A path names the keys from the outside in; a key that ends in `[]` holds a list, and stands for its items.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from c360_mcp.intake.gate import Gate
from c360_mcp.records.insights import read_insights
from c360_mcp.records.interaction import read_interaction
from c360_mcp.records.summary import read_failure, read_summary

Path = tuple[str, ...]
Read = Callable[[dict[str, Any], Gate], Any]

READERS: dict[str, Read] = {
    "interactions": read_interaction,
    "insights": read_insights,
    "summaries": read_summary,
    "partialFailures": read_failure,
}
EPOCH = int(datetime(2026, 11, 22, 15, 46, tzinfo=UTC).timestamp() * 1000)


class Asked(dict[str, Any]):
    """An object that holds nothing, and notes under which keys it was looked at."""

    def get(self, key: str, default: Any = None, /) -> Any:
        self[key] = default
        return default


def keys_of(read: Read, path: Path = ()) -> list[str]:
    """The keys that are read of the object at the end of a path; none where no object is read there."""
    asked = Asked()
    read(planted(path, asked), Gate())
    return list(asked)


def planted(path: Path, value: Any) -> Any:
    """An object with nothing but this value at the end of the path."""
    if not path:
        return value
    inner = planted(path[1:], value)
    return {path[0].removesuffix("[]"): [inner] if path[0].endswith("[]") else inner}


def paths(read: Read, path: Path = ()) -> Iterator[Path]:
    """The way to every value that is looked at, taken for a list as well."""
    for key in keys_of(read, path):
        for way in ((*path, key), (*path, f"{key}[]")):
            yield way
            yield from paths(read, way)


def is_read(read: Read, path: Path, value: Any) -> bool:
    return bool(read(planted(path, value), Gate()) != read(planted(path, None), Gate()))


def strings(read: Read) -> list[Path]:
    """The way to every text."""
    return [path for path in paths(read) if is_read(read, path, "some words") or is_read(read, path, "an-id")]


def lists(read: Read) -> list[Path]:
    """The way to every item of a list."""
    return [
        path
        for path in paths(read)
        if path[-1].endswith("[]") and (keys_of(read, path) or is_read(read, path, "some words"))
    ]


def sample(read: Read, at: Path = (), text: str | None = None, path: Path = ()) -> Any:
    """An object with something in every field, and with `text` at the end of the path `at`."""
    return {key: _value(read, at, text, (*path, key)) for key in keys_of(read, path)}


def _value(read: Read, at: Path, text: str | None, path: Path) -> Any:
    items = (*path[:-1], f"{path[-1]}[]")
    known = [value for value in (f"known-{path[-1]}", 3, EPOCH) if is_read(read, path, value)]
    if known or keys_of(read, path):
        return text if path == at else known[0] if known else sample(read, at, text, path)
    item = sample(read, at, text, items) if keys_of(read, items) else f"known-{path[-1]}"
    return [text if items == at else item] * 2
