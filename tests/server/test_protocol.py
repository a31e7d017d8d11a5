"""The protocol itself, in both of its eras."""

import struct
from base64 import b64decode
from typing import Any

import anyio
import pytest
from inline_snapshot import snapshot
from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS, METHOD_NOT_FOUND, EmptyResult, Request
from starlette.types import Receive, Scope, Send

from c360_mcp import __version__
from tests.front_door import refused, replying, told, wired
from tests.patience import PATIENCE

pytestmark = pytest.mark.anyio

EMPTY = replying({"interactions": []})
SEARCH = {"search_by": "email", "identifier": "customer@example.com"}
ERAS = {"legacy": "2025-11-25", "auto": "2026-07-28"}


@pytest.mark.parametrize(("mode", "version"), ERAS.items())
async def test_each_era_is_spoken_and_told_who_answers(mode: str, version: str) -> None:
    async with wired(EMPTY, mode=mode) as client:
        assert client.protocol_version == version
        assert client.server_info is not None
        assert client.server_info.model_dump(exclude_none=True, exclude={"icons"}) == {
            "name": "c360-mcp",
            "title": "8x8 Customer 360",
            "version": __version__,
            "description": "A customer's contact-centre story, in few tokens.",
        }


@pytest.mark.parametrize("mode", ERAS)
async def test_an_icon_comes_with_the_name_so_that_nobody_has_to_fetch_it(mode: str) -> None:
    async with wired(EMPTY, mode=mode) as client:
        assert client.server_info is not None
        icons = client.server_info.icons or []

    shown = {
        (icon.mime_type, *(icon.sizes or ())): b64decode(icon.src.partition(";base64,")[2]) for icon in icons
    }
    assert shown["image/svg+xml", "any"].startswith(b"<svg ")
    assert struct.unpack(">II", shown["image/png", "48x48"][16:24]) == (48, 48)
    assert all(icon.src.startswith(f"data:{icon.mime_type};base64,") for icon in icons)
    assert sum(len(icon.src) for icon in icons) < 1_500


@pytest.mark.parametrize(
    ("mode", "meta"),
    [
        ("legacy", None),
        ("auto", {"io.modelcontextprotocol/serverInfo": {"name": "c360-mcp", "version": __version__}}),
    ],
)
async def test_the_icon_does_not_come_again_with_each_result(mode: str, meta: dict[str, Any] | None) -> None:
    async with wired(EMPTY, mode=mode) as client:
        result = await client.call_tool("get_customer_interactions", SEARCH)

    assert result.meta == meta


@pytest.mark.parametrize("mode", ERAS)
async def test_nothing_is_said_to_change_and_nothing_is_offered_that_there_is_not(mode: str) -> None:
    async with wired(EMPTY, mode=mode) as client:
        assert client.server_capabilities.model_dump(by_alias=True, exclude_none=True) == {
            "tools": {"listChanged": False},
            "prompts": {"listChanged": False},
            "resources": {"listChanged": False, "subscribe": False},
            "completions": {},
        }


@pytest.mark.parametrize("mode", ERAS)
async def test_a_call_reads_the_same_in_each_era(mode: str) -> None:
    async with wired(EMPTY, mode=mode) as client:
        assert await told(client, "get_customer_interactions", **SEARCH) == snapshot("""\
E-mail address customer@example.com | 2025-11-22 15:47 to 2026-11-22 15:47 UTC (default: a year until now) | 0 interactions returned
Coverage: the search is complete and found nothing under this identifier in this window; that is not proof of no history. Nothing before 2025-11-22 was searched: start_time="P3Y" goes back further. Only what is stored under this e-mail address, not under other addresses, numbers or IDs of the customer.\
""")


@pytest.mark.parametrize("mode", ERAS)
async def test_a_refused_call_reads_the_same_in_each_era(mode: str) -> None:
    async with wired(EMPTY, mode=mode) as client:
        assert await refused(client, "get_customer_interactions", **SEARCH, detail="full") == (
            'detail can\'t be "full". detail is one of standard, concise.'
        )


@pytest.mark.parametrize("mode", ERAS)
@pytest.mark.parametrize(
    "method", ["tools/delete", "logging/setLevel", "resources/subscribe", "subscriptions/listen"]
)
async def test_what_there_is_no_handler_for_is_not_found(method: str, mode: str) -> None:
    params = {"level": "debug", "uri": "c360://guide", "notifications": {}}
    async with wired(EMPTY, mode=mode) as client:
        with pytest.raises(MCPError) as raised:
            await client.session.send_request(Request[Any, str](method=method, params=params), EmptyResult)
    assert raised.value.error.code == METHOD_NOT_FOUND == -32601


@pytest.mark.parametrize("mode", ERAS)
async def test_a_cursor_that_was_never_handed_out_is_refused_by_every_list(mode: str) -> None:
    async with wired(EMPTY, mode=mode) as client:
        for listing in (
            client.list_tools,
            client.list_prompts,
            client.list_resources,
            client.list_resource_templates,
        ):
            with pytest.raises(MCPError) as raised:
                await listing(cursor="bmV4dA==")
            assert raised.value.error.code == INVALID_PARAMS
            assert (
                raised.value.error.message == "Unknown cursor. This list has one page: ask without a cursor."
            )


class Slow:
    """An API whose first answer never comes; it notes when that request ends, and answers the next ones."""

    def __init__(self) -> None:
        self.asked = anyio.Event()
        self.abandoned = anyio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.asked.is_set():
            await EMPTY(scope, receive, send)
            return
        self.asked.set()
        try:
            await anyio.sleep_forever()
        finally:
            self.abandoned.set()


@pytest.mark.parametrize("mode", ERAS)
async def test_a_cancelled_call_ends_its_request_and_the_next_call_works(mode: str) -> None:
    api = Slow()
    async with wired(api, mode=mode) as client, anyio.create_task_group() as group:
        calling = anyio.CancelScope()

        async def call() -> None:
            with calling:
                await client.call_tool("get_customer_interactions", SEARCH)

        group.start_soon(call)
        with anyio.fail_after(PATIENCE):
            await api.asked.wait()
            calling.cancel()
            await api.abandoned.wait()
        assert "0 interactions returned" in await told(client, "get_customer_interactions", **SEARCH)


@pytest.mark.parametrize("mode", ERAS)
async def test_a_call_under_way_holds_up_no_other(mode: str) -> None:
    api = Slow()
    async with wired(api, mode=mode) as client, anyio.create_task_group() as group:
        group.start_soon(client.call_tool, "get_customer_interactions", SEARCH)
        with anyio.fail_after(PATIENCE):
            await api.asked.wait()
            other = SEARCH | {"identifier": "other@example.com"}
            assert "0 interactions returned" in await told(client, "get_customer_interactions", **other)
            assert len((await client.list_prompts()).prompts) == 1
        assert not api.abandoned.is_set()
        group.cancel_scope.cancel()
