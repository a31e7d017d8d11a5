"""The service as an ASGI application."""

import gc
import os
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

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
from c360_mcp.server.lifespan import open_tenant
from c360_mcp.server.tenant_context import TenantContext, TenantSource
from c360_mcp.service.accept import JsonTaken
from c360_mcp.service.admission import Admission
from c360_mcp.service.bearer_auth import BearerAuth, Challenge, TokenVerifier
from c360_mcp.service.drain import draining
from c360_mcp.service.framing import OneLength
from c360_mcp.service.head import HeadLimit
from c360_mcp.service.hosts import HostCheck
from c360_mcp.service.keys import KeySet
from c360_mcp.service.limits import RequestLimits
from c360_mcp.service.oauth import JwtVerifier
from c360_mcp.service.readiness import Readiness, healthz
from c360_mcp.service.request_log import RequestLog
from c360_mcp.service.settings import ServiceSettings, read_log_format, read_service_settings
from c360_mcp.service.size_and_time import SizeAndTimeLimit
from c360_mcp.service.tenants import open_tenants
from c360_mcp.service.trace_propagation import TracePropagation
from c360_mcp.settings import read_log_level
from c360_mcp.telemetry.export import exporting
from c360_mcp.variables import demo_wanted

PATH = "/mcp"
DEFAULT_LIMITS = RequestLimits()


def from_environment() -> Starlette:
    """The application of one worker process."""
    configure_logging(read_log_level(os.environ), read_log_format(os.environ))
    app = create_app(os.environ, demo=demo_wanted(os.environ))
    gc.collect()
    gc.freeze()  # what is there by now stays: looking for garbage in it would only hold up calls
    return app


def create_app(
    environ: Mapping[str, str],
    *,
    demo: bool = False,
    limits: RequestLimits = DEFAULT_LIMITS,
    clock: Callable[[], float] = time.monotonic,
) -> Starlette:
    """An application that works with the settings in `environ`; raises `Misconfigured` where they allow none.

    `clock`, in seconds, is what the issuer's keys and the answers to probes age by.
    """
    settings = read_service_settings(environ)
    seconds = settings.timeout + limits.margin_seconds

    @asynccontextmanager
    async def open_source() -> AsyncIterator[TenantSource]:
        async with _open_source(settings, environ, demo=demo) as (source, contexts):
            readiness.tenants = contexts
            yield source

    manager = StreamableHTTPSessionManager(
        build_server(open_source, demo=demo),
        json_response=True,
        stateless=True,
        security_settings=TransportSecuritySettings(enable_dns_rebinding_protection=False),  # see HostCheck
        max_request_body_size=limits.body_bytes,
    )
    admission = Admission(
        SizeAndTimeLimit(JsonTaken(StreamableHTTPASGIApp(manager)), limits, seconds), limits.concurrent_calls
    )
    readiness = Readiness(
        lambda: not admission.closed, asks_upstream=settings.ready_asks_upstream, clock=clock
    )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with exporting(environ), manager.run(), draining(admission, seconds):
            yield

    routes = [
        Route(PATH, _guarded(settings, admission, clock), methods=["POST"]),
        Route("/healthz", healthz),
        Route("/readyz", readiness.readyz),
        *_resource_metadata(settings),
    ]
    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(TracePropagation),
            Middleware(RequestLog, [route.path for route in routes], settings.tenant_ids),
            Middleware(HeadLimit),
            Middleware(OneLength),
            *_cross_origin(settings),
        ],
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    return app


@asynccontextmanager
async def _open_source(
    settings: ServiceSettings, environ: Mapping[str, str], *, demo: bool
) -> AsyncIterator[tuple[TenantSource, list[TenantContext]]]:
    """What tells calls their tenant, and the contexts of all tenants."""
    if settings.tenants is not None and not demo:
        async with open_tenants(settings.tenants) as tenants:
            yield tenants, list(tenants.tenants.values())
    else:
        async with open_tenant(environ, demo=demo) as one:
            yield one, [one.context] if isinstance(one.context, TenantContext) else []


def _guarded(settings: ServiceSettings, app: ASGIApp, clock: Callable[[], float]) -> ASGIApp:
    access = _access(settings, app, clock)
    return HostCheck(access, settings.allowed_hosts, settings.allowed_origins)


def _access(settings: ServiceSettings, app: ASGIApp, clock: Callable[[], float]) -> ASGIApp:
    if not settings.authenticates:
        return app
    verifiers: list[TokenVerifier] = [settings.static_tokens] if settings.static_tokens else []
    metadata = None
    if settings.oauth:
        verifiers.append(JwtVerifier(settings.oauth, KeySet(settings.oauth.issuer, clock)))
        metadata = str(build_resource_metadata_url(_url(settings.oauth.resource)))
    return BearerAuth(app, verifiers, Challenge(settings.scope, metadata), settings.serves)


def _resource_metadata(settings: ServiceSettings) -> list[Route]:
    """RFC 9728: which authorization server issues the tokens for this service."""
    if settings.oauth is None:
        return []
    return create_protected_resource_routes(
        resource_url=_url(settings.oauth.resource),
        authorization_servers=[_url(settings.oauth.issuer)],
        scopes_supported=[settings.scope],
        resource_name="8x8 Customer 360",
    )


def _url(value: str) -> AnyHttpUrl:
    """A URL to the letter: clients compare it with what the issuer calls itself."""
    return TypeAdapter(AnyHttpUrl, config=ConfigDict(url_preserve_empty_path=True)).validate_python(value)


def _cross_origin(settings: ServiceSettings) -> list[Middleware]:
    """What a browser asks for before it lets a page of an allowed origin call."""
    if not settings.allowed_origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=settings.allowed_origins,
            allow_methods=["POST"],
            allow_headers=["*"],
            expose_headers=["WWW-Authenticate", "Retry-After"],
        )
    ]
