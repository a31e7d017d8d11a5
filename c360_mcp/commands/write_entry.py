"""`c360-mcp config CLIENT --write`: put an entry into a client's file, and leave the rest of it alone."""

import os
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, NamedTuple

from c360_mcp.clients import jsonc, toml
from c360_mcp.clients.formats import Tables
from c360_mcp.clients.placeholders import filled_in


def write_entry(file: Path, tables: Tables) -> int:
    """Write what is lacking; 1 with the reason where that can't be done, or was not wanted."""
    path = Path(os.path.realpath(file))  # a link stays a link
    try:
        before = _text(path)
        tables = filled_in(tables, _language(path).parse(before))
        after = _put(path, before, tables)
    except (OSError, ValueError, RecursionError) as error:
        return _refuse(f"{path} was left as it is: {_reason(error)}. Put the entry in by hand.")
    if after == before:
        print(f"{path} holds this entry already.", file=sys.stderr)
        return 0
    if _holds_another(path, before, tables) and not _agreed(path):
        return _refuse(f"{path} was left as it is.")
    try:
        backup = _replace(path, after)
    except OSError as error:
        return _refuse(f"{path} can't be written: {_reason(error)}.")
    kept = f" What it held before is in {backup}." if backup else ""
    print(f"The entry is in {path}.{kept}", file=sys.stderr)
    return 0


def _text(path: Path) -> str:
    if not os.path.lexists(path):
        return ""
    if not path.is_file():
        raise ValueError("it is a folder, a device or the like, and no file")
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def _put(path: Path, before: str, tables: Tables) -> str:
    """The file's new text; `ValueError` unless it says what the old one said, and the entry besides."""
    language = _language(path)
    expected = _merged(language.parse(before), tables)
    after = language.put(before, tables)
    if language.parse(after) != expected:
        raise ValueError("it is written in a way that this command does not know")
    return after


class _Language(NamedTuple):
    """How to read a file, and how to put tables into it."""

    parse: Callable[[str], dict[str, Any]]
    put: Callable[[str, Tables], str]


def _language(path: Path) -> _Language:
    return _Language(toml.parse, toml.put) if path.suffix == ".toml" else _Language(jsonc.parse, jsonc.put)


def _merged(held: dict[str, Any], tables: Tables) -> dict[str, Any]:
    """What the file is to say; `ValueError` where something of another kind stands where the entry belongs."""
    merged = dict(held)
    for name, content in tables.items():
        there = held.get(name, type(content)())
        if not isinstance(there, type(content)):
            sentence = f"what it calls {name} is not what its client's documentation calls so"
            raise ValueError(sentence)  # noqa: TRY004  about the text, like all that it may say wrongly
        if isinstance(content, list):
            known = [item.get("id") for item in there if isinstance(item, dict)]
            merged[name] = [*there, *(item for item in content if item["id"] not in known)]
        else:
            merged[name] = there | content
    return merged


def _holds_another(path: Path, before: str, tables: Tables) -> bool:
    """Whether something has to give way to the entry."""
    held = _language(path).parse(before)
    return any(
        isinstance(content, dict)
        and any(held.get(name, {}).get(key, value) != value for key, value in content.items())
        for name, content in tables.items()
    )


def _agreed(path: Path) -> bool:
    print(
        f"{path} has an entry of this name, and another one. Replace it? [y/N] ",
        end="",
        file=sys.stderr,
        flush=True,
    )
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _replace(path: Path, text: str) -> Path | None:
    """Write the file whole or not at all; where the one before it is kept, if there was one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    backup = path.with_name(f"{path.name}.{datetime.now(UTC):%Y%m%d-%H%M%S}.bak") if path.exists() else None
    with NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as written:
        written.write(text)
    if backup:
        shutil.copy2(path, backup)
        shutil.copymode(path, written.name)
    Path(written.name).replace(path)
    return backup


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    return (error.strerror or "it can't be read") if isinstance(error, OSError) else str(error)


def _refuse(sentence: str) -> int:
    print(f"c360-mcp config: {sentence}", file=sys.stderr)
    return 1
