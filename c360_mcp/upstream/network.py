"""The errors for requests that got no HTTP response."""

import socket
import ssl
from collections.abc import Iterator

import httpx2

from c360_mcp.errors import (
    CertificateNotTrusted,
    ConnectionLost,
    HostNotFound,
    ProxyFailed,
    TimedOut,
    Unreachable,
)


def timed_out() -> TimedOut:
    """The error for a request that ran out of time."""
    return TimedOut(
        "The Customer 360 API did not answer within the time that one call may take. Trying again may help; "
        "if this happens often, whoever runs this server can raise C360_TIMEOUT."
    )


def not_connected() -> Unreachable:
    """The error for a host whose name did not resolve, or that accepted no connection, within the time for that."""
    return Unreachable(
        "No connection to the Customer 360 API came about in time, so nothing was sent. Trying again in a minute may "
        "help; if it does not, whoever runs this server should check what stands in between: name resolution (DNS), "
        "a firewall, and any proxy (HTTPS_PROXY)."
    )


def network_error(error: Exception) -> Unreachable:
    """Turn an exception of httpx2 into the error that its root cause means, without the URL that it quotes."""
    roots = tuple(_causes(error))
    if isinstance(error, httpx2.ProxyError):
        return ProxyFailed(
            "The proxy on the way to the Customer 360 API did not let the request through. Trying again is "
            "unlikely to help: whoever runs this server should check HTTPS_PROXY, and what the proxy allows."
        )
    if any(isinstance(root, ssl.SSLCertVerificationError) for root in roots):
        return CertificateNotTrusted(
            "The certificate shown at the Customer 360 API's address can't be verified, so nothing was sent. "
            "Trying again will not help: whoever runs this server should check C360_BASE_URL, and that this "
            "machine trusts its network's certificate authority."
        )
    if any(isinstance(root, socket.gaierror) for root in roots):
        return HostNotFound(
            "The host name of the Customer 360 API was not found. Trying again in a minute helps only if the "
            "network had a lapse; otherwise whoever runs this server should check C360_BASE_URL, any proxy "
            "(HTTPS_PROXY), and name resolution (DNS) on this machine."
        )
    if isinstance(error, httpx2.ConnectError):
        return Unreachable(
            "No connection to the Customer 360 API could be made. Trying again in a minute may help; if it "
            "does not, whoever runs this server should check the network, any proxy (HTTPS_PROXY), and "
            "C360_BASE_URL."
        )
    return ConnectionLost(
        "The connection to the Customer 360 API broke off before the reply was complete. Trying again may "
        "help; if it keeps happening, whoever runs this server should check the network, and any proxy in "
        "between."
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
