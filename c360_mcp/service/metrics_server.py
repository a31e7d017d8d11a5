"""`/metrics` on a port of its own, so that whoever may call the service need not be able to read it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Final

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from c360_mcp.service.http_server import configure
from c360_mcp.telemetry.scraping import scraped_page

PATH: Final = "/metrics"


@contextmanager
def serving_metrics(listener: socket.socket | None) -> Iterator[None]:
    """Answer Prometheus while the block runs; without a listener, nobody.

    A thread of its own does so, within the bounds of connections that callers have.
    """
    if listener is None:
        yield
        return
    server = uvicorn.Server(configure(Starlette(routes=[Route(PATH, _page)])))
    thread = Thread(target=server.run, args=([listener],), name="metrics", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


def _page(request: Request) -> Response:
    body, media_type = scraped_page(request.headers.get("accept", ""))
    return Response(body, headers={"Content-Type": media_type})
