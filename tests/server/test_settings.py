"""Settings, as whoever calls a tool gets to know them."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot
from mcp import Client
from starlette.types import Receive, Scope, Send

from c360_mcp.analysis.tenant_words import TenantWords
from c360_mcp.errors import Misconfigured
from c360_mcp.server.app import create_server
from c360_mcp.server.lifespan import open_tenant
from c360_mcp.settings import read_settings
from c360_mcp.text.token_estimate import estimate
from tests.front_door import (
    NOW,
    REAL_REGION,
    Script,
    connected,
    refused,
    replying,
    searched,
    told,
    wired,
)

pytestmark = pytest.mark.anyio

KEY = "eght_SentinelKeyThatNobodyMaySee"
RIGHT = REAL_REGION | {"C360_API_KEY": KEY}
SEARCH = {"search_by": "email", "identifier": "customer@example.com"}


def empty() -> Script:
    return replying({"interactions": []})


async def complaint(environ: Mapping[str, str], *, demo: bool = False) -> str:
    """What the first call answers with these settings and no others; nothing may be sent."""
    api = empty()
    server = create_server(environ, demo=demo, transport=httpx2.ASGITransport(api), now=lambda: NOW)
    async with Client(server) as client:
        assert len((await client.list_tools()).tools) == 2
        sentence = await refused(client, "get_customer_interactions", **SEARCH)
        assert sentence == await refused(client, "get_transcript_summaries", interaction_ids=["int-1"])
        assert sentence == await refused(client, "get_customer_interactions")
    assert api.lines == []
    return sentence


def unconfigured(*problems: str) -> str:
    """The whole message for these problems, as `test_without_any_settings…` has it in full."""
    return (
        f"c360-mcp is not correctly configured yet, so nothing was looked up. {'; '.join(problems)}. These are environment "
        "variables of the server: the person who runs it sets them in the MCP client's configuration and restarts the "
        "server. `c360-mcp check` then verifies them; C360_DEMO=1 needs no 8x8 account and shows demo data."
    )


async def sent(settings: Mapping[str, str], **arguments: Any) -> tuple[str, str]:
    """Host and request line of one search with these settings."""
    api = empty()
    async with wired(api, settings) as client:
        await told(client, "get_customer_interactions", **(SEARCH | arguments))
    [line], [headers] = api.lines, api.headers
    return headers["host"], line


async def test_without_any_settings_one_message_names_all_that_is_missing() -> None:
    assert await complaint({}) == snapshot(
        "c360-mcp is not correctly configured yet, so nothing was looked up. C360_TENANT_ID is missing: the ID of your 8x8 tenant; C360_API_KEY is missing: an API key from the 8x8 Admin Console; C360_REGION is missing: one of us, uk, ca, ap. These are environment variables of the server: the person who runs it sets them in the MCP client's configuration and restarts the server. `c360-mcp check` then verifies them; C360_DEMO=1 needs no 8x8 account and shows demo data."
    )


async def test_settings_that_are_all_wrong_are_all_named_at_once() -> None:
    wrong = {
        "C360_TENANT_ID": "../acmecorp01",
        "C360_API_KEY": "eght key",
        "C360_REGION": "eu",
        "C360_DEFAULT_COUNTRY": "UK",
        "C360_TIMEZONE": "London",
        "C360_RESULT_TOKENS": "lots",
        "C360_TIMEOUT": "0",
        "C360_REDACT": "yes",
    }
    sentence = await complaint(wrong)
    assert sentence == snapshot(
        "c360-mcp is not correctly configured yet, so nothing was looked up. C360_TENANT_ID must consist of letters, digits, dots, dashes and underscores; C360_API_KEY holds characters that no API key has; C360_REGION must be one of us, uk, ca, ap (a tenant on an eu platform host belongs to uk); C360_TIMEOUT must be a number of seconds from 1 to 600; C360_DEFAULT_COUNTRY must be an ISO 3166 country code such as US or GB; C360_TIMEZONE must be an IANA time zone such as Europe/London; C360_RESULT_TOKENS must be a whole number from 1,000 to 50,000; C360_REDACT must be contacts or none. These are environment variables of the server: the person who runs it sets them in the MCP client's configuration and restarts the server. `c360-mcp check` then verifies them; C360_DEMO=1 needs no 8x8 account and shows demo data."
    )
    assert all(f"{name} " in sentence for name in wrong)


MISSING = {
    "C360_TENANT_ID": "C360_TENANT_ID is missing: the ID of your 8x8 tenant",
    "C360_API_KEY": "C360_API_KEY is missing: an API key from the 8x8 Admin Console",
    "C360_REGION": "C360_REGION is missing: one of us, uk, ca, ap",
}


@pytest.mark.parametrize("name", MISSING)
async def test_each_required_setting_is_missed_by_its_name_where_it_is_absent_or_blank(name: str) -> None:
    expected = unconfigured(MISSING[name])
    assert await complaint({other: value for other, value in RIGHT.items() if other != name}) == expected
    assert await complaint(RIGHT | {name: ""}) == expected
    assert await complaint(RIGHT | {name: " \t"}) == expected


WRONG = {
    "C360_TENANT_ID": (
        ["acme corp", "a/b", "..", "-acme", "ä", "x" * 129, "{tenant}"],
        "must consist of letters, digits, dots, dashes and underscores",
    ),
    "C360_API_KEY": (
        ["eght_a b", "eght_ä", "eght\r\nX: y", "k" * 513],
        "holds characters that no API key has",
    ),
    "C360_REGION": (
        ["eu", "usa", "us-east", "https://api.8x8.com"],
        "must be one of us, uk, ca, ap (a tenant on an eu platform host belongs to uk)",
    ),
    "C360_DEFAULT_COUNTRY": (
        ["UK", "USA", "Germany", "+1", "001"],
        "must be an ISO 3166 country code such as US or GB",
    ),
    "C360_TIMEZONE": (
        ["London", "europe/london", "+01:00", "../../etc/passwd", "CEST"],
        "must be an IANA time zone such as Europe/London",
    ),
    "C360_RESULT_TOKENS": (
        ["0", "999", "50001", "8k", "8000.5", "nan", "-8000"],
        "must be a whole number from 1,000 to 50,000",
    ),
    "C360_TIMEOUT": (["0", "0.9", "601", "nan", "inf", "25s"], "must be a number of seconds from 1 to 600"),
    "C360_REDACT": (["yes", "1", "all"], "must be contacts or none"),
}


@pytest.mark.parametrize("name", WRONG)
async def test_each_wrong_setting_is_told_by_its_name_with_what_is_accepted(name: str) -> None:
    values, problem = WRONG[name]
    assert {await complaint(RIGHT | {name: value}) for value in values} == {unconfigured(f"{name} {problem}")}


WORDS_KINDS = "escalation, transfer, abandoned, callback, callback_made, resolved, none"
WORDS_FILES = {
    "a typo": (b'escalated = ["eskaliert"]', f"escalated is not one of {WORDS_KINDS}"),
    "a word alone": (b'escalation = "eskaliert"', "escalation must be a list of strings"),
    "a table": (b'[tenant]\nescalation = ["eskaliert"]', f"tenant is not one of {WORDS_KINDS}"),
    "more than one thing": (
        b'escalation = [1]\nresolved = [""]',
        "escalation must be a list of strings, resolved must have a letter or a digit in each word or tag",
    ),
    "no TOML": (b"escalation: eskaliert", "is not TOML"),
    "another encoding": ('callback = ["Rückruf"]'.encode("latin-1"), "is not TOML"),
}


@pytest.mark.parametrize("what", WORDS_FILES)
async def test_what_is_wrong_with_a_tenants_own_words_is_told_with_the_rest(
    what: str, tmp_path: Path
) -> None:
    content, problem = WORDS_FILES[what]
    path = tmp_path / "words.toml"
    path.write_bytes(content)
    assert await complaint(RIGHT | {"C360_WORDS_FILE": str(path), "C360_REDACT": "all"}) == unconfigured(
        "C360_REDACT must be contacts or none", f"C360_WORDS_FILE {problem}"
    )


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/nowhere/words.toml", "No such file or directory"),
        ("~/nowhere/words.toml", "No such file or directory"),
        ("~nobody-of-this-name/words.toml", "there is no such home directory"),
        ("/", "Is a directory"),
    ],
)
async def test_a_file_of_words_that_is_not_there_is_told(path: str, problem: str) -> None:
    assert await complaint(RIGHT | {"C360_WORDS_FILE": path}) == unconfigured(
        f"C360_WORDS_FILE can't be read: {problem}"
    )


def test_a_tenants_own_words_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    for encoding in ("utf-8", "utf-8-sig"):
        path.write_text('callback = ["Rückruf"]\n"callback made" = ["Erledigt"]\n', encoding)
        words = read_settings(RIGHT | {"C360_WORDS_FILE": f" {path} "}).words
        assert words == TenantWords(callback=("Rückruf",), callback_made=("Erledigt",))
    assert (
        read_settings(RIGHT).words == read_settings(RIGHT | {"C360_WORDS_FILE": " "}).words == TenantWords()
    )


async def test_a_demo_needs_no_account_and_still_tells_what_is_wrong() -> None:
    assert await complaint({"C360_TIMEZONE": "London"}, demo=True) == unconfigured(
        "C360_TIMEZONE must be an IANA time zone such as Europe/London"
    )


@pytest.mark.parametrize("region", ["us", "uk", "ca", "ap", "UK", " ap "])
async def test_each_region_has_its_address(region: str) -> None:
    path = f"/cidp-customer-360/{region.strip().lower()}/v1/public/tenants/acmecorp01/interactions-insight"
    host, line = await sent({"C360_REGION": region})
    assert (host, line) == ("api.8x8.com", f"GET {path}?email=customer%40example.com")


BASE_URLS = {
    "https://gateway.example.com": ("gateway.example.com", ""),
    "https://gateway.example.com/": ("gateway.example.com", ""),
    "https://gateway.example.com:8443/8x8/c360/": ("gateway.example.com:8443", "/8x8/c360"),
    "HTTPS://gateway.example.com": ("gateway.example.com", ""),
    "http://localhost:8361": ("localhost:8361", ""),
    "http://127.0.0.1:8361": ("127.0.0.1:8361", ""),
    "http://127.9.9.9": ("127.9.9.9", ""),
    "http://[::1]:8361": ("[::1]:8361", ""),
}


@pytest.mark.parametrize(("url", "expected"), BASE_URLS.items())
async def test_a_base_url_takes_the_place_of_the_regions(url: str, expected: tuple[str, str]) -> None:
    host, path = expected
    for region in ("", "eu", "us"):
        assert await sent({"C360_BASE_URL": url, "C360_REGION": region}) == (
            host,
            f"GET {path}/v1/public/tenants/acmecorp01/interactions-insight?email=customer%40example.com",
        )


NO_HOST = "C360_BASE_URL must be a URL with a host, without user name, query and fragment"
NOT_SAFE = "C360_BASE_URL must begin with https:// (http:// for loopback addresses alone)"
NOT_BASE_URLS = {
    "http://api.8x8.com": NOT_SAFE,
    "http://127.0.0.1.example.com": NOT_SAFE,
    "http://localhost.example.com": NOT_SAFE,
    "http://0.0.0.0": NOT_SAFE,
    "http://10.0.0.1": NOT_SAFE,
    "http://localhost@example.com": NOT_SAFE,
    "ftp://localhost": NOT_SAFE,
    "api.8x8.com": NOT_SAFE,
    "//api.8x8.com": NOT_SAFE,
    "https://": NO_HOST,
    "https:///path": NO_HOST,
    "https://user:secret@api.8x8.com": NO_HOST,
    "https://:secret@api.8x8.com": NO_HOST,
    "https://example.com\\@api.8x8.com": NO_HOST,
    "https://example.com\\.api.8x8.com": NO_HOST,
    "https://api.8x8.com?": NO_HOST,
    "https://api.8x8.com/?x=y": NO_HOST,
    "https://api.8x8.com/#": NO_HOST,
    "https://api 8x8.com": NO_HOST,
    "https://api.8x8.com/a\tb": NO_HOST,
    "https://bücher.example": NO_HOST,
    "https://[::1": "C360_BASE_URL is not a URL",
    "https://api.8x8.com:99999": "C360_BASE_URL is not a URL",
    "https://api.8x8.com/cidp-customer-360/us/v1/public": "C360_BASE_URL must end before /v1/public/",
    "https://api.8x8.com/cidp-customer-360/us/v1/public/tenants/acmecorp01/": (
        "C360_BASE_URL must end before /v1/public/"
    ),
}


@pytest.mark.parametrize(("url", "problem"), NOT_BASE_URLS.items())
async def test_a_base_url_that_could_lead_elsewhere_is_refused(url: str, problem: str) -> None:
    assert await complaint(RIGHT | {"C360_BASE_URL": url}) == unconfigured(problem)


@pytest.mark.parametrize(
    "wrong", [{}, {"C360_TIMEZONE": "London"}, {"C360_REGION": ""}, {"C360_API_KEY": f"{KEY} {KEY}"}]
)
async def test_the_key_is_in_no_message_and_no_repr(wrong: dict[str, str]) -> None:
    environ = RIGHT | wrong
    async with open_tenant(environ) as tenants:
        try:
            seen = [repr(read_settings(environ)), repr(tenants), repr(tenants.current())]
        except Misconfigured as error:
            seen = [str(error), repr(error), repr(error.args), repr(tenants)]
    assert len(seen) >= 3
    assert KEY not in "".join(seen)


@given(
    settings=st.fixed_dictionaries(
        {}, optional={name: st.text(max_size=12) for name in [*WRONG, "C360_BASE_URL"]}
    )
)
def test_any_settings_are_read_or_refused_in_one_printable_message(settings: dict[str, str]) -> None:
    with suppress(Misconfigured):
        read_settings(settings)
        return
    with pytest.raises(Misconfigured) as raised:
        read_settings(settings)
    assert str(raised.value).isprintable()
    assert str(raised.value).startswith(
        "c360-mcp is not correctly configured yet, so nothing was looked up. C360_"
    )


async def test_times_are_shown_and_read_in_the_zone_that_is_set() -> None:
    rows = {
        "interactions": [{"interactionId": "int-1", "mediaType": "PHONE", "startedAt": 1_795_217_400_000}]
    }
    given = {"start_time": "2026-11-01", "end_time": "2026-11-22T14:00"}
    texts, queries = [], []
    for zone in ("", "Europe/London", "Asia/Tokyo", "America/New_York"):
        api = replying(rows)
        async with wired(api, {"C360_TIMEZONE": zone}) as client:
            text = await told(client, "get_customer_interactions", **SEARCH, **given)
        [(_, query)] = api.asked
        queries.append(dict(query))
        texts.append(
            [text.splitlines()[0], next(line[:15] for line in text.splitlines() if line.startswith("#1 "))]
        )
    assert texts == snapshot(
        [
            [
                "E-mail address customer@example.com | 2026-11-01 00:00 to 2026-11-22 14:00 UTC | now 2026-11-22 15:47 | 1 interaction returned",
                "#1 20 Nov 23:30",
            ],
            [
                "E-mail address customer@example.com | 2026-11-01 00:00 to 2026-11-22 14:00 Europe/London | now 2026-11-22 15:47 | 1 interaction returned",
                "#1 20 Nov 23:30",
            ],
            [
                "E-mail address customer@example.com | 2026-11-01 00:00 to 2026-11-22 14:00 Asia/Tokyo | now 2026-11-23 00:47 | 1 interaction returned",
                "#1 21 Nov 08:30",
            ],
            [
                "E-mail address customer@example.com | 2026-11-01 00:00 to 2026-11-22 10:47 America/New_York (until now) | 1 interaction returned",
                "#1 20 Nov 18:30",
            ],
        ]
    )
    assert queries == snapshot(
        [
            {
                "email": "customer@example.com",
                "startTime": "2026-11-01T00:00:00+00:00",
                "endTime": "2026-11-22T14:00:00+00:00",
            },
            {
                "email": "customer@example.com",
                "startTime": "2026-11-01T00:00:00+00:00",
                "endTime": "2026-11-22T14:00:00+00:00",
            },
            {
                "email": "customer@example.com",
                "startTime": "2026-11-01T00:00:00+09:00",
                "endTime": "2026-11-22T14:00:00+09:00",
            },
            {"email": "customer@example.com", "startTime": "2026-11-01T00:00:00-04:00"},
        ]
    )


async def test_a_number_without_country_code_is_one_of_the_default_country() -> None:
    _, line = await sent({"C360_DEFAULT_COUNTRY": "gb"}, search_by="phone_number", identifier="020 7946 0123")
    assert line.endswith("?phoneNumber=%2B442079460123")


async def test_a_smaller_budget_gives_a_smaller_result() -> None:
    texts = {
        tokens: await searched(settings={"C360_RESULT_TOKENS": tokens}, identifier="facilities@example.net")
        for tokens in ("", "1000", "2500")
    }
    sizes = {tokens: estimate(text) for tokens, text in texts.items()}
    assert sizes["1000"] <= 1_000 < sizes["2500"] <= 2_500 < sizes[""] <= 8_000


async def test_addresses_other_than_the_one_searched_for_are_hidden_where_that_is_set() -> None:
    rows = {
        "interactions": [
            {"mediaType": "EMAIL", "mediaIdentifier": "other@example.org", "title": "Call +1 206 555 0177"}
        ]
    }
    async with wired(replying(rows), {"C360_REDACT": "contacts"}) as client:
        hidden = await told(client, "get_customer_interactions", **SEARCH)
    async with wired(replying(rows), {"C360_REDACT": "none"}) as client:
        shown = await told(client, "get_customer_interactions", **SEARCH)
    for said in ("other@example.org", "+1 206 555 0177"):
        assert said in shown
        assert said not in hidden
    assert "customer@example.com" in hidden


async def hanging(_: Scope, receive: Receive, __: Send) -> None:
    """An API that accepts a request and never answers; over once the caller has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def test_a_call_ends_within_the_timeout_that_is_set() -> None:
    async with connected(hanging, {"C360_TIMEOUT": "1"}) as client:
        begun = anyio.current_time()
        sentence = await refused(client, "get_customer_interactions", **SEARCH)
        took = anyio.current_time() - begun
    assert 0.5 < took < 20  # where nothing is set it takes 25
    assert sentence.split(" (request ID ")[0] == snapshot(
        "The Customer 360 API did not answer within the time that one call may take. Trying again may help; if this happens often, whoever runs this server can raise C360_TIMEOUT."
    )
