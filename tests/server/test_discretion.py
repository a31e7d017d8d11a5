"""Keys, addresses and numbers reach no log, traceback, repr or process title, at any level."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from starlette.types import ASGIApp

from c360_mcp.errors import Misconfigured
from c360_mcp.sandbox.serve import running
from c360_mcp.settings import read_settings
from tests.front_door import Script, environment

pytestmark = pytest.mark.anyio

KEY = "eght_SENTINELkey0123456789"
ADDRESS = "sentinel.address@example.com"
NUMBER = "+12065550134"
WORDS = "sentinelwords"
SECRET = "sentinel-audit-secret"
SENTINELS = (KEY, ADDRESS, "sentinel.address", NUMBER, "2065550134", WORDS, SECRET)

EVERYTHING = {
    "C360_API_KEY": KEY,
    "C360_AUDIT_SECRET": SECRET,
    "C360_LOG_LEVEL": "DEBUG",
    "C360_TIMEOUT": "2",
    "PYTHONDEVMODE": "1",
    "PYTHONASYNCIODEBUG": "1",
}

ROW = {
    "interactionId": "int-1",
    "mediaIdentifier": ADDRESS,
    "mediaType": "PHONE",
    "startedAt": 1795000000000,
    "title": f"{WORDS} {NUMBER}",
}
REPLIES: dict[str, tuple[int, Any]] = {
    "a reply": (200, {"interactions": [ROW]}),
    "a refusal that repeats the search": (
        400,
        {"status": 400, "title": ADDRESS, "detail": f"{NUMBER} {KEY}"},
    ),
    "a denial": (403, {"status": 403, "title": "Forbidden", "detail": f"key {KEY} is not yours"}),
    "a page": (200, f"<html>{ADDRESS} {KEY}</html>".encode()),
    "JSON of another shape": (200, {"interactions": {ADDRESS: NUMBER}}),
    "a failure": (500, ADDRESS.encode()),
}
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("get_customer_interactions", {"search_by": "email", "identifier": ADDRESS, "include_summaries": 1}),
    ("get_customer_interactions", {"search_by": "phone_number", "identifier": NUMBER}),
    ("get_customer_interactions", {"search_by": "phone_number", "identifier": ADDRESS}),
    ("get_customer_interactions", {"search_by": ADDRESS, "identifier": NUMBER, ADDRESS: NUMBER}),
    ("get_customer_interactions", {"search_by": "email", "identifier": ADDRESS, "start_time": ADDRESS}),
    ("get_transcript_summaries", {"interaction_ids": [ADDRESS, NUMBER, "int-1"]}),
]


async def written_by(app: ASGIApp, tmp_path: Path, monkeypatched: dict[str, str]) -> str:
    """All that a server in a process of its own writes apart from its answers, while `app` is its API."""
    audit, errors = tmp_path / "audit.jsonl", tmp_path / "stderr"
    with environment(app, EVERYTHING | {"C360_AUDIT_LOG": str(audit)} | monkeypatched) as settings:
        server = StdioServerParameters(
            command=sys.executable, args=["-m", "c360_mcp"], env=dict(os.environ) | settings
        )
        with errors.open("w", encoding="utf-8") as stderr:
            async with Client(stdio_client(server, errlog=stderr)) as client:
                for tool, arguments in CALLS:
                    result = await client.call_tool(tool, arguments)
                    assert KEY not in result.model_dump_json()
                await client.get_prompt("brief_customer", {"customer": ADDRESS, "purpose": NUMBER})
    return errors.read_text(encoding="utf-8") + audit.read_text(encoding="utf-8")


@pytest.mark.parametrize("reply", REPLIES)
async def test_nothing_personal_is_written_whatever_the_api_answers(reply: str, tmp_path: Path) -> None:
    written = await written_by(Script(lambda *_: REPLIES[reply]), tmp_path, {})
    assert written.count('"outcome"') == len(CALLS)
    assert [sentinel for sentinel in SENTINELS if sentinel in written] == []


async def test_nothing_personal_is_written_when_nobody_answers(tmp_path: Path) -> None:
    with running(Script(lambda *_: (200, {}))) as gone:
        pass
    written = await written_by(Script(lambda *_: (200, {})), tmp_path, {"C360_BASE_URL": gone})
    assert "Unreachable" in written
    assert [sentinel for sentinel in SENTINELS if sentinel in written] == []


async def test_neither_repr_nor_message_of_settings_shows_a_secret() -> None:
    environ = {
        "C360_TENANT_ID": "acmecorp01",
        "C360_API_KEY": KEY,
        "C360_REGION": "us",
        "C360_AUDIT_SECRET": SECRET,
    }
    shown = repr(read_settings(environ))
    with pytest.raises(Misconfigured) as refused:
        read_settings(environ | {"C360_API_KEY": f"{KEY} with spaces", "C360_REGION": "eu"})
    shown += str(refused.value) + repr(refused.value)
    assert [sentinel for sentinel in SENTINELS if sentinel in shown] == []
