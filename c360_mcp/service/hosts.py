"""Under which names the service may be addressed, and from which web pages."""

import re
from collections.abc import Sequence
from http import HTTPStatus

from starlette.types import ASGIApp, Receive, Scope, Send

from c360_mcp.service.refusal import refusal

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")
_ORIGIN = re.compile(rf"https?://{_HOST.pattern}")
_PORT = re.compile(r":[0-9]{1,5}\Z")


class HostCheck:
    """Refuses requests for other host names (DNS rebinding), and from web pages of other origins.

    In a DNS rebinding attack a web page has its own host name resolve to this server's address, so that the
    browser takes the two for one origin; the Host header still holds the page's name. Loopback is allowed beside
    what is named; a host without a port stands for all of its ports.
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str], origins: Sequence[str]) -> None:
        self._app = app
        self._hosts = frozenset((*_LOOPBACK, *hosts))
        self._origins = frozenset(origins)
        self._loopback = frozenset(f"http://{host}" for host in _LOOPBACK)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or say what about its address is not allowed."""
        hosts, origins = _values(scope, b"host"), _values(scope, b"origin")
        app = self._app
        if len(hosts) != 1 or not self._is_host(hosts[0]):
            app = refusal(HTTPStatus.MISDIRECTED_REQUEST, "This server does not answer under this host name.")
        elif len(origins) > 1 or not all(map(self._is_origin, origins)):
            app = refusal(HTTPStatus.FORBIDDEN, "Web pages of this origin may not call this server.")
        await app(scope, receive, send)

    def _is_host(self, host: str) -> bool:
        return host in self._hosts or _PORT.sub("", host) in self._hosts

    def _is_origin(self, origin: str) -> bool:
        return origin in self._origins or _PORT.sub("", origin) in self._loopback


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
