"""Under which host names the service may be addressed, and from which web pages."""

import re
from collections.abc import Sequence
from http import HTTPStatus

from starlette.responses import Response
from starlette.types import Scope

from c360_mcp.service.bounds.guard import Check
from c360_mcp.service.refusal import refusal

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_PORT = re.compile(r":[0-9]{1,5}\Z")


def host_check(allowed: Sequence[str]) -> Check:
    """Prevent DNS rebinding: only requests for loopback and the `allowed` host names pass.

    In that attack a web page has its own host name resolve to this server's address, so that the browser takes
    the server for part of the page and lets it read the answers. The Host header still holds the page's name. A
    host that is allowed without a port is allowed with any.
    """
    hosts = frozenset((*_LOOPBACK, *allowed))

    def check(scope: Scope) -> Response | None:
        given = _values(scope, b"host")
        if len(given) == 1 and (given[0] in hosts or _PORT.sub("", given[0]) in hosts):
            return None
        return refusal(HTTPStatus.MISDIRECTED_REQUEST, "This server does not answer under this host name.")

    return check


def origin_check(allowed: Sequence[str]) -> Check:
    """Prevent cross-site requests: from web pages, only those of loopback and the `allowed` origins pass."""
    origins = frozenset(allowed)
    loopback = frozenset(f"http://{host}" for host in _LOOPBACK)

    def check(scope: Scope) -> Response | None:
        given = _values(scope, b"origin")
        if not given or (len(given) == 1 and (given[0] in origins or _PORT.sub("", given[0]) in loopback)):
            return None
        return refusal(HTTPStatus.FORBIDDEN, "Web pages of this origin may not call this server.")

    return check


def _values(scope: Scope, header: bytes) -> list[str]:
    return [value.decode("latin-1").lower() for name, value in scope["headers"] if name == header]
