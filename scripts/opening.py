"""The answers to the first messages of a connection, asked of the SDK's server: what `opening/answers.json` holds."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import anyio
from mcp.shared.message import SessionMessage
from mcp_types import JSONRPCMessage, JSONRPCRequest
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS, MODERN_PROTOCOL_VERSIONS

from c360_mcp.app_extension import EXTENSION, MIME_TYPE
from c360_mcp.opening.conversation import DISCOVER, INITIALIZE, NO_VERSION
from c360_mcp.server.app import create_server

METHODS = ("ping", "tools/list", "prompts/list", "resources/list", "resources/templates/list")

_CLIENT = {"name": "documents", "version": "1"}
_APPS = {"extensions": {EXTENSION: {"mimeTypes": [MIME_TYPE]}}}

Question = tuple[str, str, dict[str, Any]]
"""A method, the version of the protocol in which it is asked, and its parameters."""


def answers() -> str:
    """The file: each result once, with the versions of the protocol, the servers and the clients that it is for."""
    given: dict[tuple[str, str], list[tuple[str, bool, bool]]] = {}
    for demo, apps in product((False, True), repeat=2):
        for questions in _connections(_APPS if apps else {}):
            for question, answer in zip(questions, anyio.run(_ask, questions, demo), strict=True):
                if "result" in answer:
                    method, version = question[:2]
                    given.setdefault((method, json.dumps(answer["result"])), []).append((version, demo, apps))
    entries = [
        _entry(method, cases) | {"result": json.loads(result)} for (method, result), cases in given.items()
    ]
    return json.dumps(entries, indent=1, ensure_ascii=False) + "\n"


def _entry(method: str, cases: Sequence[tuple[str, bool, bool]]) -> dict[str, Any]:
    versions, demo, apps = ([*dict.fromkeys(values)] for values in zip(*cases, strict=True))
    if {*product(versions, demo, apps)} != {*cases}:
        raise ValueError(f"{method} depends on several things at once, which the file can't say")
    return {"method": method, "versions": versions, "demo": demo, "apps": apps}


def _connections(capabilities: Mapping[str, Any]) -> Iterator[list[Question]]:
    """What a client with these capabilities asks one after the other, in each version."""
    hello: dict[str, Any]
    for version in HANDSHAKE_PROTOCOL_VERSIONS:
        hello = {"protocolVersion": version, "capabilities": capabilities, "clientInfo": _CLIENT}
        yield [
            ("ping", NO_VERSION, {}),
            (INITIALIZE, version, hello),
            *((method, version, {}) for method in METHODS),
        ]
    for version in MODERN_PROTOCOL_VERSIONS:
        keys = {"protocolVersion": version, "clientInfo": _CLIENT, "clientCapabilities": capabilities}
        meta = {"_meta": {f"io.modelcontextprotocol/{key}": value for key, value in keys.items()}}
        yield [(method, version, meta) for method in (DISCOVER, *METHODS)]


async def _ask(questions: list[Question], demo: bool) -> list[dict[str, Any]]:  # noqa: FBT001  anyio.run passes positions
    """The SDK's answers, as it would write them."""
    to_server, read = anyio.create_memory_object_stream[SessionMessage | Exception]()
    write, from_server = anyio.create_memory_object_stream[SessionMessage]()
    server = create_server({}, demo=demo)
    found = []
    async with anyio.create_task_group() as group, to_server, from_server:
        group.start_soon(server.run, read, write, server.create_initialization_options())
        for method, _, params in questions:
            await to_server.send(
                SessionMessage(JSONRPCRequest(jsonrpc="2.0", id=0, method=method, params=params))
            )
            found.append(_written((await from_server.receive()).message))
        await to_server.aclose()
    return found


def _written(message: JSONRPCMessage) -> dict[str, Any]:
    return message.model_dump(mode="json", by_alias=True, exclude_unset=True)
