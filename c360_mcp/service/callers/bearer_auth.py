"""Bearer authentication: a caller without a good token is told what is missing, as RFC 6750 and RFC 9728 have it."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Final, NamedTuple, Protocol

from mcp.server.auth.middleware.auth_context import AuthContextMiddleware
from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from c360_mcp.server.contract import GET_TRANSCRIPT_SUMMARIES
from c360_mcp.service.callers.caller import Caller
from c360_mcp.service.callers.issuer import KeysUnavailable
from c360_mcp.service.callers.keys import RETRY_SECONDS
from c360_mcp.service.callers.refusal_log import RefusalLog, TokenRefused
from c360_mcp.service.refusal import denial, refusal
from c360_mcp.telemetry.request_record import current_request, request_record


class TokenVerifier(Protocol):
    """Tells whose token it is."""

    async def verify_token(self, token: str) -> Caller | None:
        """The caller; None where nothing is known of the token. May raise `TokenRefused` and `KeysUnavailable`."""


_UNKNOWN: Final = "its token is in no line of C360_AUTH_TOKENS_FILE, or past the last day that the line names"


class Challenge(NamedTuple):
    """The `WWW-Authenticate` header of a denial: that a bearer token is wanted, with which scope and from where."""

    scope: str
    """The one that grants everything."""
    resource_metadata: str | None = None
    """Where RFC 9728's metadata is, which names the authorization server; None where none is in use."""

    def denial(self, status: HTTPStatus, sentence: str, error: str | None = None) -> Response:
        """A denial with this header; `error`, one of RFC 6750, says what is wrong with the token that was sent."""
        parameters = {
            "realm": "c360-mcp",
            "error": error,
            "error_description": error and sentence,
            "scope": self.scope,
            "resource_metadata": self.resource_metadata,
        }
        challenge = ", ".join(f'{name}="{value}"' for name, value in parameters.items() if value)
        return denial(status, error or "unauthorized", sentence, {"WWW-Authenticate": f"Bearer {challenge}"})


class BearerAuth:
    """Lets in callers whose token one of the verifiers accepts, has a scope, and names a tenant that is served.

    `metadata_scope` is the one that grants interactions alone.
    """

    def __init__(
        self,
        app: ASGIApp,
        verifiers: Sequence[TokenVerifier],
        challenge: Challenge,
        metadata_scope: str,
        serves: Callable[[Caller], bool],
        refusals: RefusalLog,
    ) -> None:
        self._app = AuthContextMiddleware(app)
        self._verifiers = verifiers
        self._challenge = challenge
        self._metadata_scope = metadata_scope
        self._serves = serves
        self._refusals = refusals

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the caller in, or say why not."""
        with request_record():
            outcome = await self._authenticate(Headers(scope=scope))
            if isinstance(outcome, Response):
                await outcome(scope, receive, send)
                return
            scope["user"] = AuthenticatedUser(outcome)
            await self._app(scope, receive, send)

    async def _authenticate(self, headers: Headers) -> Caller | Response:
        token = _bearer_token(headers)
        if token is None:
            return self._challenge.denial(HTTPStatus.UNAUTHORIZED, "This server asks for a bearer token.")
        try:
            caller = await self._verify(token)
        except TokenRefused as why:
            self._refusals.note(str(why))
            sentence = "The token is expired, or not one for this server."
            return self._challenge.denial(HTTPStatus.UNAUTHORIZED, sentence, "invalid_token")
        except KeysUnavailable:
            sentence = "No token can be verified for now: the authorization server's keys can't be had."
            return refusal(
                HTTPStatus.SERVICE_UNAVAILABLE, sentence, retry_after=RETRY_SECONDS, reason="keys_unavailable"
            )
        request = current_request()
        request.caller, request.subject_hash = caller.client_id or None, caller.subject
        return self._authorize(caller, headers)

    def _authorize(self, caller: Caller, headers: Headers) -> Caller | Response:
        if not {self._challenge.scope, self._metadata_scope} & {*caller.scopes}:
            self._refusals.note(f"{_whose_token(caller)} lacks the scope {self._challenge.scope}")
            sentence = f"The token lacks the scope {self._challenge.scope}."
            return self._challenge.denial(HTTPStatus.FORBIDDEN, sentence, "insufficient_scope")
        if not self._serves(caller):
            self._refusals.note(f"{_whose_token(caller)} names no tenant that is served")
            sentence = "The token names no tenant that this server serves."
            return denial(HTTPStatus.FORBIDDEN, "no_tenant", sentence)
        summaries = self._challenge.scope in caller.scopes
        if not summaries and headers.get("mcp-name") == GET_TRANSCRIPT_SUMMARIES.name:
            # Older clients send no such header. For them the tool itself refuses, which can't name the scope.
            sentence = f"Transcript summaries need the scope {self._challenge.scope}."
            return self._challenge.denial(HTTPStatus.FORBIDDEN, sentence, "insufficient_scope")
        return caller.model_copy(update={"summaries": summaries})

    async def _verify(self, token: str) -> Caller:
        for verifier in self._verifiers:
            if caller := await verifier.verify_token(token):
                return caller
        raise TokenRefused(_UNKNOWN)


def _whose_token(caller: Caller) -> str:
    return f"the token of {caller.client_id}" if caller.client_id else "its token"


def _bearer_token(headers: Headers) -> str | None:
    """The token of the one `Authorization` header; of several, none counts, since a proxy may have read another."""
    values = headers.getlist("authorization")
    scheme, _, token = values[0].partition(" ") if len(values) == 1 else ("", "", "")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None
