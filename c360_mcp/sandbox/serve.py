"""The sandbox over real HTTP: in a thread beside the caller, or in the foreground."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread

import uvicorn
from starlette.types import ASGIApp


@contextmanager
def running(app: ASGIApp, *, port: int = 0) -> Iterator[str]:
    """Serve `app` in a thread for as long as the block runs; yields the base URL, without a final slash.

    The socket listens before the thread starts, so the first request waits in line instead of failing.
    Raises OSError where the address can't be bound.
    """
    with _listening(port) as listener:
        server = uvicorn.Server(_config(app))
        thread = Thread(target=server.run, args=([listener],), name="c360-sandbox", daemon=True)
        thread.start()
        try:
            yield _base_url(listener)
        finally:
            server.should_exit = True
            thread.join()


def serve_forever(app: ASGIApp, *, port: int, announce: Callable[[str], object]) -> None:
    """Serve `app` in the main thread until Ctrl-C, which ends it quietly.

    `announce` gets the base URL once requests are accepted. Raises OSError where the address can't be bound.
    """
    with _listening(port) as listener, suppress(KeyboardInterrupt):
        announce(_base_url(listener))
        uvicorn.Server(_config(app)).run([listener])


def _listening(port: int) -> socket.socket:
    listener = socket.create_server(("127.0.0.1", port))
    # The sockets of connections inherit this. Without it, Nagle's algorithm delays each response by 40 ms; asyncio
    # turns that off itself only for sockets that it makes.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _base_url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://{host}:{port}"


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=2,
    )
