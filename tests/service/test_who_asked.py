"""How the audit line and the line of a request name their caller."""

import json
import logging
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from c360_mcp.service.app import create_app
from c360_mcp.service.callers.static_tokens import new_token
from tests.service.api import answering, environment
from tests.service.issuer import Issuer, issuing, trusting
from tests.service.serving import call, caller, serving

pytestmark = pytest.mark.anyio

HASH = re.compile(r"[0-9a-f]{64}")
SHORT_HASH = re.compile(r"hash:[0-9a-f]{16}")
SECRET = {"C360_AUDIT_SECRET": "pepper"}


@dataclass
class House:
    """A service for the tokens of one issuer and of a file, and what it writes."""

    url: str
    issuer: Issuer
    audit: Path
    caplog: pytest.LogCaptureFixture

    async def asked_with(self, token: str) -> int:
        async with caller(self.url, token) as http:
            return (await call(http)).status_code

    def audited(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.audit.read_text(encoding="utf-8").splitlines()]

    def requests(self) -> list[dict[str, Any]]:
        return [fields for record in self.caplog.records if (fields := getattr(record, "fields", None))]


@asynccontextmanager
async def house(
    folder: Path,
    caplog: pytest.LogCaptureFixture,
    more: Mapping[str, str] | None = None,
    level: int = logging.INFO,
) -> AsyncIterator[House]:
    """What is written is there once the block has ended."""
    async with answering() as api:
        with issuing() as issuer, caplog.at_level(level, logger="c360_mcp"):
            settings = trusting(issuer, C360_AUDIT_LOG=str(folder / "audit.jsonl"), **(more or {}))
            with serving(create_app(environment(api, **settings))) as url:
                yield House(url, issuer, folder / "audit.jsonl", caplog)


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"client_id": "copilot"}, "copilot"),
        ({"client_id": None, "azp": "dialler.prod_2"}, "dialler.prod_2"),
        ({"client_id": "copilot", "azp": "other"}, "copilot"),
        ({"client_id": "", "azp": "dialler"}, "dialler"),
        (
            {"client_id": None, "appid": "00001111-2222-3333-4444-555566667777"},
            "00001111-2222-3333-4444-555566667777",
        ),
        (  # whose digits the gate would take for a phone number
            {"client_id": "3a346076-6100-4573-8802-c9cd80fe33c2"},
            "3a346076-6100-4573-8802-c9cd80fe33c2",
        ),
        (
            {"client_id": "https://app.example.com/oauth/client.json"},
            "https://app.example.com/oauth/client.json",
        ),
        ({"client_id": None, "cid": "0oa1b2c3d4"}, "0oa1b2c3d4"),
        ({"client_id": None}, None),
        ({"client_id": ["copilot"], "azp": 7}, None),
        ({"client_id": "customer@example.com"}, SHORT_HASH),
        ({"client_id": "+12065550134"}, SHORT_HASH),
        ({"client_id": "12065550134"}, SHORT_HASH),
        ({"client_id": "4111111111111111"}, SHORT_HASH),
        ({"client_id": "copilot\nINFO forged"}, SHORT_HASH),
        ({"client_id": "two words"}, SHORT_HASH),
        ({"client_id": "ａｄｍｉｎ"}, SHORT_HASH),
        ({"client_id": "x" * 129}, SHORT_HASH),
        ({"client_id": "\ud800"}, SHORT_HASH),
    ],
)
async def test_a_client_is_named_as_its_token_has_it_where_that_is_harmless(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, claims: dict[str, Any], name: Any
) -> None:
    async with house(tmp_path, caplog) as here:
        assert await here.asked_with(here.issuer.token(**claims)) == 200

    [line], [request] = here.audited(), here.requests()
    assert line.get("caller") == request.get("caller")
    assert "subject_hash" not in line | request
    if isinstance(name, re.Pattern):
        assert name.fullmatch(line["caller"])
    else:
        assert line.get("caller") == name


async def test_people_are_told_apart_and_not_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    people = ["alice@example.com", "bob@example.com", "alice@example.com", "\ud800"]
    async with house(tmp_path, caplog, SECRET) as here:
        for person in people:
            assert await here.asked_with(here.issuer.token(sub=person)) == 200

    hashes = [line["subject_hash"] for line in here.audited()]
    assert hashes == [fields["subject_hash"] for fields in here.requests()]
    assert all(map(HASH.fullmatch, hashes))
    assert hashes[0] == hashes[2] != hashes[1] != hashes[3]
    assert {line["hash_key"] for line in here.audited()} == {"C360_AUDIT_SECRET"}
    written = here.audit.read_text(encoding="utf-8") + str(here.requests()) + caplog.text
    assert "alice" not in written
    assert "bob" not in written


async def test_the_hash_of_a_person_can_not_be_made_without_the_secret(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    hashes = []
    settings: list[dict[str, str]] = [{}, {}, SECRET, {"C360_AUDIT_SECRET": "other"}]
    for number, more in enumerate(settings):
        folder = tmp_path / str(number)
        folder.mkdir()
        async with house(folder, caplog, more) as here:
            await here.asked_with(here.issuer.token(sub="alice"))
        hashes += [line["subject_hash"] for line in here.audited()]

    assert len({*hashes}) == 4


async def test_static_tokens_go_by_their_name(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    made = {name: new_token(name) for name in ("copilot", "dialler")}
    lines = "".join(f"{client}\n" for _, client in made.values())
    (tmp_path / "tokens").write_text(lines, encoding="utf-8")
    async with house(tmp_path, caplog, {"C360_AUTH_TOKENS_FILE": str(tmp_path / "tokens")}) as here:
        for token, _ in made.values():
            assert await here.asked_with(token) == 200

    names = [line["caller"] for line in here.audited()]
    assert names == [fields["caller"] for fields in here.requests()] == ["copilot", "dialler"]


async def test_the_audit_line_names_its_caller_at_the_usual_level_too(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with house(tmp_path, caplog, level=logging.WARNING) as here:
        await here.asked_with(here.issuer.token())

    assert [line["caller"] for line in here.audited()] == ["copilot"]


async def test_who_is_known_and_may_not_ask_is_named_all_the_same(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with house(tmp_path, caplog) as here:
        assert await here.asked_with(here.issuer.token(scope="openid")) == 403
        assert await here.asked_with("guess") == 401

    assert [(fields["status"], fields.get("caller")) for fields in here.requests()] == [
        (403, "copilot"),
        (401, None),
    ]
    assert "a caller was refused: the token of copilot lacks the scope c360:read" in caplog.messages
