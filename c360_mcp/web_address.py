"""Web addresses that settings may name; a `ValueError` says what is accepted, and never what was given."""

import ipaddress
import re
from urllib.parse import urlsplit


def parse_base_url(value: str) -> str:
    """An address to which a path can be added: https, or http on this machine; without a slash at its end."""
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError("is not a URL") from None
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise ValueError("must begin with https:// (http:// for loopback addresses alone)")
    # Checked on the text, since to urlsplit an empty query, as in "https://host?", is the same as none.
    if not host or not re.fullmatch(r"[A-Za-z0-9:/\[\]._~%-]+", value):
        raise ValueError("must be a URL with a host, without user name, query and fragment")
    return value.rstrip("/")


def parse_api_url(value: str) -> str:
    """The address of the Customer 360 API, up to before `/v1/public/…`."""
    url = parse_base_url(value)
    if "/v1/" in f"{url}/":
        raise ValueError("must end before /v1/public/")
    return url


def parse_issuer(value: str) -> str:
    """An OAuth issuer, spelled as it was given: it must equal the `iss` of tokens character by character."""
    parse_base_url(value)
    return value


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine and no other."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
