"""What whoever runs the service learns of callers who are refused, and what callers of other issuers' habits get."""

import base64
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from c360_mcp.service.app import create_app
from c360_mcp.service.callers.refusal_log import MOST_LINES, RefusalLog
from c360_mcp.service.callers.static_tokens import new_token
from tests.service.issuer import AUDIENCE, SCOPE, Issuer, issuing, trusting, unsigned
from tests.service.serving import call, caller, serving

pytestmark = pytest.mark.anyio

OTHER = "https://other.example.com"


def of_payload(payload: bytes) -> str:
    """A token with this payload and a signature that is none."""
    parts = (b'{"alg":"RS256","typ":"JWT","kid":"rsa"}', payload, b"signature")
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    with issuing() as issuer:
        yield issuer


async def knock(settings: dict[str, str], *tokens: str) -> list[int]:
    with serving(create_app(settings)) as url:
        async with caller(url) as http:
            return [(await call(http, {"Authorization": f"Bearer {token}"})).status_code for token in tokens]


@pytest.mark.parametrize(
    ("settings", "claims", "status"),
    [
        ({}, {"aud": f"{AUDIENCE}/"}, 200),
        ({"C360_AUTH_AUDIENCE": f"{AUDIENCE}/"}, {"aud": AUDIENCE}, 200),
        ({"C360_AUTH_AUDIENCE": f"{AUDIENCE}/"}, {"aud": [OTHER, f"{AUDIENCE}/"]}, 200),
        ({}, {"aud": f"{AUDIENCE}//"}, 401),
        ({}, {"aud": f"{AUDIENCE}/other"}, 401),
        ({"C360_AUTH_AUDIENCE": f"{AUDIENCE}, api://c360"}, {"aud": "api://c360"}, 200),
        ({"C360_AUTH_AUDIENCE": f"{AUDIENCE}, api://c360"}, {"aud": AUDIENCE}, 200),
        ({"C360_AUTH_AUDIENCE": f"api://c360,{AUDIENCE}"}, {"aud": f"{AUDIENCE}, api://c360"}, 401),
        ({}, {"scope": None, "roles": [SCOPE]}, 403),
        ({"C360_AUTH_SCOPE_CLAIM": "roles"}, {"scope": None, "roles": [SCOPE]}, 200),
        ({"C360_AUTH_SCOPE_CLAIM": "roles"}, {"scope": None, "roles": f"reader {SCOPE}"}, 200),
        ({"C360_AUTH_SCOPE_CLAIM": "roles"}, {"scope": None, "scp": SCOPE}, 200),
        ({"C360_AUTH_SCOPE_CLAIM": "roles"}, {"scope": None, "roles": {SCOPE: True}}, 403),
        ({"C360_AUTH_SCOPE_CLAIM": "roles"}, {"scope": None, "roles": [[SCOPE], 1]}, 403),
        ({"C360_AUTH_SCOPE_CLAIM": "https://example.com/roles"}, {"https://example.com/roles": [SCOPE]}, 200),
    ],
)
async def test_what_an_issuer_means_counts_however_it_puts_it(
    issuer: Issuer, settings: dict[str, str], claims: dict[str, Any], status: int
) -> None:
    assert await knock(trusting(issuer, **settings), issuer.token(**claims)) == [status]


REFUSALS: list[tuple[Callable[[Issuer], str], str]] = [
    (lambda issuer: issuer.token(exp=int(time.time()) - 60), "its token is expired"),
    (lambda issuer: issuer.token(nbf=int(time.time()) + 60), "its token is not valid yet"),
    (
        lambda issuer: issuer.token(aud="customer@example.com"),
        "its token is for another audience (aud) than C360_AUTH_AUDIENCE",
    ),
    (lambda issuer: issuer.token(iss=OTHER), "its token is of another issuer (iss) than C360_AUTH_ISSUER"),
    (
        lambda issuer: issuer.token(iss=f"{issuer.name}/"),
        (
            "its token names the issuer (iss) with a final slash where C360_AUTH_ISSUER has none, or the reverse: both "
            "must be spelled alike"
        ),
    ),
    (lambda issuer: issuer.token(exp=None), "its token lacks aud, exp or iss"),
    (
        lambda issuer: unsigned(issuer.claims(), "none"),
        "its token is signed in a way (alg) that is not accepted",
    ),
    (lambda issuer: issuer.token("rsa-other"), "its token is signed with no key of C360_AUTH_ISSUER"),
    (lambda _: "customer@example.com", "its token is no JWT that can be read"),
    (lambda _: of_payload(b"[" * 9_000), "its token is signed with no key of C360_AUTH_ISSUER"),
    (lambda issuer: issuer.token(header={"typ": "logout+jwt"}), "its token is none for access"),
    (
        lambda issuer: issuer.token(scope="customer@example.com"),
        "the token of copilot lacks the scope c360:read",
    ),
]


@pytest.mark.parametrize(("forge", "why"), REFUSALS)
async def test_a_caller_who_is_refused_leaves_one_line_in_our_words(
    issuer: Issuer, caplog: pytest.LogCaptureFixture, forge: Callable[[Issuer], str], why: str
) -> None:
    token = forge(issuer)
    [status] = await knock(trusting(issuer), token)

    assert status in {401, 403}
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("WARNING", f"a caller was refused: {why}")
    ]


async def test_a_static_token_that_is_refused_leaves_one_line_in_our_words(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    token, client = new_token("copilot", "elsewhere")
    (tmp_path / "tokens").write_text(str(client), encoding="utf-8")

    assert await knock({"C360_AUTH_TOKENS_FILE": str(tmp_path / "tokens")}, "c360_guess", token) == [401, 403]

    assert caplog.messages == [
        "a caller was refused: its token is in no line of C360_AUTH_TOKENS_FILE, or past the last day that the line names",
        "a caller was refused: the token of copilot names no tenant that is served",
    ]


async def test_who_asks_without_a_token_is_told_so_and_leaves_no_line(
    issuer: Issuer, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(create_app(trusting(issuer))) as url:
        async with caller(url) as http:
            assert (await call(http)).status_code == 401

    assert caplog.messages == []


def test_a_flood_of_refusals_leaves_ten_lines_a_minute_and_a_count(caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    refusals = RefusalLog(lambda: now[0])
    for _ in range(1_000):
        refusals.note("its token is expired")
    now[0] = 59.9
    refusals.note("its token is expired")
    assert caplog.messages == ["a caller was refused: its token is expired"] * MOST_LINES

    now[0] = 60.0
    refusals.note("its token is expired")
    refusals.note("its token is expired")
    assert caplog.messages[MOST_LINES:] == [
        "a caller was refused: its token is expired (991 more were refused since the last such line)",
        "a caller was refused: its token is expired",
    ]


@pytest.mark.parametrize(
    ("configured", "named", "hint"),
    [("", "/", "has a slash at its end"), ("/", "", "has no slash at its end")],
)
async def test_an_issuer_whose_metadata_spells_it_with_another_end_is_named_as_such(
    caplog: pytest.LogCaptureFixture, configured: str, named: str, hint: str
) -> None:
    with issuing() as issuer:
        issuer.metadata = {"issuer": issuer.name + named}
        settings = trusting(issuer, C360_AUTH_ISSUER=issuer.name + configured)
        assert await knock(settings, issuer.token()) == [503]

    assert caplog.messages == [
        (
            f"the keys of C360_AUTH_ISSUER can't be fetched: the issuer that the metadata names {hint}, so "
            "C360_AUTH_ISSUER must be spelled likewise"
        )
    ]
