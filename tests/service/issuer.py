"""An authorization server: its metadata and key set over real HTTP, and tokens signed with its keys."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from starlette.types import Receive, Scope, Send

from c360_mcp.sandbox.serve import running

AUDIENCE = "https://c360.example.com/mcp"
SCOPE = "c360:read"

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


@cache
def key(name: str) -> Key:
    """A key by its ID, which begins with its kind; making RSA keys takes long."""
    if name.startswith("rsa"):
        return rsa.generate_private_key(65537, 1024 if name.startswith("rsa-short") else 2048)
    return (
        ed25519.Ed25519PrivateKey.generate()
        if name.startswith("ed")
        else ec.generate_private_key(ec.SECP256R1())
    )


def algorithm(name: str) -> str:
    return {"rsa": "RS256", "ec": "ES256", "ed": "EdDSA"}[name.partition("-")[0]]


def public(name: str) -> dict[str, Any]:
    """The public half, as a JWK."""
    jwk = jwt.get_algorithm_by_name(algorithm(name)).to_jwk(key(name).public_key(), as_dict=True)
    return {name: value for name, value in jwk.items() if name != "key_ops"} | {"kid": name}


@dataclass
class Issuer:
    """What it publishes can be changed at any time."""

    url: str = ""
    path: str = ""
    """Of the issuer's own address, where it has one."""
    metadata_at: str = "/.well-known/oauth-authorization-server"
    metadata: dict[str, Any] = field(default_factory=dict)
    keys: list[dict[str, Any]] = field(default_factory=lambda: [public("rsa"), public("ec"), public("ed")])
    jwks: bytes | None = None
    """In place of `keys`."""
    fetched: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.url + self.path

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        self.fetched.append(scope["path"])
        body = self._document(scope["path"])
        await send({"type": "http.response.start", "status": 200 if body else 404, "headers": []})
        await send({"type": "http.response.body", "body": body or b""})

    def _document(self, path: str) -> bytes | None:
        if path == self.metadata_at:
            standard = {"issuer": self.name, "jwks_uri": f"{self.url}/keys?all"}
            return json.dumps(standard | self.metadata).encode()
        if path == "/keys":
            return self.jwks if self.jwks is not None else json.dumps({"keys": self.keys}).encode()
        return None

    def claims(self, **more: Any) -> dict[str, Any]:
        now = int(time.time())
        usual = {"iss": self.name, "aud": AUDIENCE, "exp": now + 300, "iat": now, "scope": f"openid {SCOPE}"}
        return {
            name: value
            for name, value in (usual | {"client_id": "copilot"} | more).items()
            if value is not None
        }

    def token(self, signed_with: str = "rsa", header: Mapping[str, Any] | None = None, **claims: Any) -> str:
        """A token; a claim that is None is left out."""
        headers = {"kid": signed_with, "typ": "at+jwt"} | dict(header or {})
        return jwt.encode(
            self.claims(**claims), key(signed_with), headers.pop("alg", algorithm(signed_with)), headers
        )


def unsigned(claims: Mapping[str, Any], alg: object, kid: object = "rsa") -> str:
    """A token with an empty signature."""
    return f"{_part({'alg': alg, 'typ': 'JWT', 'kid': kid})}.{_part(claims)}."


def signed_with_public_key(claims: Mapping[str, Any], name: str = "rsa") -> str:
    """A token whose HMAC key is the public key, which everyone knows."""
    pem = key(name).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signed = f"{_part({'alg': 'HS256', 'typ': 'JWT', 'kid': name})}.{_part(claims)}"
    return f"{signed}.{_encoded(hmac.new(pem, signed.encode(), hashlib.sha256).digest())}"


def _part(value: Mapping[str, Any]) -> str:
    return _encoded(json.dumps(value).encode())


def _encoded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


@contextmanager
def issuing(issuer: Issuer | None = None) -> Iterator[Issuer]:
    issuer = issuer or Issuer()
    with running(issuer) as url:
        issuer.url = url
        yield issuer


def trusting(issuer: Issuer, **more: str) -> dict[str, str]:
    """Settings that make its tokens count."""
    return {"C360_AUTH_ISSUER": issuer.name, "C360_AUTH_AUDIENCE": AUDIENCE} | more
