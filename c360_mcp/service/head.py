"""The line and the headers of a request, held against their limit."""

from http import HTTPStatus

from starlette.types import ASGIApp, Receive, Scope, Send

from c360_mcp.service.limits import HEAD_BYTES
from c360_mcp.service.refusal import refusal


class HeadLimit:
    """Refuses what h11 lets through: it counts only as long as headers have not arrived in whole."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, unless its head is too large."""
        if scope["type"] == "http" and _size(scope) > HEAD_BYTES:
            sentence = f"The headers of a request may have at most {HEAD_BYTES // 1024} KiB."
            await refusal(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, sentence)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _size(scope: Scope) -> int:
    headers = sum(len(name) + len(value) for name, value in scope["headers"])
    return headers + len(scope["raw_path"]) + len(scope["query_string"])
