"""`c360-mcp http`: serve over Streamable HTTP."""

import logging
import os
import signal
import socket
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from functools import partial

import uvicorn
from uvicorn.supervisors import Multiprocess

from c360_mcp.errors import Misconfigured
from c360_mcp.logs import JsonFormatter
from c360_mcp.service.http_server import base_url, configure, listen
from c360_mcp.service.metrics_server import PATH as METRICS_PATH
from c360_mcp.service.metrics_server import serving_metrics
from c360_mcp.service.settings import ServiceSettings, read_service_settings
from c360_mcp.service.variables import LOG_FORMAT
from c360_mcp.setting import SettingsReader
from c360_mcp.settings import gather_settings
from c360_mcp.telemetry.otel_settings import read_otel_settings
from c360_mcp.telemetry.scraping import check_scraping
from c360_mcp.variables import DEMO
from c360_mcp.web_address import is_loopback


def http(options: Namespace, environ: Mapping[str, str], *, demo: bool) -> int:
    """Serve until a signal comes and the calls under way have ended; 2 where it can't start."""
    if options.log_format:
        os.environ[LOG_FORMAT.name] = options.log_format
        environ = {**environ, LOG_FORMAT.name: options.log_format}
    if demo:
        os.environ[DEMO.name] = "1"  # for worker processes, which read their settings themselves
        environ = {**environ, DEMO.name: "1"}
    say = partial(_say, SettingsReader(environ).read(LOG_FORMAT))
    try:
        settings = read_service_settings(environ)
        read_otel_settings(environ)
        _check_exposure(options.host, settings)
        _check_metrics(settings, environ, options.workers)
        listener = _listen(options.host, options.port)
        metrics = None if settings.metrics_port is None else _listen(options.host, settings.metrics_port)
    except Misconfigured as error:
        say(logging.ERROR, str(error))
        return 2
    for sentence in settings.ignored:
        say(logging.WARNING, sentence)
    say(logging.INFO, f"serving on {base_url(listener)}/mcp")
    if metrics:
        say(logging.INFO, f"metrics at {base_url(metrics)}{METRICS_PATH}")
    for sentence in _warnings(options.host, settings, "" if demo else _missing(environ)):
        say(logging.WARNING, sentence)
    with serving_metrics(metrics):
        _serve(listener, options.workers)
    return 0


def _warnings(host: str, settings: ServiceSettings, missing: str) -> Iterator[str]:
    """What keeps callers from being served, or is not as safe as it should be, though the service starts."""
    if settings.tenants is None and missing:
        yield f"no call will be answered before this is set: {missing}."
    if is_loopback(host):
        return
    if not settings.allowed_hosts:
        yield "only requests addressed to loopback will be answered: set C360_ALLOWED_HOSTS to the public name."
    if not settings.public_url.startswith("https://"):
        yield (
            "tokens and customers' histories cross the network in the clear unless something before this port ends "
            "TLS: set C360_PUBLIC_URL to the https:// address there."
        )


def _missing(environ: Mapping[str, str]) -> str:
    """What the one tenant of the environment lacks."""
    reader = SettingsReader(environ)
    gather_settings(reader, connected=True)
    return "; ".join(reader.problems)


def _check_exposure(host: str, settings: ServiceSettings) -> None:
    if not is_loopback(host) and not settings.authenticates:
        raise Misconfigured(
            f"Other machines can reach {host}, and nobody would be asked who they are: whoever finds the port "
            "could read customers' histories. Set C360_AUTH_ISSUER and C360_AUTH_AUDIENCE, or "
            "C360_AUTH_TOKENS_FILE, or leave the host at 127.0.0.1."
        )


def _check_metrics(settings: ServiceSettings, environ: Mapping[str, str], workers: int) -> None:
    if settings.metrics_port is None:
        return
    if workers > 1:
        raise Misconfigured(
            f"C360_METRICS_PORT can't be used with --workers {workers}: each worker counts for itself, and one port "
            "would show a part of the calls as if it were all. Run several services with one worker each, or have "
            "the workers send their metrics to a collector (OTEL_EXPORTER_OTLP_ENDPOINT)."
        )
    check_scraping(environ)


def _listen(host: str, port: int) -> socket.socket:
    try:
        return listen(host, port)
    except (OSError, OverflowError) as error:
        raise Misconfigured(f"{host} port {port} can't be used: {error}") from error


def _serve(listener: socket.socket, workers: int) -> None:
    config = configure("c360_mcp.service.app:from_environment", workers=workers)
    if workers > 1:
        Multiprocess(config, sockets=[listener]).run()
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        # Uvicorn raises the signal again when it has ended, which by default would kill this process.
        signal.signal(number, lambda *_: None)
    uvicorn.Server(config).run([listener])


def _say(log_format: str, level: int, sentence: str) -> None:
    """Print a line on stderr, whatever the log level is; as JSON where log lines are."""
    record = logging.LogRecord(__name__, level, __file__, 0, sentence, None, None)
    line = JsonFormatter().format(record) if log_format == "json" else f"c360-mcp http: {sentence}"
    print(line, file=sys.stderr)
