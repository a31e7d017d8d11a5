"""stdin as lines of which each is one message, or nothing that the SDK could take for one."""

import json
from io import BufferedReader, RawIOBase, TextIOWrapper

from c360_mcp.server.json_rpc import BATCH_VERSION, Unreadable, has_unusable_id, parse

_NO_MESSAGE = "{}\n"
"""In place of a request whose ID no answer can carry. The SDK fails to read this, upon which `stdio_errors` answers."""


class MessageLines(TextIOWrapper):
    """Lines without a byte-order mark, and a line for each message of a batch, in the version that has batches.

    The answers to a batch leave one by one, each as soon as it is there.
    """

    def __init__(self, wire: RawIOBase) -> None:
        super().__init__(BufferedReader(wire), encoding="utf-8", errors="replace")
        self._version = ""
        self._waiting: list[str] = []

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]  # as TextIOWrapper has it
        """The next message's line; empty at the end."""
        if not self._waiting:
            self._waiting = self._messages_in(super().readline(size).removeprefix("\ufeff"))
        return self._waiting.pop(0)

    def _messages_in(self, line: str) -> list[str]:
        try:
            found = parse(line)
        except Unreadable:
            return [line]
        if isinstance(found, list) and found and self._version == BATCH_VERSION:
            return [_line(item, json.dumps(item) + "\n") for item in found]
        self._note_version(found)
        return [_line(found, line)]

    def _note_version(self, found: object) -> None:
        """Of the handshake, which the client begins and the server agrees to where it knows that version."""
        if isinstance(found, dict) and found.get("method") == "initialize":
            params = found.get("params")
            self._version = str(params.get("protocolVersion")) if isinstance(params, dict) else ""


def _line(found: object, line: str) -> str:
    return _NO_MESSAGE if has_unusable_id(found) else line
