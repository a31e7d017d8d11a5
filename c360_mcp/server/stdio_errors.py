"""Errors for lines on stdin that are no JSON-RPC message: the SDK drops these, and the client would wait for good."""

import json
import re
from collections.abc import AsyncIterable, Awaitable, Callable

from anyio.streams.memory import MemoryObjectSendStream
from mcp.shared.message import SessionMessage
from mcp_types import (
    INVALID_REQUEST,
    PARSE_ERROR,
    ErrorData,
    JSONRPCError,
    JSONRPCMessage,
    RequestId,
    jsonrpc_message_adapter,
)
from pydantic import ValidationError

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]|[^"\[\]{}]+')
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


async def relay(
    items: AsyncIterable[SessionMessage | Exception],
    answer: Callable[[SessionMessage], Awaitable[None]],
    messages: MemoryObjectSendStream[SessionMessage | Exception],
) -> None:
    """Hand on the messages until stdin is closed, and answer lines that the SDK could not read with an error."""
    async with messages:
        async for item in items:
            read = _read_again(item) if isinstance(item, ValidationError) else item
            if isinstance(read, JSONRPCError):
                await answer(SessionMessage(read))
            elif read is not None:
                await messages.send(read)


def _read_again(error: ValidationError) -> SessionMessage | JSONRPCError | None:
    """The message of a line that is readable after a repair, the error to answer it with, or None for an empty line."""
    problems = error.errors(include_url=False)
    if problems[0]["type"] != "json_invalid":
        # The line is JSON. A "missing" problem, such as that it has no result, comes with the whole object.
        whole = next((problem["input"] for problem in problems if problem["type"] == "missing"), None)
        return _error(
            _id_in(whole), INVALID_REQUEST, "This is not a single JSON-RPC request or notification."
        )
    line: str = problems[0]["input"]
    if not line.strip():
        return None
    try:
        return SessionMessage(_message(line))
    except (ValueError, RecursionError):
        sentence = "This can't be read: it is not JSON, or is nested too deep, or holds too long a number."
        return _error(_request_id(line), PARSE_ERROR, sentence)


def _message(line: str) -> JSONRPCMessage:
    return jsonrpc_message_adapter.validate_json(_without_surrogates(line), by_name=False)


def _without_surrogates(text: str) -> str:
    """The JSON text with NULs in place of lone surrogates (halves of an emoji that was cut), which UTF-8 can't hold."""
    return _LONE_SURROGATE.sub(r"\\u0000", json.dumps(json.loads(text), ensure_ascii=False))


def _request_id(line: str) -> RequestId | None:
    """The ID of a request whose parameters can't be parsed; None where its outermost members can't either."""
    try:
        return _id_in(json.loads(_without_surrogates(_outermost(line))))
    except ValueError:
        return None


def _id_in(message: object) -> RequestId | None:
    given = message.get("id") if isinstance(message, dict) and "method" in message else None
    return given if isinstance(given, int | str) and not isinstance(given, bool) else None


def _outermost(line: str) -> str:
    """An object's JSON text with null in place of the objects and lists in it; empty where there is no object."""
    kept, depth = [], 0
    for token in _TOKEN.findall(line):
        depth += token in ("[", "{")
        if depth == 1:
            kept.append(token)
        elif depth == 2 and token in ("[", "{"):
            kept.append("null")
        depth -= token in ("]", "}")
    return "".join(kept) if kept[:1] == ["{"] else ""


def _error(request_id: RequestId | None, code: int, sentence: str) -> JSONRPCError:
    return JSONRPCError(jsonrpc="2.0", id=request_id, error=ErrorData(code=code, message=sentence))
