"""Under which names the service may be addressed, and from which web pages."""

import re
from collections.abc import Sequence

from mcp.server.transport_security import TransportSecuritySettings

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")
_ORIGIN = re.compile(rf"https?://{_HOST.pattern}")


def security(hosts: Sequence[str], origins: Sequence[str]) -> TransportSecuritySettings:
    """Loopback and what is named beyond; a host without a port stands for all of its ports."""
    named = [*_LOOPBACK, *hosts]
    return TransportSecuritySettings(
        allowed_hosts=[*named, *(f"{host}:*" for host in named)],
        allowed_origins=[*(f"http://{host}:*" for host in _LOOPBACK), *origins],
    )


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


def _split(value: str) -> tuple[str, ...]:
    return tuple(part.strip().lower() for part in value.split(",") if part.strip())
