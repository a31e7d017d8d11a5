"""The proxy on the way to one address, as the environment names it."""

from ssl import SSLContext
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx2


def proxy_for(url: str, tls: SSLContext) -> httpx2.Proxy | None:
    """The proxy for an https address: `HTTPS_PROXY`, or else `ALL_PROXY`, unless `NO_PROXY` names the host.

    No other variable is looked at, since a broken one would then stop what does not need it. Raises what httpx2
    raises for a proxy that can't be used, whose text may quote a password.
    """
    parts, proxies = urlsplit(url), getproxies()
    proxy = proxies.get("https") or proxies.get("all")
    if not proxy or proxy_bypass(parts.netloc):
        return None
    address = httpx2.URL(proxy if "://" in proxy else f"http://{proxy}")
    return httpx2.Proxy(address, ssl_context=tls if address.scheme == "https" else None)
