"""Two scopes: everything, or interactions without summaries."""

from pathlib import Path
from typing import Any

import pytest

from c360_mcp.cli import run
from c360_mcp.sandbox.app import create_app as create_stand_in
from c360_mcp.sandbox.cast import DEMO_KEY, DEMO_TENANT
from c360_mcp.sandbox.serve import running
from c360_mcp.service.app import create_app
from c360_mcp.service.callers.static_tokens import new_token, parse_static_tokens
from tests.front_door import text_of
from tests.service.issuer import issuing, trusting
from tests.service.serving import CALL_HEADERS, SEARCH, call_body, caller, mcp_client, serving, told

pytestmark = pytest.mark.anyio

METADATA = "c360:metadata"
BRIEFING = SEARCH | {"include_summaries": 5}
NOT_SHOWN = "Summaries not shown: this caller's token grants interactions alone."
BY_ID = {"interaction_ids": ["int-1"]}
BOTH = ["get_customer_interactions", "get_transcript_summaries"]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
@pytest.mark.parametrize(
    ("scope", "settings", "tools"),
    [
        ("c360:read", {}, BOTH),
        ("c360:read c360:metadata", {}, BOTH),
        (METADATA, {}, BOTH[:1]),
        ("few", {"C360_AUTH_METADATA_SCOPE": "few"}, BOTH[:1]),
        ("all", {"C360_AUTH_SCOPE": "all"}, BOTH),
    ],
)
async def test_a_scope_decides_whether_summaries_are_listed_shown_and_offered(
    mode: str, scope: str, settings: dict[str, str], tools: list[str]
) -> None:
    with running(create_stand_in()) as api, issuing() as issuer:
        environ = {"C360_BASE_URL": api, "C360_TENANT_ID": DEMO_TENANT, "C360_API_KEY": DEMO_KEY}
        with serving(create_app(environ | trusting(issuer, **settings))) as url:
            async with mcp_client(url, mode, issuer.token(scope=scope)) as client:
                listed = await client.list_tools()
                briefing = text_of(await client.call_tool("get_customer_interactions", BRIEFING))
                search = text_of(await client.call_tool("get_customer_interactions", SEARCH))

    assert [tool.name for tool in listed.tools] == tools
    if mode == "auto":  # earlier versions of the protocol say nothing of caches
        assert listed.cache_scope == "private"
    coverage = [text[text.index("Coverage:") :] for text in (briefing, search)]
    if tools == BOTH:
        assert "Summary: " in briefing
        assert NOT_SHOWN not in briefing + search
        assert "include_summaries=5" in coverage[1]
    else:
        assert "Summary: " not in briefing
        assert "No summary of" not in briefing
        assert [text.count(NOT_SHOWN) for text in coverage] == [1, 1]
        assert "include_summaries" not in briefing + search
        assert "get_transcript_summaries" not in briefing + search


async def test_the_tool_for_summaries_is_forbidden_and_the_scope_for_it_named() -> None:
    with issuing() as issuer, serving(create_app(trusting(issuer))) as url:
        async with caller(url, issuer.token(scope=METADATA)) as http:
            body = call_body(BY_ID)
            body["params"]["name"] = "get_transcript_summaries"
            headers = CALL_HEADERS | {"Mcp-Name": "get_transcript_summaries"}
            answer = await http.post("/mcp", json=body, headers=headers)

    assert answer.status_code == 403
    assert told(answer) == "Transcript summaries need the scope c360:read."
    assert answer.headers["www-authenticate"] == (
        'Bearer realm="c360-mcp", error="insufficient_scope", error_description="Transcript summaries need the scope '
        'c360:read.", scope="c360:read", '
        'resource_metadata="https://c360.example.com/.well-known/oauth-protected-resource/mcp"'
    )


async def test_to_clients_whose_requests_name_no_tool_in_their_head_the_tool_itself_says_so(
    tmp_path: Path,
) -> None:
    token, client = new_token("copilot", metadata_only=True)
    (tmp_path / "tokens").write_text(str(client), encoding="utf-8")
    audit = tmp_path / "audit.jsonl"
    settings = {"C360_AUTH_TOKENS_FILE": str(tmp_path / "tokens"), "C360_AUDIT_LOG": str(audit)}
    needed = {"C360_BASE_URL": "http://127.0.0.1:1", "C360_TENANT_ID": "acme", "C360_API_KEY": "k"}

    with serving(create_app(needed | settings)) as url:
        async with mcp_client(url, "legacy", token) as mcp:
            result = await mcp.call_tool("get_transcript_summaries", BY_ID)

    assert result.is_error
    assert text_of(result) == (
        "Transcript summaries are not open to this caller: its token grants interactions alone, which "
        "get_customer_interactions brings. Trying again will not help; who gives out the tokens can grant more."
    )
    assert '"requests": []' in audit.read_text(encoding="utf-8")
    assert '"outcome": "NotGranted"' in audit.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "metadata_only"),
    [
        ("", False),
        ("only=metadata", True),
        ("acme only=metadata", True),
        ("acme only=metadata until=2999-12-31", True),
        ("until=2999-12-31 only=metadata", True),
    ],
)
def test_a_line_may_grant_interactions_alone(options: str, metadata_only: bool) -> None:
    (client,) = parse_static_tokens(f"copilot {'a' * 64} {options}")

    assert client.metadata_only is metadata_only
    assert parse_static_tokens(str(client)) == (client,)


@pytest.mark.parametrize(
    "options",
    [
        "only=summaries",
        "only=",
        "only=metadata only=metadata",
        "only=metadata acme",
        "only=metadata until=",
        "scope=all",
        "=",
    ],
)
def test_a_line_that_grants_something_unknown_is_refused(options: str) -> None:
    with pytest.raises(ValueError, match=r"^line 1 is not"):
        parse_static_tokens(f"copilot {'a' * 64} {options}")


def test_a_token_for_interactions_alone_is_made_by_an_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["token", "new", "copilot", "--tenant", "acme", "--metadata-only"]) == 0

    (client,) = parse_static_tokens(capsys.readouterr().out.splitlines()[-1])
    assert client.metadata_only


async def test_where_nobody_is_asked_for_a_token_everything_is_open() -> None:
    with serving(create_app({}, demo=True)) as url:
        async with mcp_client(url) as client:
            listed: Any = await client.list_tools()
            briefing = text_of(await client.call_tool("get_customer_interactions", BRIEFING))

    assert [tool.name for tool in listed.tools] == BOTH
    assert "Summary: " in briefing
