"""Responses to requests that are not carried out."""

from collections.abc import Mapping
from http import HTTPStatus

from mcp_types import INTERNAL_ERROR, INVALID_REQUEST, ErrorData, JSONRPCError
from starlette.responses import JSONResponse, Response


def refusal(status: HTTPStatus, sentence: str, *, retry_after: int | None = None) -> Response:
    """A refusal as a JSON-RPC error, which clients can show; the connection is closed after it."""
    code = INTERNAL_ERROR if status >= HTTPStatus.INTERNAL_SERVER_ERROR else INVALID_REQUEST
    error = JSONRPCError(jsonrpc="2.0", id=None, error=ErrorData(code=code, message=sentence))
    headers = {"Connection": "close"}
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    return Response(
        error.model_dump_json(exclude_unset=True), status, media_type="application/json", headers=headers
    )


def denial(
    status: HTTPStatus, error: str, sentence: str, headers: Mapping[str, str] | None = None
) -> Response:
    """A refusal in the form of OAuth's errors, for callers who may not ask."""
    return JSONResponse({"error": error, "error_description": sentence}, status, headers)
