"""OAuth 2.1: access tokens that an authorization server issues for this service, as JWTs (RFC 9068)."""

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import jwt

from c360_mcp.service.callers.caller import Caller
from c360_mcp.service.callers.issuer import ALGORITHMS
from c360_mcp.service.callers.keys import KeySet

LEEWAY_SECONDS: Final = 30
"""By which the clocks of issuer and service may differ (`exp` and `nbf`)."""

_TYPES: Final = {"jwt", "at+jwt", "application/at+jwt"}
"""Values of `typ`. An issuer signs other tokens with the same keys, such as for logging out, which give no access."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OAuthSettings:
    """Which issuer's tokens are accepted, and for which audience they must have been issued."""

    issuer: str
    audience: str
    resource: str
    """The address that callers use; they name it to the issuer when they ask for a token (RFC 8707)."""
    tenant_claim: str | None


class JwtVerifier:
    """Verifies the tokens of one issuer, and reads from their claims who is calling."""

    def __init__(self, oauth: OAuthSettings, keys: KeySet) -> None:
        self._oauth = oauth
        self._keys = keys

    async def verify_token(self, token: str) -> Caller | None:
        """The caller, with whatever scopes the token has; raises `KeysUnavailable` where nothing can be verified."""
        try:
            return self._caller(await self._claims(token))
        except jwt.PyJWTError as error:
            logger.info("a token was refused: %s", type(error).__name__)
            return None

    async def _claims(self, token: str) -> dict[str, Any]:
        header = jwt.get_unverified_header(token)
        algorithm = header.get("alg")
        if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
            raise jwt.InvalidAlgorithmError
        if str(header.get("typ", "jwt")).lower() not in _TYPES:
            raise jwt.InvalidTokenError
        for key in await self._keys.matching(algorithm, header.get("kid")):
            with suppress(jwt.InvalidSignatureError):
                return jwt.decode(
                    token,
                    key,
                    algorithms=[algorithm],
                    audience=self._oauth.audience,
                    issuer=self._oauth.issuer,
                    leeway=LEEWAY_SECONDS,
                    options={"require": ["aud", "exp", "iss"], "enforce_minimum_key_length": True},
                )
        raise jwt.InvalidSignatureError

    def _caller(self, claims: Mapping[str, Any]) -> Caller:
        tenant = claims.get(self._oauth.tenant_claim) if self._oauth.tenant_claim else None
        names = (claims.get(name) for name in ("client_id", "azp", "sub"))
        return Caller(
            client_id=next((name for name in names if isinstance(name, str)), ""),
            scopes=[*_words(claims.get("scope")), *_words(claims.get("scp"))],
            tenant=tenant if isinstance(tenant, str) else None,
        )


def _words(value: object) -> list[str]:
    """Scopes come in one string, from some issuers in a list."""
    words = value.split() if isinstance(value, str) else value if isinstance(value, list) else []
    return [word for word in words if isinstance(word, str)]
