"""Checks of a request's line and headers, made before anything is read or done for it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from mcp.server.streamable_http import check_accept_headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from c360_mcp.service.bounds.limits import HEAD_BYTES
from c360_mcp.service.refusal import refusal

Check = Callable[[Scope], Response | None]
"""Gives the refusal of a request, or None where it may pass."""

_BODY_LENGTHS: Final = {b"content-length", b"transfer-encoding"}


class Guard:
    """Answers a request with the first refusal that one of its checks gives, and passes all others on."""

    def __init__(self, app: ASGIApp, *checks: Check) -> None:
        self._app = app
        self._checks = checks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request or pass it on."""
        app = self._app
        if scope["type"] == "http":
            app = next(filter(None, (check(scope) for check in self._checks)), app)
        await app(scope, receive, send)


def header_limit(scope: Scope) -> Response | None:
    """Bound the request line and the headers.

    h11, the HTTP parser, has the same limit but applies it only while headers are incomplete: larger ones that
    arrive in one piece pass there.
    """
    size = sum(len(name) + len(value) for name, value in scope["headers"])
    if size + len(scope["raw_path"]) + len(scope["query_string"]) <= HEAD_BYTES:
        return None
    sentence = f"The headers of a request may have at most {HEAD_BYTES // 1024} KiB."
    return refusal(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, sentence)


def one_body_length(scope: Scope) -> Response | None:
    """Prevent request smuggling (RFC 9112, 6.1): a body's length may be given in one way only.

    With Content-Length and Transfer-Encoding both, a proxy in front of this server may have taken another place
    for the end of the body, and the bytes in between would count as a further request of somebody else.
    """
    if not {name for name, _ in scope["headers"]} >= _BODY_LENGTHS:
        return None
    return refusal(
        HTTPStatus.BAD_REQUEST, "A request may have Content-Length or Transfer-Encoding, not both."
    )


def json_accepted(scope: Scope) -> Response | None:
    """Tell callers who don't accept JSON that there is nothing else: the SDK refuses them without a reason.

    Whoever does not say what they accept takes anything (RFC 9110, 12.5.1).
    """
    request = Request(scope)
    accepts_json, _ = check_accept_headers(request)
    if accepts_json or not request.headers.get("accept", "").strip():
        return None
    sentence = "Answers are JSON: send the header Accept: application/json, text/event-stream."
    return refusal(HTTPStatus.NOT_ACCEPTABLE, sentence)
