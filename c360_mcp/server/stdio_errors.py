"""Errors for lines on stdin that are no JSON-RPC message: the SDK drops these, and the client would wait for good."""

from collections.abc import AsyncIterable, Awaitable, Callable

from anyio.streams.memory import MemoryObjectSendStream
from mcp.shared.message import SessionMessage
from mcp_types import JSONRPCError
from pydantic import ValidationError

from c360_mcp.server.json_rpc import Unreadable, no_message, parse, read_message


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
        return no_message(
            next((problem["input"] for problem in problems if problem["type"] == "missing"), None)
        )
    line: str = problems[0]["input"]
    if not line.strip():
        return None
    try:
        return SessionMessage(read_message(parse(line)))
    except Unreadable as unreadable:
        return unreadable.answer
