"""OAuth 2.1: access tokens that an authorization server issues for this service, as JWTs (RFC 9068)."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final, NamedTuple

import jwt

from c360_mcp.service.callers.caller import Caller
from c360_mcp.service.callers.issuer import ALGORITHMS
from c360_mcp.service.callers.keys import KeySet
from c360_mcp.service.callers.names import CallerNames
from c360_mcp.service.callers.refusal_log import TokenRefused

LEEWAY_SECONDS: Final = 30
"""By which the clocks of issuer and service may differ (`exp` and `nbf`)."""

_TYPES: Final = {"jwt", "at+jwt", "application/at+jwt"}
"""Values of `typ`. An issuer signs other tokens with the same keys, such as for logging out, which give no access."""

_REASONS: Final = (
    (jwt.ExpiredSignatureError, "its token is expired"),
    (jwt.ImmatureSignatureError, "its token is not valid yet"),
    (jwt.InvalidAudienceError, "its token is for another audience (aud) than C360_AUTH_AUDIENCE"),
    (jwt.InvalidIssuerError, "its token is of another issuer (iss) than C360_AUTH_ISSUER"),
    (jwt.MissingRequiredClaimError, "its token lacks aud, exp or iss"),
    (jwt.InvalidAlgorithmError, "its token is signed in a way (alg) that is not accepted"),
    (jwt.InvalidSignatureError, "its token is signed with no key of C360_AUTH_ISSUER"),
    (jwt.DecodeError, "its token is no JWT that can be read"),
)
"""What is logged for each error, the first that fits; a subclass comes before its base."""
_SLASH: Final = (
    "its token names the issuer (iss) with a final slash where C360_AUTH_ISSUER has none, or the reverse: "
    "both must be spelled alike"
)


class OAuthSettings(NamedTuple):
    """Which issuer's tokens are accepted, and for which audience they must have been issued."""

    issuer: str
    audiences: tuple[str, ...]
    """Any of these will do; a slash at the end makes no difference."""
    resource: str
    """The address that callers use; they name it to the issuer when they ask for a token (RFC 8707)."""
    tenant_claim: str | None
    scope_claim: str | None
    """A claim that may hold scopes besides `scope` and `scp`."""

    @property
    def scope_claims(self) -> list[str]:
        """All claims that may hold scopes."""
        return ["scope", "scp", *([self.scope_claim] if self.scope_claim else [])]

    @property
    def accepted_audiences(self) -> list[str]:
        """Each audience without a slash at its end and with one, as clients and issuers write it either way."""
        return [name for given in self.audiences for name in (given.rstrip("/"), f"{given.rstrip('/')}/")]


class JwtVerifier:
    """Verifies the tokens of one issuer, and reads from their claims who is calling."""

    def __init__(self, oauth: OAuthSettings, keys: KeySet, names: CallerNames) -> None:
        self._oauth = oauth
        self._keys = keys
        self._names = names

    async def verify_token(self, token: str) -> Caller:
        """The caller, with whatever scopes the token has.

        Raises `TokenRefused` with the reason, and `KeysUnavailable` where nothing can be verified.
        """
        try:
            return self._caller(await self._claims(token))
        except jwt.InvalidIssuerError:
            raise TokenRefused(self._about_issuer(token)) from None
        except jwt.PyJWTError as error:
            raise TokenRefused(_reason(error)) from None

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
                    audience=self._oauth.accepted_audiences,
                    issuer=self._oauth.issuer,
                    leeway=LEEWAY_SECONDS,
                    options={"require": ["aud", "exp", "iss"], "enforce_minimum_key_length": True},
                )
        raise jwt.InvalidSignatureError

    def _caller(self, claims: Mapping[str, Any]) -> Caller:
        tenant = claims.get(self._oauth.tenant_claim) if self._oauth.tenant_claim else None
        return Caller(
            client_id=self._names.client(claims) or "",
            subject=self._names.subject_hash(claims),
            scopes=[word for name in self._oauth.scope_claims for word in _words(claims.get(name))],
            tenant=tenant if isinstance(tenant, str) else None,
        )

    def _about_issuer(self, token: str) -> str:
        """What to say of a token whose signature is right and whose issuer is not."""
        named = jwt.decode(token, options={"verify_signature": False})["iss"]
        alike = isinstance(named, str) and named.rstrip("/") == self._oauth.issuer.rstrip("/")
        return _SLASH if alike else _reason(jwt.InvalidIssuerError())


def _reason(error: jwt.PyJWTError) -> str:
    return next((why for kind, why in _REASONS if isinstance(error, kind)), "its token is none for access")


def _words(value: object) -> list[str]:
    """Scopes come in one string, from some issuers in a list."""
    words = value.split(" ") if isinstance(value, str) else value if isinstance(value, list) else []
    return [word for word in words if isinstance(word, str)]
