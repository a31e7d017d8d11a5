"""A line of stdin as a message, if it can be read in one way only."""

from __future__ import annotations

import json

from c360_mcp.opening.parameters import is_message

TYPE_CHECKING = False  # as in `typing`, which takes too long to import
if TYPE_CHECKING:
    from typing import Any, Final, NoReturn

MOST_BRACKETS: Final = 100
"""The SDK refuses what is nested too deep; what clients send in the beginning has some twenty."""
MOST_DIGITS: Final = 15
"""Of an integer that every parser reads exactly."""

_MEMBERS: Final = {"jsonrpc", "id", "method", "params"}


class Message:
    """A request, or a notification, which has no ID."""

    def __init__(self, members: dict[str, Any]) -> None:
        self.method: str = members["method"]
        self.params: dict[str, Any] = members.get("params", {})
        self.id: int | str | None = members.get("id")


def read_message(line: bytes) -> Message | None:
    """The message; `None` for all that is none, or that this parser and the SDK's could take differently."""
    text = line.rstrip(b"\r\n")
    if b"\r" in text or b"\\ud" in text.lower() or text.count(b"{") + text.count(b"[") > MOST_BRACKETS:
        return None
    try:
        found = _DECODER.decode(text.decode())
    except ValueError:
        return None
    return Message(found) if is_message(found) and found.keys() <= _MEMBERS else None


def _once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, unless one of its members is there twice."""
    found = dict(members)
    if len(found) < len(members):
        raise ValueError
    return found


def _integer(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise ValueError
    return int(digits)


def _refuse(_: str) -> NoReturn:
    raise ValueError


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_once, parse_int=_integer, parse_float=_refuse, parse_constant=_refuse
)
"""Refuses fractions, long integers, `NaN` and members that stand twice, which parsers read differently."""
