"""Requests as odd clients send them: what can mean one thing is answered, the rest is refused in our own words."""

import json
import logging
from collections.abc import Iterator, Mapping
from typing import Any

import anyio
import anyio.abc
import httpx2
import pytest

from c360_mcp.service.app import create_app
from tests.patience import LONGER_STILL, PATIENCE
from tests.service.api import answering, environment
from tests.service.serving import CALL_HEADERS, META, call, call_body, caller, serving, text_of, told

pytestmark = pytest.mark.anyio

ERAS = (None, "2025-03-26", "2025-11-25", "2026-07-28")
NO_MESSAGE = "This is not a single JSON-RPC request or notification."
UNREADABLE = "This can't be read: it is not JSON, or is nested too deep, or holds too long a number."
LIST = {"jsonrpc": "2.0", "id": 7, "method": "tools/list", "params": {"_meta": META}}
WHO = "customer@example.com"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(create_app({}, demo=True)) as url:
        yield url


async def post(
    url: str, body: bytes, era: str | None, headers: Mapping[str, str] | None = None, path: str = "/mcp"
) -> httpx2.Response:
    versions = {"MCP-Protocol-Version": era, "Mcp-Method": "tools/list"} if era else {}
    given = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    async with caller(url) as http:
        request = http.build_request("POST", path, content=body, headers=given | versions)
        for name, value in (headers or {}).items():
            request.headers.pop(name, None)
            if value:
                request.headers[name] = value
        return await http.send(request)


def listing(**members: Any) -> bytes:
    return json.dumps(LIST | members).encode()


NO_MESSAGES: dict[str, tuple[bytes, Any]] = {
    "an ID that is null": (listing(id=None), None),
    "an ID that is a fraction": (listing(id=1.0), None),
    "an ID that is a truth value": (listing(id=True), None),
    "an ID that is a list": (listing(id=[1]), None),
    "an ID that is an object": (listing(id={"id": 1}), None),
    "a call whose ID is null": (json.dumps(call_body() | {"id": None}).encode(), None),
    "no version of JSON-RPC": (json.dumps({"id": 7, "method": WHO}).encode(), 7),
    "another version of JSON-RPC": (listing(jsonrpc="1.0"), 7),
    "a method that is a number": (listing(method=5), 7),
    "parameters that are a text": (listing(params=WHO), 7),
    "parameters that are a list": (listing(params=[WHO]), 7),
    "a text": (json.dumps(WHO).encode(), None),
    "a number": (b"5", None),
    "null": (b"null", None),
    "an object without members": (b"{}", None),
    "a result that is none": (json.dumps({"jsonrpc": "2.0", "id": 7, "result": WHO}).encode(), None),
    "an empty batch": (b"[]", None),
}


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize(("body", "request_id"), NO_MESSAGES.values(), ids=NO_MESSAGES)
async def test_what_is_no_message_is_told_so_and_nothing_of_it_is_repeated(
    url: str, body: bytes, request_id: object, era: str | None
) -> None:
    answer = await post(url, body, era)
    assert answer.status_code == 400
    assert answer.json() == {
        "jsonrpc": "2.0",
        "id": request_id,
        "error": {"code": -32600, "message": NO_MESSAGE},
    }


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize(
    "body",
    [b"", b"customer@example.com", b'{"jsonrpc":"2.0"', b"[" * 100_000, b'{"id":' + b"9" * 5_001 + b"}", b"\xff\xfe\xfd"],
    ids=["nothing", "text", "half", "deep", "long", "bytes"],
)  # fmt: skip
async def test_what_can_not_be_read_is_told_so(url: str, body: bytes, era: str | None) -> None:
    answer = await post(url, body, era)
    assert answer.status_code == 400
    assert answer.json()["error"] == {"code": -32700, "message": UNREADABLE}


READABLE = {
    "a byte-order mark": b"\xef\xbb\xbf" + listing(),
    "UTF-16": json.dumps(LIST).encode("utf-16"),
    "a lone surrogate": listing(half="\ud83d"),
    "a lone surrogate as bytes": json.dumps(LIST | {"half": "x"}).replace('"x"', '"\ud83d"').encode("utf-8", "surrogatepass"),
    "bytes that are no UTF-8": json.dumps(LIST | {"half": "x"}).encode().replace(b'"x"', b'"\xff"'),
    "an emoji": json.dumps(LIST | {"whole": "😀"}, ensure_ascii=False).encode(),
    "an emoji, escaped": listing(whole="😀"),
    "blanks around it": b"\r\n\t " + listing() + b"\r\n",
    "a member that nobody knows": listing(extra={"deep": [1, 2]}),
}  # fmt: skip


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("body", READABLE.values(), ids=READABLE)
async def test_what_can_be_read_is_answered(url: str, body: bytes, era: str | None) -> None:
    answer = await post(url, body, era)
    assert answer.status_code == 200
    assert len(answer.json()["result"]["tools"]) == 2


