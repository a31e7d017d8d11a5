"""The body of a request as one JSON-RPC message, or as the batch that clients of one version may send."""

import json
from http import HTTPStatus
from typing import Final

from mcp.server.streamable_http import CONTENT_TYPE_JSON
from mcp_types import JSONRPCError
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from c360_mcp.server.json_rpc import BATCH_VERSION, Unreadable, no_message, parse, read_message
from c360_mcp.service.bounds.whole_body import replay, whole

MOST_IN_BATCH: Final = 20
"""Messages; they are handled one after another, as one request's share of what a caller can take up."""


class JsonRpcBody:
    """Hands messages on in the form that the SDK reads, and answers everything else.

    The body must have arrived in whole, as `WholeBody` sees to.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the messages, or say what is wrong with them."""
        body: bytes = (await receive())["body"]
        _set_plain_types(scope)
        try:
            found = parse(_decoded(body))
            if isinstance(found, list) and found and _may_be_batch(scope):
                await self._answer_all(found, scope, receive, send)
                return
            read_message(found)
        except Unreadable as error:
            await _failure(error.answer)(scope, receive, send)
            return
        await self._app(scope, replay(whole(_as_read(body, found)), receive), send)

    async def _answer_all(self, items: list[object], scope: Scope, receive: Receive, send: Send) -> None:
        if len(items) > MOST_IN_BATCH:
            raise Unreadable(no_message(items))
        answers = [await self._answer(item, scope, receive) for item in items]
        if written := b",".join(filter(None, answers)):
            await Response(b"[" + written + b"]", media_type=CONTENT_TYPE_JSON)(scope, receive, send)
        else:
            await Response(status_code=HTTPStatus.ACCEPTED)(scope, receive, send)

    async def _answer(self, item: object, scope: Scope, receive: Receive) -> bytes:
        """The answer to one message of a batch; empty to a notification."""
        answer = bytearray()

        async def collect(message: Message) -> None:
            answer.extend(message.get("body", b""))

        try:
            read_message(item)
        except Unreadable as error:
            return bytes(_failure(error.answer).body)
        await self._app(scope, replay(whole(json.dumps(item).encode()), receive), collect)
        return bytes(answer)


def _set_plain_types(scope: Scope) -> None:
    """Write the media types as the SDK compares them: it takes account of case, and takes a missing `Accept` for none."""
    headers = MutableHeaders(scope=scope)
    headers["accept"] = f"{CONTENT_TYPE_JSON}, text/event-stream"
    media_type, separator, parameters = headers.get("content-type", "").partition(";")
    headers["content-type"] = media_type.lower() + separator + parameters


def _decoded(body: bytes) -> str:
    """The text, in whatever encoding of Unicode it came, without the byte-order mark that some put before it."""
    return body.decode(json.detect_encoding(body), "replace").removeprefix("\ufeff")


def _as_read(body: bytes, found: object) -> bytes:
    """The body where the SDK can read it as well as we do, or else what we read."""
    return body if body.isascii() and b"\\ud" not in body.lower() else json.dumps(found).encode()


def _may_be_batch(scope: Scope) -> bool:
    """A request that names no version is one of that version, too, by the protocol's later ones."""
    return MutableHeaders(scope=scope).get("mcp-protocol-version", BATCH_VERSION) == BATCH_VERSION


def _failure(error: JSONRPCError) -> Response:
    body = error.model_dump_json(exclude_unset=True)
    return Response(body, HTTPStatus.BAD_REQUEST, media_type=CONTENT_TYPE_JSON)
