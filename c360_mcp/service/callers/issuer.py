"""The keys of an authorization server: its metadata (RFC 8414, OpenID Connect) says where its JWKS is."""

from collections.abc import Iterator
from contextlib import suppress
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

import anyio
import httpx2
import jwt
from mcp.client.auth.utils import build_oauth_authorization_server_metadata_discovery_urls
from pydantic_core import from_json

from c360_mcp.errors import Misconfigured
from c360_mcp.upstream.session import open_session
from c360_mcp.web_address import is_loopback

FETCH_SECONDS = 5.0
LARGEST_DOCUMENT = 256 * 1024

ALGORITHMS: Final = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), ("RSA", None)),
    "ES256": ("EC", "P-256"),
    "ES384": ("EC", "P-384"),
    "ES512": ("EC", "P-521"),
    "EdDSA": ("OKP", "Ed25519"),
}
"""Signature algorithms that are accepted, and the type and curve of the keys that each takes.

None is symmetric: an attacker could then sign tokens with the public key, which everybody knows (algorithm
confusion).
"""


class KeysUnavailable(Exception):  # noqa: N818  says what happened
    """No keys could be had, so that tokens can neither be accepted nor refused."""


async def fetch_keys(issuer: str) -> tuple[jwt.PyJWK, ...]:
    """All keys of the issuer that may verify tokens, each as often as there are algorithms that it can be used with."""
    try:
        with anyio.fail_after(FETCH_SECONDS):
            return _usable_keys(await _document(await _find_jwks(issuer)))
    except Misconfigured as error:
        raise KeysUnavailable(str(error)) from None
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
        raise KeysUnavailable(type(error).__name__) from None
    except ValueError as error:
        raise KeysUnavailable(str(error)) from None


async def _find_jwks(issuer: str) -> str:
    for url in build_oauth_authorization_server_metadata_discovery_urls(issuer, issuer):
        metadata = await _document(url)
        if metadata is None:
            continue
        if (named := metadata.get("issuer")) != issuer:
            raise ValueError(_other_issuer(named, issuer))
        return _trustworthy(str(metadata.get("jwks_uri")))
    raise ValueError("no metadata is found there")


def _other_issuer(named: object, issuer: str) -> str:
    if isinstance(named, str) and named.rstrip("/") == issuer.rstrip("/"):
        slash = "has a" if named.endswith("/") else "has no"
        return f"the issuer that the metadata names {slash} slash at its end, so C360_AUTH_ISSUER must be spelled likewise"
    return "the metadata found there is of another issuer"


async def _document(url: str) -> dict[str, Any] | None:
    """A JSON object; None where the answer is not 200. Redirects are not followed."""
    body = bytearray()
    async with open_session(url) as http, http.stream("GET", url) as response:
        if response.status_code != HTTPStatus.OK:
            return None
        async for piece in response.aiter_bytes():
            body += piece
            if len(body) > LARGEST_DOCUMENT:
                raise ValueError("a document is too large")
    with suppress(ValueError):
        document = from_json(bytes(body))
        if isinstance(document, dict):
            return document
    raise ValueError("a document is not a JSON object")


def _trustworthy(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        return url
    raise ValueError("the address of the keys is neither https nor on this machine")


def _usable_keys(document: dict[str, Any] | None) -> tuple[jwt.PyJWK, ...]:
    keys = document.get("keys") if document else None
    if isinstance(keys, list):
        return tuple(usable for key in keys if _verifies(key) for usable in _per_algorithm(key))
    raise ValueError("no keys are found there")


def _per_algorithm(key: dict[str, Any]) -> Iterator[jwt.PyJWK]:
    for algorithm, kind in ALGORITHMS.items():
        if kind == (key.get("kty"), key.get("crv")) and key.get("alg") in (None, algorithm):
            with suppress(jwt.PyJWTError):
                yield jwt.PyJWK(key, algorithm)


def _verifies(key: object) -> bool:
    if not isinstance(key, dict) or key.get("use") not in (None, "sig"):
        return False
    operations = key.get("key_ops", ["verify"])
    return isinstance(operations, list) and "verify" in operations