BATCH = [
    LIST | {"params": {}},
    {"jsonrpc": "2.0", "method": "notifications/initialized"},
    {"jsonrpc": "2.0", "id": "p", "method": "ping"},
    {"jsonrpc": "2.0", "id": None, "method": "ping"},
    5,
]


@pytest.mark.parametrize("era", ERAS)
async def test_a_batch_is_answered_in_the_era_that_had_batches(url: str, era: str | None) -> None:
    answer = await post(url, json.dumps(BATCH).encode(), era)
    if era not in {None, "2025-03-26"}:
        assert (answer.status_code, told(answer)) == (400, NO_MESSAGE)
        return
    listed, pinged, *errors = answer.json()
    assert (listed["id"], len(listed["result"]["tools"])) == (7, 2)
    assert pinged == {"jsonrpc": "2.0", "id": "p", "result": {}}
    assert [error["error"]["code"] for error in errors] == [-32600, -32600]


async def test_a_batch_of_notifications_gets_no_answer_and_one_too_long_is_refused(url: str) -> None:
    silent = await post(url, json.dumps(BATCH[1:2]).encode(), None)
    assert (silent.status_code, silent.content) == (202, b"")
    assert told(await post(url, json.dumps(BATCH[2:3] * 21).encode(), None)) == NO_MESSAGE


HEADERS: dict[str, dict[str, str]] = {
    "no Accept": {"Accept": ""},
    "anything": {"Accept": "*/*"},
    "anything, weighed": {"Accept": "*/*;q=0.8"},
    "any application": {"Accept": "application/*"},
    "JSON alone": {"Accept": "application/json"},
    "JSON in capitals": {"Accept": "Application/JSON, Text/Event-Stream"},
    "a body's type in capitals": {"Content-Type": "Application/JSON; Charset=UTF-8"},
    "a body's type with parameters": {"Content-Type": "application/json;charset=utf-8"},
}


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
async def test_media_types_are_compared_without_regard_to_case_and_a_missing_accept_is_anything(
    url: str, headers: dict[str, str], era: str | None
) -> None:
    assert (await post(url, listing(), era, headers)).status_code == 200


@pytest.mark.parametrize("era", ERAS)
async def test_whoever_takes_something_else_is_told_what_there_is(url: str, era: str | None) -> None:
    assert (await post(url, listing(), era, {"Accept": "text/html"})).status_code == 406
    assert (await post(url, listing(), era, {"Content-Type": "text/plain"})).status_code in {400, 415}


@pytest.mark.parametrize("era", ERAS)
async def test_a_final_slash_makes_no_difference_and_nobody_is_redirected(url: str, era: str | None) -> None:
    answer = await post(url, listing(), era, path="/mcp/")
    assert (answer.status_code, len(answer.json()["result"]["tools"])) == (200, 2)


@pytest.mark.parametrize("era", ["2025-11-25", "2026-07-28"])
async def test_an_unknown_method_is_not_repeated(url: str, era: str) -> None:
    answer = await post(url, listing(method=WHO), era, {"Mcp-Method": WHO})
    assert answer.json()["error"] == {"code": -32601, "message": "Method not found"}


async def test_a_host_that_is_not_allowed_is_told_the_setting_and_so_is_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with serving(create_app({}, demo=True)) as url:
        async with caller(url) as http:
            host = await call(http, {"Host": "evil.example.com"})
            page = await call(http, {"Origin": "https://evil.example.com"})
    assert told(host) == (
        "This server does not answer under this host name. Whoever runs it can add the name to C360_ALLOWED_HOSTS."
    )
    assert told(page) == (
        "Web pages of this origin may not call this server. Whoever runs it can add the origin to "
        "C360_ALLOWED_ORIGINS."
    )
    warnings = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert warnings == [
        "a caller was refused: its Host header has no name that C360_ALLOWED_HOSTS lists",
        "a caller was refused: it is a web page of an origin that C360_ALLOWED_ORIGINS does not list",
    ]


