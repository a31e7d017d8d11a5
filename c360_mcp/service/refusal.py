"""Responses to requests that are not carried out."""

import json
from collections.abc import Mapping
from http import HTTPStatus

from mcp_types import INTERNAL_ERROR, INVALID_REQUEST, ErrorData, JSONRPCError
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from c360_mcp.telemetry.instruments import REFUSALS


class _Counted(Response):
    """A response that is counted as a refusal each time that it is sent."""

    reason = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count it and send it."""
        REFUSALS.add(1, {"c360.reason": self.reason})
        await super().__call__(scope, receive, send)


def refusal(
    status: HTTPStatus, sentence: str, *, retry_after: int | None = None, reason: str = ""
) -> Response:
    """A refusal as a JSON-RPC error, which clients can show; the connection is closed after it.

    `reason` is what metrics call it: a word of this server, or else the name of the status.
    """
    code = INTERNAL_ERROR if status >= HTTPStatus.INTERNAL_SERVER_ERROR else INVALID_REQUEST
    error = JSONRPCError(jsonrpc="2.0", id=None, error=ErrorData(code=code, message=sentence))
    headers = {"Connection": "close"}
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    response = _Counted(
        error.model_dump_json(exclude_unset=True), status, media_type="application/json", headers=headers
    )
    response.reason = reason or status.name.lower()
    return response


def denial(
    status: HTTPStatus, error: str, sentence: str, headers: Mapping[str, str] | None = None
) -> Response:
    """A refusal in the form of OAuth's errors, for callers who may not ask; metrics call it by its `error`."""
    body = json.dumps(
        {"error": error, "error_description": sentence}, ensure_ascii=False, separators=(",", ":")
    )
    response = _Counted(body, status, headers, "application/json")
    response.reason = error
    return response
