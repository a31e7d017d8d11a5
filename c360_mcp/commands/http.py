"""`c360-mcp http`: serve over Streamable HTTP."""

import os
import signal
import socket
import sys
from argparse import Namespace
from collections.abc import Mapping

import uvicorn
from uvicorn.supervisors import Multiprocess

from c360_mcp.errors import Misconfigured
from c360_mcp.service.limits import CONNECTIONS, HEAD_BYTES, IDLE_SECONDS
from c360_mcp.service.protocol import BoundedH11
from c360_mcp.service.settings import ServiceSettings, read_service_settings
from c360_mcp.settings import is_loopback

_LAST_SECONDS = 2
"""For responses to leave, after calls have ended."""


def http(options: Namespace, environ: Mapping[str, str], *, demo: bool) -> int:
    """Serve until a signal comes and the calls under way have ended; 2 where it can't start."""
    try:
        settings = read_service_settings(environ)
        _check_exposure(options.host, settings)
        listener = _listen(options.host, options.port)
    except Misconfigured as error:
        return _complain(str(error))
    except (OSError, OverflowError) as error:
        return _complain(f"{options.host} port {options.port} can't be used: {error}")
    if demo:
        os.environ["C360_DEMO"] = "1"  # workers read their settings themselves
    _announce(listener, settings)
    _serve(listener, options.workers)
    return 0


def _check_exposure(host: str, settings: ServiceSettings) -> None:
    if not is_loopback(host) and not settings.authenticates:
        raise Misconfigured(
            f"Other machines can reach {host}, and nobody would be asked who they are: whoever finds the port "
            "could read customers' histories. Set C360_AUTH_ISSUER and C360_AUTH_AUDIENCE, or "
            "C360_AUTH_TOKENS_FILE, or leave the host at 127.0.0.1."
        )


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family, backlog=2048)
    # Connections inherit it; asyncio leaves it off for sockets made elsewhere, at 40 ms a response.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _announce(listener: socket.socket, settings: ServiceSettings) -> None:
    host, port = listener.getsockname()[:2]
    print(
        f"c360-mcp http: serving on http://{f'[{host}]' if ':' in host else host}:{port}/mcp", file=sys.stderr
    )
    if not is_loopback(host) and not settings.allowed_hosts:
        print(
            "c360-mcp http: only requests addressed to loopback are accepted; set C360_ALLOWED_HOSTS to the names "
            "that callers use.",
            file=sys.stderr,
        )


def _serve(listener: socket.socket, workers: int) -> None:
    config = uvicorn.Config(
        "c360_mcp.service.app:from_environment",
        factory=True,
        http=BoundedH11,
        ws="none",
        lifespan="on",
        workers=workers,
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=_LAST_SECONDS,
        h11_max_incomplete_event_size=HEAD_BYTES,
    )
    if workers > 1:
        Multiprocess(config, sockets=[listener]).run()
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _nothing)  # uvicorn raises the signal again at its end, which is not to kill
    uvicorn.Server(config).run([listener])


def _nothing(_number: int, _frame: object) -> None:
    pass


def _complain(sentence: str) -> int:
    print(f"c360-mcp http: {sentence}", file=sys.stderr)
    return 2
