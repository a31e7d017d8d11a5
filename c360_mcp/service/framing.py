"""Where the body of a request ends."""

from http import HTTPStatus

from starlette.types import ASGIApp, Receive, Scope, Send

from c360_mcp.service.refusal import refusal

_LENGTHS = {b"content-length", b"transfer-encoding"}


class OneLength:
    """Refuses bodies whose end is given in two ways (RFC 9112, 6.1): a proxy may have seen it elsewhere."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, unless what comes after it could be part of it."""
        app = self._app
        if scope["type"] == "http" and {name for name, _ in scope["headers"]} >= _LENGTHS:
            sentence = "A request may have Content-Length or Transfer-Encoding, not both."
            app = refusal(HTTPStatus.BAD_REQUEST, sentence)
        await app(scope, receive, send)
