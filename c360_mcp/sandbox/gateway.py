"""The gateway before the API: it lets only GET with the right key through, and gives every response an ID."""

from collections.abc import Mapping
from http import HTTPStatus
from itertools import count

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from c360_mcp.sandbox.rate_limit import RateLimit


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Return an error in the form that the API documents."""
    body = {"status": status, "title": HTTPStatus(status).phrase, "detail": detail}
    return JSONResponse(body, status, headers)


class Gateway:
    """ASGI middleware that refuses what the API itself never gets to see."""

    def __init__(self, app: ASGIApp, *, api_key: str, rate_limit: RateLimit) -> None:
        self._app = app
        self._api_key = api_key
        self._rate_limit = rate_limit
        self._numbers = count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        own = {"X-Response-Id": f"sandbox-{next(self._numbers):06d}"} | self._rate_limit.count()

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(own)
            await send(message)

        target = self._refusal(scope["method"], Headers(scope=scope)) or self._app
        await target(scope, receive, send_with_headers)

    def _refusal(self, method: str, headers: Headers) -> Response | None:
        if method != "GET":
            return problem(405, "Only GET is supported", {"Allow": "GET"})
        if headers.getlist("x-api-key") != [self._api_key]:
            return Response(status_code=401)
        if self._rate_limit.exceeded:
            return problem(429, "Too many requests", self._rate_limit.wait())
        return None
