"""Tokens of an authorization server: which let in, and what the others are told."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import jwt
import pytest

from c360_mcp.service.app import create_app
from tests.service.api import answering, environment
from tests.service.issuer import (
    AUDIENCE,
    SCOPE,
    Issuer,
    issuing,
    key,
    public,
    signed_with_public_key,
    trusting,
    unsigned,
)
from tests.service.serving import SEARCH, call, caller, mcp_client, serving, told

pytestmark = pytest.mark.anyio

METADATA = "https://c360.example.com/.well-known/oauth-protected-resource/mcp"
HOUR = 3600


async def asked_with(token: str | None, issuer: Issuer, **settings: str) -> httpx2.Response:
    """A call at a fresh service that trusts the issuer and has a working API."""
    async with answering() as api:
        with serving(create_app(environment(api, **trusting(issuer, **settings)))) as url:
            async with caller(url, token) as http:
                return await call(http)


@pytest.fixture(scope="module")
def guarded() -> Iterator[tuple[Issuer, str]]:
    """An issuer, and a service that trusts it. For want of an API, who gets in gets no further."""
    with issuing() as issuer, serving(create_app(trusting(issuer))) as url:
        yield issuer, url


async def knock(guarded: tuple[Issuer, str], token: str) -> httpx2.Response:
    async with caller(guarded[1], token) as http:
        return await call(http)


@pytest.mark.parametrize(
    ("signed_with", "header"),
    [
        ("rsa", {}),
        ("rsa", {"alg": "PS256"}),
        ("rsa", {"alg": "RS512"}),
        ("rsa", {"typ": "JWT"}),
        ("ec", {}),
        ("ed", {}),
    ],
)
async def test_a_token_for_this_service_lets_in(
    guarded: tuple[Issuer, str], signed_with: str, header: dict[str, str]
) -> None:
    assert (await knock(guarded, guarded[0].token(signed_with, header))).status_code == 200


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_the_official_client_gets_in_with_a_token_in_either_era(mode: str) -> None:
    async with answering() as api:
        with issuing() as issuer, serving(create_app(environment(api, **trusting(issuer)))) as url:
            async with mcp_client(url, mode, issuer.token()) as client:
                result = await client.call_tool("get_customer_interactions", SEARCH)

    assert not result.is_error


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": ["https://other.example.com", AUDIENCE]},
        {"scope": None, "scp": f"openid {SCOPE}"},
        {"scope": None, "scp": ["openid", SCOPE]},
        {"scope": [SCOPE]},
        {"client_id": None, "sub": "alice"},
    ],
)
async def test_issuers_may_differ_in_how_they_put_things(
    guarded: tuple[Issuer, str], claims: dict[str, Any]
) -> None:
    assert (await knock(guarded, guarded[0].token(**claims))).status_code == 200


@pytest.mark.parametrize(("claim", "seconds"), [("exp", -10), ("nbf", 10)])
async def test_issuers_may_differ_a_little_in_their_clocks(
    guarded: tuple[Issuer, str], claim: str, seconds: int
) -> None:
    claims: dict[str, Any] = {claim: int(time.time()) + seconds}
    assert (await knock(guarded, guarded[0].token(**claims))).status_code == 200


@pytest.mark.parametrize(
    "forge",
    [
        pytest.param(lambda issuer: issuer.token(aud="https://other.example.com/mcp"), id="other audience"),
        pytest.param(lambda issuer: issuer.token(aud=None), id="no audience"),
        pytest.param(lambda issuer: issuer.token(exp=int(time.time()) - 60), id="expired"),
        pytest.param(lambda issuer: issuer.token(exp=None), id="never expires"),
        pytest.param(lambda issuer: issuer.token(nbf=int(time.time()) + 60), id="not yet valid"),
        pytest.param(lambda issuer: issuer.token(iss="https://other.example.com"), id="other issuer"),
        pytest.param(lambda issuer: issuer.token(iss=issuer.name + "/"), id="almost the issuer"),
        pytest.param(lambda issuer: issuer.token(iss=None), id="no issuer"),
        pytest.param(lambda issuer: issuer.token(header={"typ": "logout+jwt"}), id="no access token"),
        pytest.param(
            lambda issuer: issuer.token(header={"crit": ["b64"], "b64": True}), id="critical extension"
        ),
        pytest.param(lambda issuer: issuer.token("rsa-other", {"kid": "rsa"}), id="other key, known ID"),
        pytest.param(lambda issuer: issuer.token("rsa-other"), id="other key, its own ID"),
        pytest.param(
            lambda issuer: issuer.token("rsa-other", {"jwk": public("rsa-other")}), id="key sent along"
        ),
        pytest.param(lambda issuer: issuer.token("ec-other", {"kid": "ec"}), id="other key on a curve"),
        pytest.param(lambda issuer: issuer.token("ec", {"kid": "rsa"}), id="key of another kind"),
        pytest.param(lambda issuer: issuer.token()[:-8] + "AAAAAAAA", id="signature altered"),
        pytest.param(lambda issuer: unsigned(issuer.claims(), "none"), id="alg none"),
        pytest.param(lambda issuer: unsigned(issuer.claims(), "None"), id="alg None"),
        pytest.param(lambda issuer: unsigned(issuer.claims(), "RS256"), id="unsigned"),
        pytest.param(lambda issuer: signed_with_public_key(issuer.claims()), id="HMAC with the public key"),
        pytest.param(
            lambda issuer: jwt.encode(issuer.claims(), "a secret of thirty-two bytes or so", "HS256"),
            id="HMAC with a secret",
        ),
        pytest.param(lambda issuer: unsigned(issuer.claims(), ["RS256"]), id="alg in a list"),
        pytest.param(lambda issuer: unsigned(issuer.claims(), "RS256", kid=["rsa"]), id="kid in a list"),
        pytest.param(lambda _: "opaque", id="no JWT"),
        pytest.param(lambda _: "eyJ.eyJ.", id="almost a JWT"),
        pytest.param(lambda _: "W10.e30.x", id="a header that is a list"),
    ],
)
async def test_any_other_token_is_refused(
    guarded: tuple[Issuer, str], forge: Callable[[Issuer], str]
) -> None:
    answer = await knock(guarded, forge(guarded[0]))

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == (
        'Bearer realm="c360-mcp", error="invalid_token", error_description="The token is expired, or not one for '
        f'this server.", scope="c360:read", resource_metadata="{METADATA}"'
    )
    assert answer.json() == {
        "error": "invalid_token",
        "error_description": "The token is expired, or not one for this server.",
    }


async def test_who_brings_no_token_is_told_where_to_get_one() -> None:
    with issuing() as issuer:
        answer = await asked_with(None, issuer)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == (
        f'Bearer realm="c360-mcp", scope="c360:read", resource_metadata="{METADATA}"'
    )
    assert told(answer) == "This server asks for a bearer token."


@pytest.mark.parametrize("authorization", ["Basic Y29waWxvdDp4", "Bearer", "opaque"])
async def test_what_is_not_a_bearer_token_counts_as_none(
    guarded: tuple[Issuer, str], authorization: str
) -> None:
    async with caller(guarded[1]) as http:
        answer = await call(http, {"Authorization": authorization})

    assert answer.status_code == 401
    assert "error=" not in answer.headers["www-authenticate"]


async def test_two_tokens_count_as_none(guarded: tuple[Issuer, str]) -> None:
    token = f"Bearer {guarded[0].token()}"
    async with caller(guarded[1]) as http:
        answer = await http.post("/mcp", headers=[("Authorization", token), ("Authorization", token)])

    assert answer.status_code == 401


async def test_a_token_without_the_scope_is_forbidden_and_told_which() -> None:
    with issuing() as issuer:
        answer = await asked_with(issuer.token(scope="openid c360:readonly"), issuer)

    assert answer.status_code == 403
    assert answer.headers["www-authenticate"] == (
        'Bearer realm="c360-mcp", error="insufficient_scope", error_description="The token lacks the scope '
        f'c360:read.", scope="c360:read", resource_metadata="{METADATA}"'
    )


async def test_another_scope_can_be_asked_for() -> None:
    with issuing() as issuer:
        assert (await asked_with(issuer.token(scope="crm"), issuer, C360_AUTH_SCOPE="crm")).status_code == 200
        assert (await asked_with(issuer.token(), issuer, C360_AUTH_SCOPE="crm")).status_code == 403


async def test_the_metadata_of_the_resource_is_there_for_everyone(guarded: tuple[Issuer, str]) -> None:
    issuer, url = guarded
    async with caller(url) as http:
        answer = await http.get("/.well-known/oauth-protected-resource/mcp")

    assert answer.json() == {
        "resource": AUDIENCE,
        "authorization_servers": [issuer.name],
        "scopes_supported": ["c360:read", "c360:metadata"],
        "bearer_methods_supported": ["header"],
        "resource_name": "8x8 Customer 360",
    }


async def test_an_audience_that_is_no_address_goes_with_the_public_one() -> None:
    settings = {"C360_AUTH_AUDIENCE": "api://c360", "C360_PUBLIC_URL": "https://copilot.example.com/c360/mcp"}

    with issuing() as issuer:
        answer = await asked_with(issuer.token(aud="api://c360"), issuer, **settings)
        other = await asked_with(None, issuer, **settings)

    assert answer.status_code == 200
    assert other.headers["www-authenticate"].endswith(
        'resource_metadata="https://copilot.example.com/.well-known/oauth-protected-resource/c360/mcp"'
    )


async def test_the_callers_token_stays_here_and_the_api_key_does_not_come_back() -> None:
    async with answering() as api:
        with issuing() as issuer, serving(create_app(environment(api, **trusting(issuer)))) as url:
            token = issuer.token()
            async with caller(url, token) as http:
                answer = await call(http)

    assert "x-api-key: eght_acme" in api.requests[0].lower()
    assert "authorization" not in api.requests[0].lower()
    assert token not in "".join(api.requests)
    assert "eght_acme" not in answer.text + str(answer.headers)


@pytest.mark.parametrize(
    "metadata_at",
    [
        "/.well-known/oauth-authorization-server/tenant",
        "/.well-known/openid-configuration/tenant",
        "/tenant/.well-known/openid-configuration",
    ],
)
async def test_the_metadata_of_an_issuer_with_a_path_is_found_wherever_it_may_be(metadata_at: str) -> None:
    with issuing(Issuer(path="/tenant", metadata_at=metadata_at)) as issuer:
        assert (await asked_with(issuer.token(), issuer)).status_code == 200


async def test_keys_are_fetched_once_for_many_calls() -> None:
    async with answering() as api:
        with issuing() as issuer, serving(create_app(environment(api, **trusting(issuer)))) as url:
            async with caller(url, issuer.token()) as http:
                for _ in range(5):
                    assert (await call(http)).status_code == 200

    assert issuer.fetched == ["/.well-known/oauth-authorization-server", "/keys"]


async def test_a_new_key_counts_as_soon_as_a_token_names_it_and_the_old_one_goes_with_the_next_fetch() -> (
    None
):
    now = [0.0]
    async with answering() as api:
        with issuing() as issuer:
            app = create_app(environment(api, **trusting(issuer)), clock=lambda: now[0])
            with serving(app) as url:
                async with caller(url) as http:

                    async def status(signed_with: str) -> int:
                        token = {"Authorization": f"Bearer {issuer.token(signed_with)}"}
                        return (await call(http, token)).status_code

                    assert await status("rsa") == 200
                    issuer.keys = [public("rsa-next")]
                    now[0] = 31
                    assert await status("rsa-next") == 200
                    assert await status("rsa") == 401


async def test_a_withdrawn_key_goes_within_the_hour_though_no_other_is_named() -> None:
    now = [0.0]
    async with answering() as api:
        with issuing() as issuer:
            app = create_app(environment(api, **trusting(issuer)), clock=lambda: now[0])
            with serving(app) as url:
                async with caller(url, issuer.token()) as http:
                    assert (await call(http)).status_code == 200
                    issuer.keys = [public("ec")]
                    assert (await call(http)).status_code == 200
                    now[0] = HOUR + 1
                    assert (await call(http)).status_code == 401


async def test_tokens_with_unknown_keys_make_nobody_fetch_more_than_once_in_half_a_minute() -> None:
    now = [0.0]
    with issuing() as issuer, serving(create_app(trusting(issuer), clock=lambda: now[0])) as url:
        async with caller(url) as http:
            for second in (0, 1, 29, 31, 59):
                now[0] = second
                await call(
                    http, {"Authorization": f"Bearer {issuer.token('rsa-other', {'kid': str(second)})}"}
                )

    assert issuer.fetched.count("/keys") == 2


async def test_while_the_issuer_is_silent_the_keys_known_count_for_a_day() -> None:
    now = [0.0]
    async with answering() as api:
        with issuing() as issuer:
            app = create_app(environment(api, **trusting(issuer)), clock=lambda: now[0])
            with serving(app) as url:
                async with caller(url, issuer.token()) as http:
                    assert (await call(http)).status_code == 200
                    issuer.jwks = b"Bad Gateway"
                    now[0] = 23 * HOUR
                    assert (await call(http)).status_code == 200
                    now[0] = 25 * HOUR
                    answer = await call(http)

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "30"
    assert told(answer) == "No token can be verified for now: the authorization server's keys can't be had."


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"metadata_at": "/elsewhere"}, "no metadata is found there"),
        (
            {"metadata": {"issuer": "https://other.example.com"}},
            "the metadata found there is of another issuer",
        ),
        ({"metadata": {"jwks_uri": None}}, "the address of the keys is neither https nor on this machine"),
        (
            {"metadata": {"jwks_uri": "http://keys.example.com/"}},
            "the address of the keys is neither https nor on this machine",
        ),
        ({"jwks": b""}, "no keys are found there"),
        ({"jwks": b"{}"}, "no keys are found there"),
        ({"jwks": b"<html>"}, "a document is not a JSON object"),
        ({"jwks": b"[]"}, "a document is not a JSON object"),
        ({"jwks": b"[" * 100_000}, "a document is not a JSON object"),
        ({"jwks": b" " * 300_000}, "a document is too large"),
    ],
)
async def test_an_issuer_that_can_not_be_relied_on_lets_nobody_in(
    changes: dict[str, Any], why: str, caplog: pytest.LogCaptureFixture
) -> None:
    with issuing(Issuer(**changes)) as issuer:
        answer = await asked_with(issuer.token(), issuer)

    assert answer.status_code == 503
    assert caplog.messages == [f"the keys of C360_AUTH_ISSUER can't be fetched: {why}"]


async def test_an_issuer_that_is_not_there_lets_nobody_in(caplog: pytest.LogCaptureFixture) -> None:
    with issuing() as issuer:
        token, settings = issuer.token(), trusting(issuer)
    with serving(create_app(settings)) as url:
        async with caller(url, token) as http:
            assert (await call(http)).status_code == 503

    assert caplog.messages == ["the keys of C360_AUTH_ISSUER can't be fetched: ConnectError"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HTTPS_PROXY", "gopher://user:secret@proxy.test"),
        ("ALL_PROXY", "socks5://user:secret@proxy.test:1080"),
        ("SSL_CERT_FILE", "/secret/no-such-file.pem"),
    ],
)
async def test_an_issuer_behind_a_proxy_that_can_not_be_used_lets_nobody_in_and_the_proxy_is_not_quoted(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    name: str,
    value: str,
) -> None:
    with issuing() as issuer:
        token, settings = issuer.token(), trusting(issuer, C360_AUTH_ISSUER="https://issuer.invalid")
    with serving(create_app(settings)) as url:
        async with caller(url, token) as http:
            monkeypatch.setenv(name, value)
            answer = await call(http)

    assert answer.status_code == 503
    [line] = caplog.messages
    assert line == (
        "the keys of C360_AUTH_ISSUER can't be fetched: The proxy or certificate settings of this server's environment "
        "(HTTPS_PROXY, ALL_PROXY, NO_PROXY, SSL_CERT_FILE, SSL_CERT_DIR) can't be used. Whoever runs this server should "
        "correct them."
    )
    assert "secret" not in "".join([answer.text, caplog.text, *capfd.readouterr()])


@pytest.mark.parametrize(
    "keys",
    [
        [public("rsa") | {"use": "enc"}],
        [public("rsa") | {"key_ops": ["encrypt"]}],
        [public("rsa") | {"alg": "RS512"}],
        [public("rsa") | {"kid": "another"}],
        [public("rsa") | {"n": "!"}],
        [public("rsa") | {"kty": "oct", "k": "c2VjcmV0"}],
        [public("rsa") | {"use": ["sig"]}],
        [public("rsa") | {"key_ops": 1}],
        [public("rsa") | {"alg": ["RS256"]}],
        [public("rsa") | {"kid": ["rsa"]}],
        ["rsa"],
        [],
    ],
)
async def test_a_key_that_is_not_for_this_lets_nobody_in(keys: list[Any]) -> None:
    with issuing(Issuer(keys=keys)) as issuer:
        assert (await asked_with(issuer.token(), issuer)).status_code == 401


@pytest.mark.filterwarnings("ignore::jwt.InsecureKeyLengthWarning")
async def test_a_key_that_is_too_short_lets_nobody_in() -> None:
    with issuing(Issuer(keys=[public("rsa-short")])) as issuer:
        assert (await asked_with(issuer.token("rsa-short"), issuer)).status_code == 401


async def test_a_key_set_without_key_ids_will_do() -> None:
    nameless = {name: value for name, value in public("rsa").items() if name != "kid"}

    with issuing(Issuer(keys=[public("rsa-other"), nameless])) as issuer:
        assert (await asked_with(issuer.token(), issuer)).status_code == 200


async def test_a_token_that_names_no_key_is_tried_with_each() -> None:
    with issuing(Issuer(keys=[public("rsa-other"), public("rsa")])) as issuer:
        token = jwt.encode(issuer.claims(), key("rsa"), "RS256")
        assert (await asked_with(token, issuer)).status_code == 200
