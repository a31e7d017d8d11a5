"""Tokens as an auditor would try them: beside each what the answer must be, and it is never a failure inside."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from c360_mcp.service.app import create_app
from tests.service.issuer import SCOPE, Issuer, issuing, key, trusting
from tests.service.serving import CALL_HEADERS, call_body, caller, serving

pytestmark = pytest.mark.anyio

HEAD = b'{"alg":"RS256","kid":"rsa","typ":"JWT"}'
DEEP = b"[" * 4_000 + b"]" * 4_000
LONG_AGO, FAR_AHEAD = 1_600_000_000, 4_000_000_000
"""Fixed, as the names of tests are made of them."""
AUDIENCE_TWICE = b', "aud": "https://other.example.com"}'


@pytest.fixture(scope="module")
def guarded() -> Iterator[tuple[Issuer, str]]:
    with issuing() as issuer, serving(create_app(trusting(issuer))) as url:
        yield issuer, url


def encoded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def signed(head: bytes, payload: bytes) -> str:
    """A token of any bytes with the issuer's own signature, as if it had made them."""
    private = key("rsa")
    assert isinstance(private, rsa.RSAPrivateKey)
    said = f"{encoded(head)}.{encoded(payload)}"
    return f"{said}.{encoded(private.sign(said.encode(), padding.PKCS1v15(), SHA256()))}"


def claimed(issuer: Issuer, claims: dict[str, Any]) -> bytes:
    return json.dumps(issuer.claims() | claims).encode()


async def status(url: str, headers: list[tuple[str, str]], path: str = "/mcp") -> int:
    async with caller(url) as http:
        answer = await http.post(path, json=call_body(), headers=[*CALL_HEADERS.items(), *headers])
    return answer.status_code


async def status_of(url: str, token: str) -> int:
    return await status(url, [("Authorization", f"Bearer {token}")])


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (HEAD, 200),
        (b'{"alg":"RS256","jku":"http://127.0.0.1:1/","x5u":"http://127.0.0.1:1/"}', 200),
        (b"[" * 9_000, 401),
        (b'{"alg":"RS256","x":' + b"9" * 5_000 + b"}", 401),
        (b'{"alg":"RS256","kid":"../../../dev/null"}', 401),
        (b'{"alg":"RS256","kid":"\\u0000"}', 401),
        (b'{"alg":"RS256","kid":"\\ud800"}', 401),
        (b'{"alg":"RS256","kid":7}', 401),
        (b'{"alg":"RS256","alg":"none"}', 401),
        (b'{"alg":"RS256","alg":"HS256"}', 401),
        (b'{"alg":"RS256","typ":["JWT"]}', 401),
        (b'{"alg":"RS256","crit":["exp"],"exp":1}', 401),
        (b'{"alg":"RS256","crit":[]}', 401),
        (b'{"alg":"RS256","b64":false}', 401),
        (b'{"alg":null}', 401),
        (b"{}", 401),
        (b"null", 401),
        (b'"RS256"', 401),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_a_head_that_means_something_else_is_not_let_in(
    guarded: tuple[Issuer, str], head: bytes, expected: int
) -> None:
    issuer, url = guarded
    assert await status_of(url, signed(head, claimed(issuer, {}))) == expected


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({"exp": float("inf")}, 401),
        ({"exp": float("nan")}, 401),
        ({"exp": True}, 401),
        ({"exp": [1]}, 401),
        ({"exp": LONG_AGO}, 401),
        ({"iat": FAR_AHEAD}, 401),
        ({"nbf": "soon"}, 401),
        ({"aud": []}, 401),
        ({"aud": {"https://c360.example.com/mcp": True}}, 401),
        ({"aud": [{"https://c360.example.com/mcp": True}]}, 401),
        ({"iss": ["http://127.0.0.1"]}, 401),
        ({"iss": {}}, 401),
        ({"sub": 7}, 401),
        ({"scope": SCOPE.upper()}, 403),
        ({"scope": f"{SCOPE}:more"}, 403),
        ({"scope": f"openid\u00a0{SCOPE}"}, 403),
        ({"scope": f"openid\n{SCOPE}"}, 403),
        ({"scope": 7}, 403),
        ({"scope": {SCOPE: SCOPE}}, 403),
    ],
    ids=str,
)
async def test_claims_of_another_form_are_not_taken_for_what_they_resemble(
    guarded: tuple[Issuer, str], claims: dict[str, Any], expected: int
) -> None:
    issuer, url = guarded
    assert await status_of(url, signed(HEAD, claimed(issuer, claims))) == expected


@pytest.mark.parametrize("payload", [b"[1]", b'"x"', b"null", DEEP, b"\xff", b"{", b""])
async def test_a_payload_that_is_no_object_is_not_let_in(guarded: tuple[Issuer, str], payload: bytes) -> None:
    assert await status_of(guarded[1], signed(HEAD, payload)) == 401


async def test_of_a_claim_that_stands_twice_the_last_counts_for_everyone(guarded: tuple[Issuer, str]) -> None:
    issuer, url = guarded
    assert await status_of(url, signed(HEAD, claimed(issuer, {})[:-1] + AUDIENCE_TWICE)) == 401


@pytest.mark.parametrize("end", ["=", ".x", ".x.y", "====", "\u00e9".encode().decode("latin-1")])
async def test_nothing_may_follow_a_token(guarded: tuple[Issuer, str], end: str) -> None:
    issuer, url = guarded
    async with caller(url) as http:
        headers = {b"Authorization": f"Bearer {issuer.token()}{end}".encode("latin-1")}
        answer = await http.post("/mcp", json=call_body(), headers=headers)

    assert answer.status_code == 401


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
async def test_the_name_of_the_scheme_is_read_in_any_case(guarded: tuple[Issuer, str], scheme: str) -> None:
    issuer, url = guarded
    assert await status(url, [("Authorization", f"{scheme} {issuer.token()}")]) == 200


@pytest.mark.parametrize(
    "headers",
    [
        [("Authorization", "Bearer x"), ("Authorization", "Bearer {token}")],
        [("Authorization", "Bearer {token}"), ("Authorization", "Bearer {token}")],
        [("Authorization", "Basic eDp4"), ("Authorization", "Bearer {token}")],
        [("Authorization", "Bearer x, Bearer {token}")],
        [("Authorization", "Bearer {token} x")],
        [("Authorization", 'Bearer "{token}"')],
        [("Authorization", "Bearer\t{token}")],
        [("Authorization", "{token}")],
        [("Proxy-Authorization", "Bearer {token}")],
        [("X-Forwarded-Authorization", "Bearer {token}")],
        [("Cookie", "access_token={token}")],
    ],
    ids=str,
)
async def test_a_token_counts_in_one_place_alone(
    guarded: tuple[Issuer, str], headers: list[tuple[str, str]]
) -> None:
    issuer, url = guarded
    filled = [(name, value.format(token=issuer.token())) for name, value in headers]
    assert await status(url, filled) == 401


async def test_a_token_in_an_address_does_not_count_and_is_not_logged(
    guarded: tuple[Issuer, str], caplog: pytest.LogCaptureFixture
) -> None:
    issuer, url = guarded
    token = issuer.token()
    assert await status(url, [], f"/mcp?access_token={token}") == 401
    assert token not in caplog.text
