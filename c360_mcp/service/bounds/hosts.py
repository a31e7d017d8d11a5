"""Under which host names the service may be addressed, and from which web pages."""

import re
from collections.abc import Sequence
from http import HTTPStatus

from starlette.responses import Response
from starlette.types import Scope

from c360_mcp.service.bounds.guard import Check
from c360_mcp.service.refusal import refusal

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")
_ORIGIN = re.compile(rf"https?://{_HOST.pattern}")
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


def parse_hosts(value: str) -> tuple[str, ...]:
    """Host names or addresses, separated by commas, with a port where only that one is meant."""
    hosts = _split(value)
    if not all(map(_HOST.fullmatch, hosts)):
        raise ValueError("must be host names separated by commas, such as c360.example.com")
    return hosts


def parse_origins(value: str) -> tuple[str, ...]:
    """Origins as browsers send them, separated by commas."""
    origins = _split(value)
    if not all(map(_ORIGIN.fullmatch, origins)):
        raise ValueError("must be origins separated by commas, such as https://copilot.example.com")
    return origins


def _values(scope: Scope, header: bytes) -> list[str]:
    return [value.decode("latin-1").lower() for name, value in scope["headers"] if name == header]


def _split(value: str) -> tuple[str, ...]:
    return tuple(part.strip().lower() for part in value.split(",") if part.strip())
