"""The door: whose token does not do is told what is missing, the way RFC 6750 and RFC 9728 have it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol

from mcp.server.auth.middleware.auth_context import AuthContextMiddleware
from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from c360_mcp.service.caller import Caller
from c360_mcp.service.issuer import KeysUnavailable
from c360_mcp.service.keys import RETRY_SECONDS
from c360_mcp.service.refusal import refusal


class TokenVerifier(Protocol):
    """Tells whose token it is."""

    async def verify_token(self, token: str) -> Caller | None:
        """The caller; None where the token is not valid. May raise `KeysUnavailable`."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a caller must bring: a token with this scope, from where the metadata says."""

    scope: str
    resource_metadata: str | None = None
    """A URL; None where no authorization server is in use."""

    def answer(self, status: HTTPStatus, sentence: str, error: str | None = None) -> Response:
        """A response that asks for a token, or says with an `error` of RFC 6750 what is wrong with the one sent."""
        parameters = {
            "realm": "c360-mcp",
            "error": error,
            "error_description": error and sentence,
            "scope": self.scope,
            "resource_metadata": self.resource_metadata,
        }
        challenge = ", ".join(f'{name}="{value}"' for name, value in parameters.items() if value)
        return _denied(status, error or "unauthorized", sentence, {"WWW-Authenticate": f"Bearer {challenge}"})


class BearerAuth:
    """Lets in callers with a token that one of the verifiers accepts, and whom the service serves."""

    def __init__(
        self,
        app: ASGIApp,
        verifiers: Sequence[TokenVerifier],
        challenge: Challenge,
        serves: Callable[[Caller], bool],
    ) -> None:
        self._app = AuthContextMiddleware(app)
        self._verifiers = verifiers
        self._challenge = challenge
        self._serves = serves

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request in, or say why not."""
        outcome = await self._identify(Headers(scope=scope))
        if isinstance(outcome, Response):
            await outcome(scope, receive, send)
            return
        scope["user"] = AuthenticatedUser(outcome)
        await self._app(scope, receive, send)

    async def _identify(self, headers: Headers) -> Caller | Response:
        token = _bearer_token(headers)
        if token is None:
            return self._challenge.answer(HTTPStatus.UNAUTHORIZED, "This server asks for a bearer token.")
        try:
            caller = await self._verify(token)
        except KeysUnavailable:
            sentence = "No token can be verified for now: the authorization server's keys can't be had."
            return refusal(HTTPStatus.SERVICE_UNAVAILABLE, sentence, retry_after=RETRY_SECONDS)
        return self._weigh(caller)

    def _weigh(self, caller: Caller | None) -> Caller | Response:
        if caller is None:
            sentence = "The token is expired, or not one for this server."
            return self._challenge.answer(HTTPStatus.UNAUTHORIZED, sentence, "invalid_token")
        if self._challenge.scope not in caller.scopes:
            sentence = f"The token lacks the scope {self._challenge.scope}."
            return self._challenge.answer(HTTPStatus.FORBIDDEN, sentence, "insufficient_scope")
        if not self._serves(caller):
            return _denied(
                HTTPStatus.FORBIDDEN, "no_tenant", "The token names no tenant that this server serves."
            )
        return caller

    async def _verify(self, token: str) -> Caller | None:
        for verifier in self._verifiers:
            if caller := await verifier.verify_token(token):
                return caller
        return None


def _bearer_token(headers: Headers) -> str | None:
    """The one token that came; none where several did."""
    values = headers.getlist("authorization")
    scheme, _, token = values[0].partition(" ") if len(values) == 1 else ("", "", "")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def _denied(status: HTTPStatus, error: str, sentence: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": error, "error_description": sentence}, status, headers)
