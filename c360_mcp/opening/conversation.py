"""What client and server say to each other before the client asks for something that only the loaded server can do."""

from __future__ import annotations

import json

from c360_mcp.app_extension import declares_apps
from c360_mcp.opening.message import read_message
from c360_mcp.opening.parameters import CAPABILITIES_KEY, VERSION_KEY, has_envelope, is_handshake, is_plain

TYPE_CHECKING = False  # as in `typing`, which takes too long to import
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, Final

    from c360_mcp.opening.message import Message

    Results = Mapping[tuple[str, str, bool], Any]
    """By method, version of the protocol, and whether the client shows apps."""

DISCOVER: Final = "server/discover"
INITIALIZE: Final = "initialize"
NO_VERSION: Final = ""
"""In place of a version where client and server have not agreed on one yet."""


class Conversation:
    """Answers lines in their order, up to the first that only the loaded server can answer.

    The SDK's rules hold: the first request decides whether this is a connection with a handshake. But where nothing
    came before a handshake except `server/discover`, it is accepted all the same: its client has given up waiting for
    that answer.
    """

    def __init__(self, results: Results) -> None:
        self._results = results
        self._version: str | None = None
        self._apps = False
        self._heard: list[tuple[Message, bytes]] = []

    @property
    def heard(self) -> list[bytes]:
        """What the server must be told once it is there: lines that were answered, and notifications."""
        return [line for _, line in self._heard]

    def answer(self, lines: Sequence[bytes]) -> tuple[bytes, Sequence[bytes]]:
        """The answers to the lines that can be answered, and the lines that are left for the server."""
        answers = b""
        for number, line in enumerate(lines):
            message = read_message(line)
            answer = self._answer(message, line, lines[number + 1 :]) if message else None
            if answer is None:
                return answers, lines[number:]
            answers += answer
        return answers, ()

    def _answer(self, message: Message, line: bytes, following: Iterable[bytes]) -> bytes | None:
        """The answer, empty for what gets none; `None` where the server must be asked."""
        answer = b""
        if message.id is not None:
            if message.method == INITIALIZE and self._is_open():
                self._withdraw_probes()
            terms = self._terms_of(message)
            if terms is None or (message.method, *terms) not in self._results:
                return None
            if message.method == DISCOVER and self._is_open() and _next_method(following) == INITIALIZE:
                return b""  # nor is the server told: by sending a handshake, its client has given up on this
            self._version, self._apps = terms
            answer = _written(message.id, self._results[message.method, *terms])
        self._heard.append((message, line))
        return answer

    def _terms_of(self, message: Message) -> tuple[str, bool] | None:
        """The version to answer a request in, and whether its client shows apps; `None` where the SDK might refuse it."""
        params = message.params
        if message.method == INITIALIZE:
            acceptable = is_handshake(params) and self._is_open()
            return (params["protocolVersion"], _shows_apps(params["capabilities"])) if acceptable else None
        if has_envelope(params):
            version, capabilities = params["_meta"][VERSION_KEY], params["_meta"][CAPABILITIES_KEY]
            acceptable = self._is_modern(version) and self._version in (None, version)
            return (version, _shows_apps(capabilities)) if acceptable else None
        acceptable = is_plain(params) and not self._is_modern(self._version)
        return (self._version or NO_VERSION, self._apps) if acceptable else None

    def _withdraw_probes(self) -> None:
        """Take `server/discover` out of what the server will be told, so that the handshake comes first there.

        Some clients ask it to find out whether there is a newer server (a probe), and shake hands if they hear nothing.
        After such a question the SDK would refuse that.
        """
        self._heard = [(message, line) for message, line in self._heard if message.method != DISCOVER]

    def _is_open(self) -> bool:
        """Whether a handshake may still come: the only requests so far are `server/discover` and `ping`."""
        return {message.method for message, _ in self._heard if message.id is not None} <= {DISCOVER, "ping"}

    def _is_modern(self, version: str | None) -> bool:
        """Whether this version has no handshake: each request has version and capabilities in its `_meta`."""
        return (DISCOVER, version, False) in self._results


def _shows_apps(capabilities: Mapping[str, Any]) -> bool:
    return declares_apps(capabilities.get("extensions"))


def _written(request_id: int | str, result: object) -> bytes:
    answer = {"jsonrpc": "2.0", "id": request_id, "result": result}
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _next_method(lines: Iterable[bytes]) -> str | None:
    """The method of the next request among the lines; `None` where there is none, or none that can be read."""
    messages = map(read_message, lines)
    found = next((message for message in messages if message is None or message.id is not None), None)
    return found.method if found else None
