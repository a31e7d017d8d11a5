"""The listening socket, and uvicorn's settings."""

import socket

import uvicorn
from starlette.types import ASGIApp

from c360_mcp.service.bounds.limits import HEAD_BYTES, IDLE_SECONDS
from c360_mcp.service.bounds.protocol import BoundedH11

_SHUTDOWN_SECONDS = 2
"""For the last responses to be sent, after all calls have ended."""
_WORKER_SECONDS = 60
"""After which a worker that does not answer its supervisor is killed and replaced. Uvicorn gives it five: with a tenth of
a core, or on a busy machine, it takes longer to start, and would be killed for that again and again."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens already; raises `OSError` or `OverflowError` where there can be none."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family, backlog=2048)
    # Accepted connections inherit TCP_NODELAY. asyncio sets it only for sockets that it opens itself; without it
    # a response could wait 40 ms for an acknowledgement (Nagle's algorithm).
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def base_url(listener: socket.socket) -> str:
    """The socket's address as a URL, without a final slash."""
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def configure(
    app: ASGIApp | str,
    *,
    workers: int = 1,
    protocol: type[BoundedH11] = BoundedH11,
) -> uvicorn.Config:
    """Uvicorn's settings; `app` may name a function that makes the application.

    Forwarding headers of proxies are not believed: whoever reaches the port could send them.
    """
    return uvicorn.Config(
        app,
        factory=isinstance(app, str),
        http=protocol,
        ws="none",
        lifespan="on",
        workers=workers,
        timeout_worker_healthcheck=_WORKER_SECONDS,
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
        h11_max_incomplete_event_size=HEAD_BYTES,
    )
