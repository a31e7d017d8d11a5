"""JSON-RPC messages as clients send them: read where they can be, and otherwise answered in this server's own words.

The SDK would answer with pydantic's, which repeat what the caller sent, or not at all.
"""

import json
import re

from mcp_types import (
    INVALID_REQUEST,
    PARSE_ERROR,
    ErrorData,
    JSONRPCError,
    JSONRPCMessage,
    RequestId,
    jsonrpc_message_adapter,
)
from pydantic_core import from_json

BATCH_VERSION = "2025-03-26"
"""The version of the protocol in which a client may send several messages as one list."""

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]|[^"\[\]{}]+')
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Unreadable(ValueError):  # noqa: N818  it says what happened
    """A text that is no message; `answer` is the error to send."""

    def __init__(self, answer: JSONRPCError) -> None:
        super().__init__(answer.error.message)
        self.answer = answer


def parse(text: str) -> object:
    """The JSON value of a text, with NULs in place of lone surrogates (halves of an emoji that was cut).

    Raises `Unreadable` where the text is not JSON, is nested too deep, or holds too long a number.
    """
    try:
        return from_json(text)
    except ValueError:
        pass
    try:
        return from_json(_without_surrogates(text))
    except (ValueError, RecursionError):
        raise Unreadable(unreadable(text)) from None


def read_message(found: object) -> JSONRPCMessage:
    """The message that a JSON value is; raises `Unreadable` for anything else."""
    try:
        message = jsonrpc_message_adapter.validate_python(found, by_name=False)
    except ValueError:
        raise Unreadable(no_message(found)) from None
    if has_unusable_id(found):
        raise Unreadable(no_message(found))
    return message


def has_unusable_id(found: object) -> bool:
    """Whether a JSON value is a request with an ID that no answer can carry: null, a fraction or a truth value.

    The SDK takes such a request for a notification, which nobody would answer.
    """
    return isinstance(found, dict) and "method" in found and "id" in found and id_in(found) is None


def unreadable(text: str) -> JSONRPCError:
    """The answer to a text that is not JSON, or not of a kind that can be read."""
    sentence = "This can't be read: it is not JSON, or is nested too deep, or holds too long a number."
    return _error(_id_in_text(text), PARSE_ERROR, sentence)


def no_message(found: object) -> JSONRPCError:
    """The answer to JSON that is no message."""
    return _error(id_in(found), INVALID_REQUEST, "This is not a single JSON-RPC request or notification.")


def id_in(message: object) -> RequestId | None:
    """The ID of a request, if it is one that an answer can carry."""
    given = message.get("id") if isinstance(message, dict) and "method" in message else None
    return given if isinstance(given, int | str) and not isinstance(given, bool) else None


def _without_surrogates(text: str) -> str:
    """The JSON text with NULs in place of lone surrogates, which UTF-8 can't hold."""
    return _LONE_SURROGATE.sub(r"\\u0000", json.dumps(json.loads(text), ensure_ascii=False))


def _id_in_text(text: str) -> RequestId | None:
    """The ID of a request whose parameters can't be parsed; None where its outermost members can't either."""
    try:
        return id_in(json.loads(_without_surrogates(_outermost(text))))
    except ValueError:
        return None


def _outermost(text: str) -> str:
    """An object's JSON text with null in place of the objects and lists in it; empty where there is no object."""
    kept, depth = [], 0
    for token in _TOKEN.findall(text):
        depth += token in ("[", "{")
        if depth == 1:
            kept.append(token)
        elif depth == 2 and token in ("[", "{"):
            kept.append("null")
        depth -= token in ("]", "}")
    return "".join(kept) if kept[:1] == ["{"] else ""


def _error(request_id: RequestId | None, code: int, sentence: str) -> JSONRPCError:
    return JSONRPCError(jsonrpc="2.0", id=request_id, error=ErrorData(code=code, message=sentence))
