"""Any messages in any order: what a client is answered is what the SDK's server alone would answer it."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from io import BytesIO, RawIOBase
from typing import Any, cast

import anyio
from hypothesis import assume, example, given
from hypothesis import strategies as st
from mcp.shared.message import SessionMessage
from mcp_types import JSONRPCRequest, jsonrpc_message_adapter

from c360_mcp.commands.serve import hand_on
from c360_mcp.opening.answers import load_results
from c360_mcp.opening.conversation import Conversation
from c360_mcp.server.app import create_server
from c360_mcp.server.replay import ClientOutput, Item
from c360_mcp.server.stdio_lines import MessageLines
from tests.opening.messages import (
    APPS,
    CLIENT,
    ENVELOPE,
    HANDSHAKES,
    LISTS,
    MODERN,
    SEARCH,
    initialize,
    line,
    notification,
    opening,
    request,
)

META = ENVELOPE["_meta"]
CAPABILITIES = "io.modelcontextprotocol/clientCapabilities"


def ours(chunks: Sequence[Sequence[bytes]]) -> Counter[str]:
    """The answers to lines that come in chunks, by the opening and the server that takes over from it."""
    conversation = Conversation(load_results(demo=False))
    early, left = b"", [b""][:0]
    for chunk in chunks:
        if left:
            left += chunk
        else:
            answers, rest = conversation.answer(chunk)
            early, left = early + answers, [*rest]
    heard = conversation.heard
    later = anyio.run(served, [*heard, *left], len(heard), backend="trio")
    return counted([json.loads(answer) for answer in early.splitlines()]) + later


def alone(lines: Sequence[bytes]) -> Counter[str]:
    return anyio.run(served, lines, 0, backend="trio")


async def served(lines: Sequence[bytes], answered: int) -> Counter[str]:
    """What the server writes where each line comes once all is done with the one before."""
    line_sender, items = anyio.create_memory_object_stream[Item](100)
    write, written = anyio.create_memory_object_stream[SessionMessage](1000)
    sender, messages = anyio.create_memory_object_stream[Item]()
    answers = ClientOutput(write.send, write.aclose)
    server = create_server({})
    found = []
    async with written, items, anyio.create_task_group() as group:
        group.start_soon(hand_on, items, answers, sender, answered)
        group.start_soon(server.run, messages, answers, server.create_initialization_options())
        stdin = cast("RawIOBase", BytesIO(b"".join(lines)))
        for item in map(read, MessageLines(stdin)):
            await line_sender.send(item)
            await anyio.wait_all_tasks_blocked()
        while written.statistics().current_buffer_used:
            message = written.receive_nowait().message
            found.append(message.model_dump(mode="json", by_alias=True, exclude_unset=True))
        line_sender.close()
    return counted(found)


def read(text: str) -> Item:
    """As the SDK reads stdin."""
    try:
        return SessionMessage(jsonrpc_message_adapter.validate_json(text, by_name=False))
    except Exception as error:  # noqa: BLE001  as the SDK does
        return error


def counted(found: Sequence[object]) -> Counter[str]:
    return Counter(json.dumps(answer, sort_keys=True) for answer in found)


ids: st.SearchStrategy[object] = st.sampled_from(
    [0, 1, 2, "a", "1", "", "é", -1, 10**14, 10**16, 10**400, True, None, 1.0, [], {}]
)
values: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from([None, True, 0, 1.5, 10**20, "", "text", "dark", "\ud83d", "é"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["a", "src", "name", "create"]), inner, max_size=2)
    ),
    max_leaves=3,
)


def objects(*names: str) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with some of these members, of which each may have any value."""
    return st.dictionaries(st.sampled_from(names), values, max_size=3)


