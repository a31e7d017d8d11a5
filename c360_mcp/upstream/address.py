"""Where a request goes, and with which key: one path under the configured address, and nowhere else."""

import re
from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import quote, urlencode

import httpx2

from c360_mcp.errors import InvalidArgument, Misconfigured
from c360_mcp.upstream.connection import Connection

LONGEST_QUERY = 8_000
"""Characters; gateways refuse request lines not much longer."""

_PATH = "/v1/public/tenants/{tenant}/{resource}"


def request_url(connection: Connection, resource: str, query: Iterable[tuple[str, str]]) -> httpx2.URL:
    """Build the URL of one request; whatever tenant and values hold, they stay segment and values."""
    path = _PATH.format(tenant=_segment(connection.tenant_id), resource=resource)
    parameters = _parameters(query)
    # The httpx2 exception quotes the URL: raising after it leaves it out of the new one's context.
    with suppress(httpx2.InvalidURL):
        url = httpx2.URL(f"{connection.base_url.rstrip('/')}{path}?{parameters}")
        if url.host and url.scheme in {"http", "https"}:
            return url
    raise Misconfigured(
        "C360_BASE_URL is not a web address. Whoever runs this server should correct it, "
        "or set C360_REGION instead."
    )


def path_template(resource: str) -> str:
    """The path of a resource, the same for every tenant."""
    return _PATH.format(tenant="{tenant}", resource=resource)


def sendable_key(connection: Connection) -> str:
    """Give the API key as the value of a header, which it must not break out of."""
    key = connection.api_key.get_secret_value()
    if re.fullmatch(r"[!-~]+", key):
        return key
    raise Misconfigured(
        "C360_API_KEY is empty or holds characters that no API key has. Whoever runs this server should copy "
        "it again from 8x8's Admin Console."
    )


def _segment(tenant_id: str) -> str:
    # A segment of dots alone means another directory, percent-encoded or not.
    if tenant_id.strip("."):
        with suppress(UnicodeEncodeError):
            return quote(tenant_id, safe="")
    raise Misconfigured("C360_TENANT_ID is not a tenant ID. Whoever runs this server should correct it.")


def _parameters(query: Iterable[tuple[str, str]]) -> str:
    with suppress(UnicodeEncodeError):
        # Percent signs throughout: `+` must arrive as %2B, and a space as %20 reads the same everywhere.
        parameters = urlencode(list(query), quote_via=quote)
        if len(parameters) <= LONGEST_QUERY:
            return parameters
        raise InvalidArgument(
            "What is searched for is too long to be sent. Give identifiers as they are in 8x8, "
            "and fewer at a time."
        )
    raise InvalidArgument(
        "What is searched for holds characters that can't be sent. Give the identifier as plain text."
    )
