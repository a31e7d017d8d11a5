"""Reads a response as a JSON object, or as an error that says what came instead."""

import re
from collections.abc import Callable
from contextlib import aclosing, suppress
from typing import Final, NamedTuple

import anyio
import httpx2
from pydantic_core import from_json

from c360_mcp.errors import ReplyTooLarge, UnreadableReply, UpstreamError
from c360_mcp.upstream.attempts import Attempt
from c360_mcp.upstream.fair_share import HELD, SLICE, SLICE_BYTES, FairShare, Permit
from c360_mcp.upstream.status import status_error

LARGEST_REPLY = 8 * 2**20
"""Bytes, decompressed."""

MOST_VALUES = 500_000
"""Of commas, of opening brackets, of opening braces, and of backslashes where escapes have to be repaired: each is one byte
of a reply, and stands for a value that takes tens of bytes in memory. Fifty real interactions hold less than 2,000 values,
the fullest reply read 400,000."""

_KEYS: Final = "keys"
"""What the JSON parser may remember beyond a call: the names of fields, but no value, as the default would."""

LARGEST_ERROR_BODY = 64 * 2**10
ERROR_BODY_SECONDS = 2.0
"""Limits for the body of an error response, which only adds an explanation to its status and headers."""

JsonObject = dict[str, object]


class Body(NamedTuple):
    """A body as it came, decompressed; a large one keeps its permit."""

    content: bytearray
    permit: Permit | None


class LargeReply(NamedTuple):
    """One that was found to be a JSON object, and is read again when it is used, as its values may take far more memory."""

    body: Body


Reply = JsonObject | LargeReply

_LESS = "The same request will fail again; a shorter period, or fewer interaction IDs, may do."

_ESCAPES = re.compile(
    r"\\(?:(\\(?:\\\\)*|u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|u[dD][89a-fA-F][0-9a-fA-F]{2})"
)
"""Group 1 is there where the escape is valid: escaped backslashes and surrogate pairs. Otherwise it is a lone surrogate.
All begin with one character, for which the search is many times as fast as for several."""


async def receive(
    response: httpx2.Response, attempt: Attempt, share: FairShare, clock: Callable[[], float]
) -> Body | UpstreamError:
    """Receive a response to its end, within the limits of size; `clock` gives epoch seconds."""
    if response.is_success:
        return await _body(response, attempt, share, LARGEST_REPLY)
    fault = b""
    with anyio.move_on_after(ERROR_BODY_SECONDS), suppress(httpx2.RequestError, OSError):
        fault = bytes((await _body(response, attempt, share, LARGEST_ERROR_BODY)).content)
    return status_error(response.status_code, response.headers, fault, now=clock())


async def read_body(body: Body, share: FairShare) -> Reply | UnreadableReply:
    """Read a body as a reply."""
    if body.permit is None:
        return await share.work(len(body.content), decode_reply, body.content)
    return await share.work(len(body.content), _what_is_wrong, body.content) or LargeReply(body)


def read_json(reply: Reply) -> JsonObject:
    """The values of a reply; of a large one, not to be kept longer than they are needed."""
    if not isinstance(reply, LargeReply):
        return reply
    values = decode_reply(reply.body.content)
    if isinstance(values, UpstreamError):
        raise values
    return values


def decode_reply(body: bytes | bytearray) -> JsonObject | UnreadableReply:
    """Read a body as a JSON object.

    Numbers may be infinite or NaN; of duplicate keys the last counts; no text holds a lone surrogate, which could not
    be encoded.
    """
    if len(body) > LARGEST_REPLY:
        return ReplyTooLarge(
            f"The Customer 360 API's reply is larger than the {LARGEST_REPLY // 2**20} MiB that this server "
            f"reads. {_LESS}"
        )
    if len(body) > MOST_VALUES and any(body.count(mark) > MOST_VALUES for mark in (b",", b"[", b"{")):
        return ReplyTooLarge(
            f"The Customer 360 API's reply holds more than the {MOST_VALUES:,} values that this server reads. {_LESS}"
        )
    try:
        value = _parse(body)
    except ValueError:
        return unreadable(_kind(body))
    return value if isinstance(value, dict) else unreadable("JSON that is not an object")


def unreadable(what: str) -> UnreadableReply:
    """The error for a body that is not the documented reply; `what` names its kind, and its text is not quoted."""
    return UnreadableReply(
        f"What came from the Customer 360 API's address is {what}, not the documented reply. Trying again is "
        "unlikely to help: whoever runs this server should check C360_BASE_URL, and whether a proxy or a "
        "sign-in page stands in between."
    )


def _what_is_wrong(body: bytearray) -> UnreadableReply | None:
    values = decode_reply(body)
    return values if isinstance(values, UnreadableReply) else None


async def _body(response: httpx2.Response, attempt: Attempt, share: FairShare, limit: int) -> Body:
    """Receive and decompress a body, to its end or to the first piece that goes beyond `limit` bytes."""
    # Only gzip was asked for. Anything else, such as gzip within gzip, could be a decompression bomb, and stays packed.
    if response.headers.get("content-encoding", "").strip().lower() != "gzip":
        response.headers.pop("content-encoding", None)
    body, permit, taken = bytearray(), None, 0
    async with aclosing(response.aiter_bytes()) as pieces:
        async for piece in pieces:
            body += piece
            attempt.size = len(body)
            if attempt.size > limit:
                break
            if attempt.size > HELD and permit is None:
                permit = await share.permit()
            taken += 1 + len(piece) // SLICE_BYTES
            if taken >= SLICE:
                taken = 0
                await share.slice()
    return Body(body, permit)


def _parse(body: bytes | bytearray) -> object:
    try:
        return from_json(body, cache_strings=_KEYS)
    except ValueError:
        if body.count(b"\\") > MOST_VALUES:
            raise
        return from_json(_repaired(body), cache_strings=_KEYS)


def _repaired(body: bytes | bytearray) -> str:
    """Replace lone surrogates and invalid UTF-8 by U+FFFD: a text cut within an emoji must not make all unreadable."""
    text = body.decode("utf-8-sig", "replace")
    return _ESCAPES.sub(lambda escape: escape[0] if escape[1] else r"\ufffd", text)


def _kind(body: bytes | bytearray) -> str:
    match body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]:
        case b"":
            return "an empty body"
        case b"<":
            return "an HTML or XML page"
        case b"{" | b"[":
            return "damaged or incomplete JSON"
        case _:
            return "text that is not JSON"