ORIGINS = {
    "https://copilot.example.com": "https://copilot.example.com",
    "https://copilot.example.com:443": "https://copilot.example.com",
    "http://copilot.example.com:80": "http://copilot.example.com",
    "https://copilot.example.com:8443": "https://copilot.example.com:8443",
    "HTTPS://Copilot.Example.Com": "https://copilot.example.com",
    "chrome-extension://abcdefghijklmnopabcdefghijklmnop": "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
    "moz-extension://0f9a3f2c-95f1-4a4e-8e4a-2a5f6f0f3a11": "moz-extension://0f9a3f2c-95f1-4a4e-8e4a-2a5f6f0f3a11",
    "tauri://localhost": "tauri://localhost",
    "app://obsidian.md": "app://obsidian.md",
    "app://-": "app://-",
    "app://.": "app://.",
    "vscode-webview://0a1b2c3d": "vscode-webview://0a1b2c3d",
    "capacitor://localhost": "capacitor://localhost",
}
PREFLIGHT = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "content-type,mcp-protocol-version",
}


async def reached(url: str, origin: str) -> bool:
    """Whether a browser lets a page of this origin send a call, and read the answer."""
    async with caller(url) as http:
        preflight = await http.options("/mcp", headers=PREFLIGHT | {"Origin": origin})
        answer = await call(http, {"Origin": origin})
    permitted = {reply.headers.get("access-control-allow-origin") for reply in (preflight, answer)}
    return (preflight.status_code, answer.status_code, permitted) == (200, 200, {origin})


@pytest.mark.parametrize(("setting", "origin"), ORIGINS.items(), ids=ORIGINS)
async def test_an_origin_that_is_allowed_gets_an_answer_that_its_browser_hands_on(
    setting: str, origin: str
) -> None:
    with serving(create_app({"C360_ALLOWED_ORIGINS": setting}, demo=True)) as url:
        assert await reached(url, origin)
        assert not await reached(url, f"{origin}.evil.example")


@pytest.mark.parametrize(
    "origin",
    ["http://localhost:6274", "http://127.0.0.1:6274", "http://[::1]:6274", "http://localhost", "https://localhost:3000"],
)  # fmt: skip
async def test_a_page_of_this_machine_gets_an_answer_that_its_browser_hands_on(url: str, origin: str) -> None:
    assert await reached(url, origin)


def raw(body: bytes, version: str = "1.1") -> bytes:
    head = [f"POST /mcp HTTP/{version}", "Host: localhost", f"Content-Length: {len(body)}"]
    head += [f"{name}: {value}" for name, value in CALL_HEADERS.items()]
    return "\r\n".join([*head, "Content-Type: application/json", "", ""]).encode() + body


async def rest(stream: anyio.abc.SocketStream) -> bytes:
    received = b""
    with anyio.fail_after(PATIENCE):
        async for piece in stream:
            received += piece
    return received


async def test_a_client_that_sends_nothing_more_gets_its_answer() -> None:
    async with answering() as api:
        api.held.add("acme")
        with serving(create_app(environment(api))) as url:
            async with await anyio.connect_tcp("127.0.0.1", int(url.rpartition(":")[2])) as stream:
                await stream.send(raw(json.dumps(call_body()).encode()))
                await api.asked(1)
                await stream.send_eof()
                with anyio.fail_after(PATIENCE):
                    interim = await stream.receive()
                api.released.set()
                final = await rest(stream)
    assert interim == b"HTTP/1.1 100 Continue\r\n\r\n"
    assert final.startswith(b"HTTP/1.1 200 ")
    assert b"int-of-acme" in final


async def test_what_was_asked_before_nothing_more_is_sent_is_all_answered(url: str) -> None:
    async with await anyio.connect_tcp("127.0.0.1", int(url.rpartition(":")[2])) as stream:
        await stream.send(raw(json.dumps(call_body()).encode()) * 3)
        await stream.send_eof()
        answer = await rest(stream)
    assert answer.count(b"HTTP/1.1 200 ") == 3


async def test_a_client_that_goes_after_it_sends_nothing_more_is_given_up() -> None:
    async with answering() as api:
        api.held.add("acme")
        with serving(create_app(environment(api, C360_TIMEOUT=LONGER_STILL))) as url:
            async with await anyio.connect_tcp("127.0.0.1", int(url.rpartition(":")[2])) as stream:
                await stream.send(raw(json.dumps(call_body()).encode()))
                await api.asked(1)
            with anyio.fail_after(PATIENCE):
                await api.left.wait()
            api.held.clear()
            async with caller(url) as http:
                assert "int-of-acme" in text_of(await call(http))
