"""How callers are named in logs: by what their token says of them, as far as that is harmless, or by a keyed hash."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import Any, Final

_CLIENT_CLAIMS: Final = ("client_id", "azp", "appid", "cid")
"""RFC 9068's, OpenID Connect's, that of Entra's first version, and Okta's."""
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~:/-]{0,127}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_HASH_DIGITS: Final = 16
"""Of the hash that stands for a client's ID: enough to tell clients apart."""


class CallerNames:
    """Names the callers of one issuer. An issuer may let clients choose their IDs, so these are strangers' text."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def client(self, claims: Mapping[str, Any]) -> str | None:
        """The ID of the client that a token was issued to; `hash:…` in place of one that could hold more than an ID."""
        found = (claims.get(name) for name in _CLIENT_CLAIMS)
        client = next((each for each in found if isinstance(each, str) and each), None)
        if client is None or _is_harmless(client):
            return client
        return f"hash:{self._hash('client', client)[:_HASH_DIGITS]}"

    def subject_hash(self, claims: Mapping[str, Any]) -> str | None:
        """The same for the same subject of the same issuer; not to be reversed without the key."""
        subject = claims.get("sub")
        return self._hash(str(claims.get("iss")), subject) if isinstance(subject, str) else None

    def _hash(self, kind: str, value: str) -> str:
        said = f"{kind}\0{value}".encode(errors="surrogatepass")  # JSON can hold half a character
        return hmac.new(self._key, said, hashlib.sha256).hexdigest()


def _is_harmless(client: str) -> bool:
    """Whether it is short, of usual characters, and has in it no address, phone number or card to be masked."""
    if not _PLAIN.fullmatch(client):
        return False
    if _UUID.fullmatch(client):
        return True
    from c360_mcp.intake.gate import Gate  # here, as what masks numbers is slow to import

    said = client.replace("://", "/")  # which the gate would break: nobody renders a log
    return Gate(redact_contacts=True).text(said, len(said)) == said
