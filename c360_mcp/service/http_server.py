"""The socket and the server under the application."""

import socket

import uvicorn
from starlette.types import ASGIApp

from c360_mcp.service.limits import HEAD_BYTES, IDLE_SECONDS
from c360_mcp.service.protocol import BoundedH11

_LAST_SECONDS = 2
"""For responses to leave, after calls have ended."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that connections already queue up at; raises `OSError` or `OverflowError` where there can be none."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family, backlog=2048)
    # Connections inherit it; asyncio leaves it off for sockets made elsewhere, at 40 ms a response.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def base_url(listener: socket.socket) -> str:
    """Where the socket is reached, without a final slash."""
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def configure(
    app: ASGIApp | str,
    *,
    workers: int = 1,
    protocol: type[BoundedH11] = BoundedH11,
) -> uvicorn.Config:
    """Uvicorn with bounds on what comes before the application; `app` may name a function that makes it."""
    return uvicorn.Config(
        app,
        factory=isinstance(app, str),
        http=protocol,
        ws="none",
        lifespan="on",
        workers=workers,
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=_LAST_SECONDS,
        h11_max_incomplete_event_size=HEAD_BYTES,
    )
