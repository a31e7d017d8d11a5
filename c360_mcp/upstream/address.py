"""The URL and the API key of a request; no input can lead it to another path or host."""

import re
from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import quote, urlencode

import httpx2

from c360_mcp.errors import InvalidArgument, Misconfigured
from c360_mcp.upstream.connection import Connection

LONGEST_QUERY = 8_000
"""Characters; gateways refuse request lines that are not much longer."""

_PATH = "/v1/public/tenants/{tenant}/{resource}"


def request_url(connection: Connection, resource: str, query: Iterable[tuple[str, str]]) -> httpx2.URL:
    """Build the URL of one request. Tenant ID and values are percent-encoded, so that they can add no path or parameter."""
    path = _PATH.format(tenant=_segment(connection.tenant_id), resource=resource)
    parameters = _parameters(query)
    # httpx2's exception quotes the URL. Raising outside of the block keeps it out of `__context__`.
    with suppress(httpx2.InvalidURL):
        url = httpx2.URL(f"{connection.base_url.rstrip('/')}{path}?{parameters}")
        if url.host and url.scheme in {"http", "https"}:
            return url
    raise Misconfigured(
        "C360_BASE_URL is not a web address. Whoever runs this server should correct it, "
        "or set C360_REGION instead."
    )


def path_template(resource: str) -> str:
    """The path of a resource with a placeholder for the tenant ID, as spans and metrics name it."""
    return _PATH.format(tenant="{tenant}", resource=resource)


def sendable_key(connection: Connection) -> str:
    """The API key as the value of a header; raises `Misconfigured` where it holds what could end the header."""
    key = connection.api_key.get_secret_value()
    if re.fullmatch(r"[!-~]+", key):
        return key
    raise Misconfigured(
        "C360_API_KEY is empty or holds characters that no API key has. Whoever runs this server should copy "
        "it again from 8x8's Admin Console."
    )


def _segment(tenant_id: str) -> str:
    # `.` and `..` lead to another directory, even when they are percent-encoded.
    if tenant_id.strip("."):
        with suppress(UnicodeEncodeError):
            return quote(tenant_id, safe="")
    raise Misconfigured("C360_TENANT_ID is not a tenant ID. Whoever runs this server should correct it.")


def _parameters(query: Iterable[tuple[str, str]]) -> str:
    with suppress(UnicodeEncodeError):
        # `quote` rather than the default `quote_plus`: a space as %20 is read the same everywhere, `+` is not.
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
