"""The service as an ASGI application."""

import gc
import os
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final

from mcp.server.auth.routes import build_resource_metadata_url, create_protected_resource_routes
from mcp.server.streamable_http_manager import StreamableHTTPASGIApp, StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from pydantic import AnyHttpUrl, ConfigDict, TypeAdapter
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route
from starlette.types import ASGIApp

from c360_mcp.logs import configure_logging
from c360_mcp.server.app import build_server
from c360_mcp.server.apps import SESSION_HEADER
from c360_mcp.server.lifespan import open_tenant
from c360_mcp.server.tenant_context import TenantSource
from c360_mcp.service.bounds.admission import Admission
from c360_mcp.service.bounds.call_time import CallTime
from c360_mcp.service.bounds.drain import draining
from c360_mcp.service.bounds.guard import Guard, header_limit, json_accepted, one_body_length
from c360_mcp.service.bounds.hosts import LOOPBACK_ORIGIN, host_check, origin_check, without_default_port
from c360_mcp.service.bounds.limits import RequestLimits
from c360_mcp.service.bounds.whole_body import WholeBody
from c360_mcp.service.callers.bearer_auth import BearerAuth, Challenge, TokenVerifier
from c360_mcp.service.callers.keys import KeySet
from c360_mcp.service.callers.names import CallerNames
from c360_mcp.service.callers.oauth import JwtVerifier
from c360_mcp.service.callers.refusal_log import RefusalLog
from c360_mcp.service.callers.tenants import WithinScopes, open_tenants
from c360_mcp.service.json_rpc_body import JsonRpcBody
from c360_mcp.service.readiness import Readiness, healthz
from c360_mcp.service.request_log import RequestLog
from c360_mcp.service.settings import ServiceSettings, read_service_settings
from c360_mcp.service.supervisor import end_with_supervisor
from c360_mcp.service.trace_propagation import TracePropagation
from c360_mcp.service.variables import LOG_FORMAT
from c360_mcp.service.view_sessions import ViewSessions
from c360_mcp.setting import SettingsReader
from c360_mcp.telemetry.export import exporting
from c360_mcp.variables import DEMO, LOG_LEVEL

PATH: Final = "/mcp"
DEFAULT_LIMITS: Final = RequestLimits()


def from_environment() -> Starlette:
    """The application of one worker process."""
    end_with_supervisor()
    reader = SettingsReader(os.environ)
    configure_logging(reader.read(LOG_LEVEL), reader.read(LOG_FORMAT))
    app = create_app(os.environ, demo=reader.read(DEMO))
    gc.collect()
    gc.freeze()  # all that exists now is kept to the end: to search it for garbage would only delay calls
    return app


def create_app(
    environ: Mapping[str, str],
    *,
    demo: bool = False,
    limits: RequestLimits = DEFAULT_LIMITS,
    clock: Callable[[], float] = time.monotonic,
) -> Starlette:
    """An application that works with the settings in `environ`; raises `Misconfigured` where they allow none.

    `clock`, in seconds, tells how old the issuer's keys and the answers to probes are.
    """
    settings = read_service_settings(environ)
    seconds = settings.timeout + limits.margin_seconds
    scraped = settings.metrics_port is not None

    @asynccontextmanager
    async def open_source() -> AsyncIterator[TenantSource]:
        async with _tenant_source(settings, environ, demo=demo) as source:
            readiness.tenants = source.contexts
            yield WithinScopes(source)

    manager = StreamableHTTPSessionManager(
        build_server(open_source, demo=demo, callers_differ=settings.authenticates),
        json_response=True,
        stateless=True,
        security_settings=TransportSecuritySettings(enable_dns_rebinding_protection=False),  # see host_check
    )
    mcp = Guard(JsonRpcBody(ViewSessions(StreamableHTTPASGIApp(manager))), json_accepted)
    admission = Admission(CallTime(mcp, seconds))
    readiness = Readiness(
        lambda: not admission.closed, asks_upstream=settings.ready_asks_upstream, clock=clock
    )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with exporting(environ, scraped=scraped), manager.run(), draining(admission, seconds):
            yield

    authenticated = _authenticated(settings, WholeBody(admission, limits), clock)
    checks = (
        host_check(settings.allowed_hosts, RefusalLog(clock).note),
        origin_check(settings.allowed_origins, RefusalLog(clock).note),
    )
    routes = [
        *(Route(path, Guard(authenticated, *checks), methods=["POST"]) for path in (PATH, f"{PATH}/")),
        Route("/healthz", healthz),
        Route("/readyz", readiness.readyz),
        *_resource_metadata(settings),
    ]
    app = Starlette(routes=routes, middleware=_middleware(settings, routes), lifespan=lifespan)
    app.router.redirect_slashes = False
    return app


def _tenant_source(
    settings: ServiceSettings, environ: Mapping[str, str], *, demo: bool
) -> AbstractAsyncContextManager[TenantSource]:
    if settings.tenants is None or demo:
        return open_tenant(environ, demo=demo)
    return open_tenants(settings.tenants)


def _authenticated(settings: ServiceSettings, app: ASGIApp, clock: Callable[[], float]) -> ASGIApp:
    """The application, for callers with a good token where the settings ask for one."""
    if not settings.authenticates:
        return app
    verifiers: list[TokenVerifier] = [settings.static_tokens] if settings.static_tokens else []
    metadata = None
    if settings.oauth:
        names = CallerNames(settings.audit_secret.encode() if settings.audit_secret else os.urandom(32))
        verifiers.append(JwtVerifier(settings.oauth, KeySet(settings.oauth.issuer, clock), names))
        metadata = str(build_resource_metadata_url(_url(settings.oauth.resource)))
    challenge = Challenge(settings.scope, metadata)
    return BearerAuth(app, verifiers, challenge, settings.metadata_scope, settings.serves, RefusalLog(clock))


def _resource_metadata(settings: ServiceSettings) -> list[Route]:
    """RFC 9728: which authorization server issues the tokens for this service."""
    if settings.oauth is None:
        return []
    return create_protected_resource_routes(
        resource_url=_url(settings.oauth.resource),
        authorization_servers=[_url(settings.oauth.issuer)],
        scopes_supported=[settings.scope, settings.metadata_scope],
        resource_name="8x8 Customer 360",
    )


def _url(value: str) -> AnyHttpUrl:
    """A URL without the slash that pydantic adds to an empty path: clients compare it with the issuer's own spelling."""
    return TypeAdapter(AnyHttpUrl, config=ConfigDict(url_preserve_empty_path=True)).validate_python(value)


def _middleware(settings: ServiceSettings, routes: list[Route]) -> list[Middleware]:
    """What every request passes, the outermost first."""
    return [
        Middleware(TracePropagation),
        Middleware(RequestLog, [route.path for route in routes], settings.tenant_ids),
        Middleware(Guard, header_limit, one_body_length),
        _cors(settings.allowed_origins),
    ]


def _cors(origins: tuple[str, ...]) -> Middleware:
    """Answers browsers, which ask before they let a page of another origin call (CORS preflight)."""
    return Middleware(
        CORSMiddleware,
        allow_origins=[without_default_port(origin) for origin in origins],
        allow_origin_regex=LOOPBACK_ORIGIN.pattern,
        allow_methods=["POST"],
        allow_headers=["*"],
        expose_headers=["WWW-Authenticate", "Retry-After", SESSION_HEADER],
    )
