"""Opens the HTTP session: proxies and trusted certificates come from the environment, cookies are ignored."""

import os
from contextlib import suppress
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from ssl import PROTOCOL_TLS_CLIENT, SSLContext
from typing import TypedDict

import httpx2

from c360_mcp import __version__
from c360_mcp.errors import Misconfigured
from c360_mcp.upstream.proxy import proxy_for

CONNECT_SECONDS = 5.0
KEPT_ALIVE = 8


class _Way(TypedDict):
    """How a host is reached."""

    proxy: httpx2.Proxy | None
    verify: SSLContext


def open_session(url: str, transport: httpx2.AsyncBaseTransport | None = None) -> httpx2.AsyncClient:
    """Open a session with the host of `url`; tests pass a `transport` in place of the network.

    Raises `Misconfigured` where the environment's proxy or certificates are needed for that and can't be used.
    """
    # These exceptions may quote a proxy's password. Raising outside of the block keeps them out of `__context__`.
    with suppress(ImportError, OSError, ValueError, httpx2.InvalidURL):
        return httpx2.AsyncClient(
            transport=transport,
            **_way_to(url),
            trust_env=False,
            headers={
                "Accept": "application/json",
                "Accept-Encoding": "gzip",
                "User-Agent": f"c360-mcp/{__version__}",
            },
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=httpx2.Timeout(None, connect=CONNECT_SECONDS),
            # `Turnstile` bounds the requests: the pool loses a slot whenever TLS through a proxy fails.
            limits=httpx2.Limits(max_connections=None, max_keepalive_connections=KEPT_ALIVE),
        )
    raise Misconfigured(
        "The proxy or certificate settings of this server's environment (HTTPS_PROXY, ALL_PROXY, NO_PROXY, "
        "SSL_CERT_FILE, SSL_CERT_DIR) can't be used. Whoever runs this server should correct them."
    )


def _way_to(url: str) -> _Way:
    if url.lower().startswith("http://"):
        # Plain HTTP is allowed for loopback only, which needs neither a proxy nor certificates: none is trusted.
        return {"proxy": None, "verify": _no_certificates()}
    return {"proxy": proxy_for(url, tls_context()), "verify": tls_context()}


def warm_up() -> None:
    """Import what the HTTP client needs, and make the TLS context, so that the first request does not wait for them."""
    with suppress(Misconfigured):  # which the first call will tell
        open_session("https://api.8x8.com")


def tls_context() -> SSLContext:
    """The one TLS context of this process: to read the trust store again for each client would take 20 ms or more."""
    return _tls_context(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


@cache
def _no_certificates() -> SSLContext:
    return SSLContext(PROTOCOL_TLS_CLIENT)


@cache
def _tls_context(*_: str | None) -> SSLContext:
    """A context for these trust stores, which httpx2 itself takes from the environment."""
    return httpx2.create_ssl_context()