capabilities: st.SearchStrategy[dict[str, Any]] = (
    st.just(APPS)
    | objects("elicitation", "experimental", "extensions", "roots", "sampling", "tasks", "other")
    | st.builds(dict, tasks=objects("cancel", "list", "requests"))
    | st.builds(dict, roots=objects("listChanged"), sampling=objects("context", "tools"))
    | st.builds(dict, extensions=st.builds(dict, ui=objects("a")), elicitation=objects("form", "url"))
)
clients: st.SearchStrategy[dict[str, Any]] = objects(
    "title", "description", "websiteUrl", "icons", "version"
).map(lambda more: CLIENT | more) | st.builds(
    dict,
    name=st.just("a"),
    version=st.just("1"),
    icons=st.lists(objects("src", "mimeType", "sizes", "theme")),
)
metas = objects(
    "progressToken", "io.modelcontextprotocol/protocolVersion", "io.modelcontextprotocol/logLevel"
)
parameters = st.one_of(
    st.sampled_from(
        [None, {}, [], ENVELOPE, {"cursor": None}, {"cursor": "x"}, {"other": 1}, SEARCH, SEARCH | ENVELOPE]
    ),
    st.builds(lambda meta: {"_meta": meta}, metas | metas.map(lambda meta: META | meta)),
    st.builds(lambda given: {"_meta": META | {CAPABILITIES: given}}, capabilities),
    st.builds(lambda given: {"_meta": META | {"io.modelcontextprotocol/clientInfo": given}}, clients),
)
hellos = st.builds(
    lambda version, given, client, more: {
        "protocolVersion": version,
        "capabilities": given,
        "clientInfo": client,
        **more,
    },
    st.sampled_from([*HANDSHAKES, *HANDSHAKES, MODERN, "2099-01-01", 5]),
    st.just({}) | capabilities,
    st.just(CLIENT) | clients,
    st.just({}) | st.builds(lambda meta: {"_meta": meta}, metas),
)
methods = st.sampled_from(
    [
        "ping",
        "server/discover",
        *LISTS,
        "tools/call",
        "initialize",
        "logging/setLevel",
        "unknown",
        "notifications/x",
    ]
)

proper = st.sampled_from(
    [each for version in (*HANDSHAKES, MODERN) for given in ({}, APPS) for each in opening(version, given)]
)


def batch(lines: Sequence[bytes]) -> bytes:
    return line([json.loads(each) for each in lines])


requests = st.builds(request, ids, methods, parameters)
handshakes = st.builds(lambda request_id, hello: request(request_id, "initialize", hello), ids, hellos)
notices = st.builds(
    notification,
    st.sampled_from(
        ["notifications/initialized", "notifications/cancelled", "notifications/progress", "tools/list"]
    ),
    st.sampled_from([None, {}, [], {"requestId": 0}, {"requestId": "a", "reason": "b"}]),
)
others = (
    st.builds(line, values)
    | st.lists(proper, max_size=3).map(batch)
    | st.builds(
        lambda message, more: line(json.loads(message) | more),
        proper,
        objects("result", "error", "jsonrpc", "params"),
    )
)


@st.composite
def damaged(draw: Callable[[st.SearchStrategy[Any]], Any]) -> bytes:
    """A proper line with something put into it, or without its end."""
    proper_line: bytes = draw(proper)
    place = draw(st.integers(0, len(proper_line) - 1))
    put = draw(
        st.sampled_from(
            [b"\r", b" ", b"\xff", b"\xef\xbb\xbf", b"\x00", b"{", b"]", b",", b"1", b"\\ud83d", b"\\u00e9"]
        )
    )
    rest = proper_line[place:] if draw(st.booleans()) else b"\n"
    start: bytes = proper_line[:place] + put
    return start + rest


lines = proper | proper | requests | handshakes | notices | others | damaged()
conversations = st.tuples(
    st.sampled_from(
        [(), (initialize("hello", "2025-06-18"),), (request("who", "server/discover", ENVELOPE),)]
    ),
    st.lists(st.lists(lines, min_size=1, max_size=4), max_size=3),
).map(lambda pair: [[*pair[0]], *pair[1]])


def probes(lines: Sequence[bytes]) -> bool:
    """Whether a handshake follows where nothing was asked but, in the modern era, what the server offers."""
    items = (read(each.decode(errors="replace")) for each in lines)
    asked = [item.message for item in items if isinstance(item, SessionMessage)]
    others = (
        message
        for message in asked
        if isinstance(message, JSONRPCRequest)
        and not (message.method == "server/discover" and "io.modelcontextprotocol" in str(message.params))
    )
    return getattr(next(others, None), "method", "") == "initialize" and any(
        "server/discover" in str(message) for message in asked
    )


HELLO = initialize("hello", "2025-06-18")


@example([[HELLO, request(1, "tools/list", {"cursor": "x"})]])
@example([[request(1, "tools/list", ENVELOPE | {"cursor": "x"})]])
@example([[initialize("hello", "2025-06-18", APPS), request(1, "tools/list")]])
@example([[initialize("hello", "2025-06-18", {"roots": {"listChanged": "x"}})]])
@example(
    [
        [
            HELLO,
            b'{"jsonrpc":"2.0","id":1,"id":2,"method":"tools/call","method":"ping","params":{"_meta":5,"_meta":{}}}\n',
        ]
    ]
)
@example([[HELLO, request(1, "ping", {"_meta": {"progressToken": True}})]])
@given(chunks=conversations)
def test_any_sequence_is_answered_as_by_the_sdks_server_alone(chunks: list[list[bytes]]) -> None:
    lines = [each for chunk in chunks for each in chunk]
    assume(not probes(lines))
    assert ours(chunks) == alone(lines)
