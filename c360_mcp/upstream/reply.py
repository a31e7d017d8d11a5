"""From a response to a JSON object, or to an error that says what came instead."""

import re
from collections.abc import Callable
from contextlib import aclosing, suppress

import anyio
import httpx2
from pydantic_core import from_json

from c360_mcp.errors import ReplyTooLarge, UnreadableReply, UpstreamError
from c360_mcp.upstream.attempts import Attempt
from c360_mcp.upstream.status import status_error

LARGEST_REPLY = 8 * 2**20
"""Bytes, decompressed."""

MOST_VALUES = 500_000
"""Values or lists of one reply, and escapes of one that has to be repaired: what is a few bytes each on the wire takes
tens of times as much in memory. Fifty real interactions hold less than 2,000 values, the fullest reply read 400,000."""

LARGEST_ERROR_BODY = 64 * 2**10
ERROR_BODY_SECONDS = 2.0
"""Bounds on the body of an error, whose status and headers count for more."""

Reply = dict[str, object]

_LESS = "The same request will fail again; a shorter period, or fewer interaction IDs, may do."

_ESCAPES = re.compile(
    r"((?:\\\\)+|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
)
"""Escaped backslashes and surrogate pairs, which are well, as group 1; lone surrogates, which are not."""


async def read_reply(
    response: httpx2.Response, attempt: Attempt, clock: Callable[[], float]
) -> Reply | UpstreamError:
    """Read a response to its end, within bounds; `clock` gives epoch seconds."""
    if response.is_success:
        return decode_reply(await _body(response, attempt, LARGEST_REPLY))
    fault = b""
    with anyio.move_on_after(ERROR_BODY_SECONDS), suppress(httpx2.RequestError, OSError):
        fault = await _body(response, attempt, LARGEST_ERROR_BODY)
    return status_error(response.status_code, response.headers, fault, now=clock())


def decode_reply(body: bytes) -> Reply | UnreadableReply:
    """Read a body as a JSON object.

    Numbers may be infinite or not-a-number, of doubled keys the last counts, and text is always encodable.
    """
    if len(body) > LARGEST_REPLY:
        return ReplyTooLarge(
            f"The Customer 360 API's reply is larger than the {LARGEST_REPLY // 2**20} MiB that this server "
            f"reads. {_LESS}"
        )
    if any(body.count(mark) > MOST_VALUES for mark in (b",", b"[", b"{")):
        return ReplyTooLarge(
            f"The Customer 360 API's reply holds more than the {MOST_VALUES:,} values that this server reads. {_LESS}"
        )
    try:
        value = _parse(body)
    except ValueError:
        return unreadable(_kind(body))
    return value if isinstance(value, dict) else unreadable("JSON that is not an object")


def unreadable(what: str) -> UnreadableReply:
    """Name the kind of thing that came, never its text."""
    return UnreadableReply(
        f"What came from the Customer 360 API's address is {what}, not the documented reply. Trying again is "
        "unlikely to help: whoever runs this server should check C360_BASE_URL, and whether a proxy or a "
        "sign-in page stands in between."
    )


async def _body(response: httpx2.Response, attempt: Attempt, limit: int) -> bytes:
    """Read the body, decompressed, to its end or to the first piece that goes beyond `limit` bytes."""
    # Other and stacked encodings were not asked for, and multiply what a few bytes can grow into.
    if response.headers.get("content-encoding", "").strip().lower() != "gzip":
        response.headers.pop("content-encoding", None)
    body = bytearray()
    async with aclosing(response.aiter_bytes()) as pieces:
        async for piece in pieces:
            body += piece
            attempt.size = len(body)
            if attempt.size > limit:
                break
    return bytes(body)


def _parse(body: bytes) -> object:
    try:
        return from_json(body)
    except ValueError:
        if body.count(b"\\") > MOST_VALUES:
            raise
        return from_json(_repaired(body))


def _repaired(body: bytes) -> str:
    """Put U+FFFD for what is no character: a text cut in the middle of an emoji must not cost the reply."""
    text = body.decode("utf-8-sig", "replace")
    return _ESCAPES.sub(lambda escape: escape[1] or r"\ufffd", text)


def _kind(body: bytes) -> str:
    match body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]:
        case b"":
            return "an empty body"
        case b"<":
            return "an HTML or XML page"
        case b"{" | b"[":
            return "damaged or incomplete JSON"
        case _:
            return "text that is not JSON"
