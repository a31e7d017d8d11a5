"""The recipes of docs/operating.md, against issuers that publish and sign as the real ones do."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest

from c360_mcp.service.app import create_app
from tests.packaging.checkout import PAGES
from tests.service.issuer import Issuer, issuing, public
from tests.service.serving import call, caller, serving

pytestmark = pytest.mark.anyio

GUID = "22223333-cccc-4444-dddd-5555eeee6666"
USERINFO = "https://example.eu.auth0.com/userinfo"


def recipe(name: str) -> dict[str, str]:
    """The settings that stand below a heading."""
    found = re.search(
        rf"^### {name}\n.*?^```sh\n(.*?)^```", PAGES["docs/operating.md"], re.MULTILINE | re.DOTALL
    )
    assert found
    return dict(line.split("=", 1) for line in found[1].splitlines())


RECIPES = {name: recipe(name) for name in ("Entra ID", "Okta", "Auth0", "Keycloak")}


@dataclass(frozen=True)
class Kind:
    """What is particular to an issuer; claims that are None are left out."""

    person: dict[str, Any]
    machine: dict[str, Any]
    wrong: dict[str, Any]
    """What its tokens hold where the step that the recipe warns of is left out."""
    of_keys: dict[str, Any] = field(default_factory=dict)
    """What it says of each key besides."""
    other_keys: tuple[dict[str, Any], ...] = ()
    typ: str = "JWT"
    """In the header of its tokens; empty where there is none."""


NOBODY = {"client_id": None, "scope": None}
KINDS = {
    "Entra ID": Kind(
        person=NOBODY
        | {"scp": "c360:read", "azp": GUID, "oid": GUID, "sub": "AAAA", "tid": GUID, "ver": "2.0"},
        machine=NOBODY | {"roles": ["c360:read"], "azp": GUID, "azpacr": "1", "ver": "2.0"},
        wrong=NOBODY | {"scp": "c360:read", "iss": f"https://sts.windows.net/{GUID}/", "ver": "1.0"},
        of_keys={
            "x5t": "AbCd",
            "x5c": ["MIIC"],
            "issuer": "https://login.microsoftonline.com/{tenantid}/v2.0",
        },
    ),
    "Okta": Kind(
        person=NOBODY
        | {"scp": ["openid", "c360:read"], "cid": "0oa1b2", "uid": "00u1", "sub": "a@example.com"},
        machine=NOBODY | {"scp": ["c360:read"], "cid": "0oa1b2", "sub": "0oa1b2"},
        wrong=NOBODY | {"scp": ["c360:read"], "aud": "api://default"},
        of_keys={"alg": "RS256"},
        typ="",
    ),
    "Auth0": Kind(
        person=NOBODY | {"scope": "openid c360:read", "azp": "aBcD", "sub": "auth0|1", "permissions": []},
        machine=NOBODY | {"permissions": ["c360:read"], "azp": "aBcD", "gty": "client-credentials"},
        wrong=NOBODY | {"scope": "openid", "aud": [USERINFO]},
        of_keys={"alg": "RS256", "x5t": "AbCd", "x5c": ["MIIC"]},
    ),
    "Keycloak": Kind(
        person=NOBODY | {"scope": "email profile c360:read", "azp": "claude", "typ": "Bearer", "sub": GUID},
        machine=NOBODY | {"scope": "c360:read", "azp": "dialler", "typ": "Bearer", "client_id": "dialler"},
        wrong=NOBODY | {"scope": "c360:read", "aud": "account", "typ": "Bearer"},
        of_keys={"alg": "RS256"},
        other_keys=(public("rsa-encryption") | {"use": "enc", "alg": "RSA-OAEP"},),
    ),
}


@contextmanager
def service(name: str) -> Iterator[tuple[Issuer, str]]:
    """An issuer of this kind on this machine, and a service with the recipe's settings, but for the issuer's host."""
    settings, kind = RECIPES[name], KINDS[name]
    path = urlsplit(settings["C360_AUTH_ISSUER"]).path
    at = f"{path.rstrip('/')}/.well-known/openid-configuration"
    keys = [*kind.other_keys, public("rsa") | {"use": "sig"} | kind.of_keys]
    with issuing(Issuer(path=path, metadata_at=at, keys=keys)) as issuer:
        app = create_app(settings | {"C360_AUTH_ISSUER": issuer.name}, demo=True)
        with serving(app) as url:
            yield issuer, url


async def status(name: str, claims: dict[str, Any]) -> int:
    with service(name) as (issuer, url):
        audience = RECIPES[name]["C360_AUTH_AUDIENCE"]
        token = issuer.token("rsa", {"typ": KINDS[name].typ}, **{"aud": audience} | claims)
        async with caller(url, token) as http:
            return (await call(http)).status_code


@pytest.mark.parametrize("name", RECIPES)
async def test_people_and_machines_get_in_as_the_recipe_says(name: str) -> None:
    assert await status(name, KINDS[name].person) == 200
    assert await status(name, KINDS[name].machine) == 200


@pytest.mark.parametrize("name", RECIPES)
async def test_without_the_step_that_the_recipe_names_nobody_gets_in(name: str) -> None:
    assert await status(name, KINDS[name].wrong) == 401


async def test_auth0_puts_the_audience_into_a_list() -> None:
    audiences = [RECIPES["Auth0"]["C360_AUTH_AUDIENCE"], USERINFO]

    assert await status("Auth0", KINDS["Auth0"].person | {"aud": audiences}) == 200


@pytest.mark.parametrize("name", RECIPES)
async def test_a_client_is_led_to_the_issuer_by_the_address_that_it_calls(name: str) -> None:
    with service(name) as (issuer, url):
        async with caller(url) as http:
            refused = await call(http)
            found = (await http.get("/.well-known/oauth-protected-resource/mcp")).json()

    challenge = refused.headers["www-authenticate"]
    assert (
        'resource_metadata="https://c360.example.com/.well-known/oauth-protected-resource/mcp"' in challenge
    )
    assert found["resource"] == "https://c360.example.com/mcp"
    assert found["authorization_servers"] == [issuer.name]
    assert found["scopes_supported"] == ["c360:read", "c360:metadata"]


async def test_tokens_of_oktas_organisation_itself_let_nobody_in() -> None:
    with service("Okta") as (issuer, url):
        token = issuer.token("rsa", {"typ": "application/okta-internal-at+jwt"}, **KINDS["Okta"].person)
        async with caller(url, token) as http:
            assert (await call(http)).status_code == 401
