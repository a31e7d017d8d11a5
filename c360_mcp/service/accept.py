"""What a caller takes for an answer."""

from http import HTTPStatus

from mcp.server.streamable_http import check_accept_headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from c360_mcp.service.refusal import refusal


class JsonTaken:
    """Tells callers who don't take JSON that there is nothing else; the SDK's refusal says nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, where its answer will be taken."""
        app = self._app
        takes_json, _ = check_accept_headers(Request(scope))
        if not takes_json:
            sentence = "Answers are JSON: send the header Accept: application/json, text/event-stream."
            app = refusal(HTTPStatus.NOT_ACCEPTABLE, sentence)
        await app(scope, receive, send)
