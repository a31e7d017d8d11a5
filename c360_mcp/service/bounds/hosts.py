"""Under which host names the service may be addressed, and from which web pages."""

import re
from collections.abc import Callable, Sequence
from http import HTTPStatus

from starlette.responses import Response
from starlette.types import Scope

from c360_mcp.service.bounds.guard import Check
from c360_mcp.service.refusal import refusal

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
LOOPBACK_ORIGIN = re.compile(rf"https?://(?:{'|'.join(map(re.escape, _LOOPBACK))})(?::[0-9]{{1,5}})?")
"""Web pages of this machine, whose developer runs this server, too."""
_PORT = re.compile(r":[0-9]{1,5}\Z")
_DEFAULT_PORT = re.compile(r"(?<=\Ahttp)://(.*):80\Z|(?<=\Ahttps)://(.*):443\Z")

Note = Callable[[str], None]
"""Logs why a caller was refused."""


def without_default_port(origin: str) -> str:
    """An origin as browsers write it, without the port that its scheme implies."""
    return _DEFAULT_PORT.sub(lambda written: f"://{written[1] or written[2]}", origin)


def host_check(allowed: Sequence[str], note: Note) -> Check:
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
        note("its Host header has no name that C360_ALLOWED_HOSTS lists")
        sentence = (
            "This server does not answer under this host name. Whoever runs it can add the name to "
            "C360_ALLOWED_HOSTS."
        )
        return refusal(HTTPStatus.MISDIRECTED_REQUEST, sentence, reason="host")

    return check


def origin_check(allowed: Sequence[str], note: Note) -> Check:
    """Prevent cross-site requests: from web pages, only those of loopback and the `allowed` origins pass."""
    origins = frozenset(map(without_default_port, allowed))

    def check(scope: Scope) -> Response | None:
        given = _values(scope, b"origin")
        if not given or (len(given) == 1 and _is_allowed(given[0])):
            return None
        note("it is a web page of an origin that C360_ALLOWED_ORIGINS does not list")
        sentence = (
            "Web pages of this origin may not call this server. Whoever runs it can add the origin to "
            "C360_ALLOWED_ORIGINS."
        )
        return refusal(HTTPStatus.FORBIDDEN, sentence, reason="origin")

    def _is_allowed(origin: str) -> bool:
        return without_default_port(origin) in origins or bool(LOOPBACK_ORIGIN.fullmatch(origin))

    return check


def _values(scope: Scope, header: bytes) -> list[str]:
    return [value.decode("latin-1").lower() for name, value in scope["headers"] if name == header]
