"""Settings, read from the environment. Every problem is collected, so that all are told at once."""

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import SecretStr

from c360_mcp.errors import Misconfigured
from c360_mcp.upstream.connection import Connection

REGIONS = ("us", "uk", "ca", "ap")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LEAST_TOKENS, MOST_TOKENS = 1_000, 50_000
LEAST_SECONDS, MOST_SECONDS = 1.0, 600.0

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an operator decides."""

    connection: Connection
    default_country: str | None
    zone: ZoneInfo
    result_tokens: int
    redact_contacts: bool
    audit_log: str | None
    """A path, or `stderr`."""
    audit_secret: str | None = field(repr=False)


def read_settings(environ: Mapping[str, str], *, demo: bool = False) -> Settings:
    """The settings that `environ` holds; in a demo, without tenant, key and address.

    Raises `Misconfigured`, which names every variable that is missing or wrong.
    """
    reader = Reader(environ)
    timeout = reader.read("C360_TIMEOUT", parse_seconds, 25.0)
    settings = Settings(
        connection=Connection("", "", SecretStr(""), timeout) if demo else _connection(reader, timeout),
        default_country=reader.read("C360_DEFAULT_COUNTRY", parse_country, None),
        zone=reader.read("C360_TIMEZONE", parse_zone, ZoneInfo("UTC")),
        result_tokens=reader.read("C360_RESULT_TOKENS", _tokens, 8_000),
        redact_contacts=reader.read("C360_REDACT", _redact, default=False),
        audit_log=reader.given("C360_AUDIT_LOG") or None,
        audit_secret=reader.given("C360_AUDIT_SECRET") or None,
    )
    reader.read("C360_LOG_LEVEL", _log_level, "WARNING")  # in use already; a wrong one is told with the rest
    if reader.problems:
        raise Misconfigured(_message(reader.problems))
    return settings


def read_log_level(environ: Mapping[str, str]) -> str:
    """The level for stderr; `WARNING` where it is not set or not a level."""
    return Reader(environ).read("C360_LOG_LEVEL", _log_level, "WARNING")


def demo_wanted(environ: Mapping[str, str]) -> bool:
    """Whether `C360_DEMO` is set to anything that does not mean no."""
    return environ.get("C360_DEMO", "").strip().lower() not in {"", "0", "false", "no", "off"}


class Reader:
    """Reads variables one by one and remembers what was wrong with them."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.problems: list[str] = []

    def given(self, name: str) -> str:
        """The variable as it is set, without space around it; empty where it is not."""
        return self._environ.get(name, "").strip()

    def read(self, name: str, parse: Callable[[str], _T], default: _T) -> _T:
        """The parsed variable, or `default` where it is not set or not usable."""
        value = self.given(name)
        if not value:
            return default
        try:
            return parse(value)
        except ValueError as error:
            self.problems.append(f"{name} {error}")
            return default

    def require(self, name: str, parse: Callable[[str], str], hint: str) -> str:
        """The parsed variable; where it is not set, that is a problem and the value is empty."""
        if not self.given(name):
            self.problems.append(f"{name} is missing: {hint}")
        return self.read(name, parse, "")


def _connection(reader: Reader, timeout: float) -> Connection:
    tenant = reader.require("C360_TENANT_ID", parse_tenant_id, "the ID of your 8x8 tenant")
    key = reader.require("C360_API_KEY", parse_api_key, "an API key from the 8x8 Admin Console")
    base_url = reader.read("C360_BASE_URL", _api_url, "")
    if not reader.given("C360_BASE_URL"):
        region = reader.require("C360_REGION", parse_region, f"one of {', '.join(REGIONS)}")
        base_url = regional_url(region)
    return Connection(base_url, tenant, SecretStr(key), timeout)


def regional_url(region: str) -> str:
    """Where a region's API is."""
    return f"https://api.8x8.com/cidp-customer-360/{region}"


def _message(problems: list[str]) -> str:
    return (
        f"c360-mcp is not correctly configured yet, so nothing was looked up. {'; '.join(problems)}. These are environment "
        "variables of the server: the person who runs it sets them in the MCP client's configuration and restarts "
        "the server. `c360-mcp check` then verifies them; C360_DEMO=1 needs no 8x8 account and shows demo data."
    )


def parse_tenant_id(value: str) -> str:
    """An 8x8 tenant ID."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}", value):
        raise ValueError("must consist of letters, digits, dots, dashes and underscores")
    return value


def parse_api_key(value: str) -> str:
    """A key that can stand in a header."""
    if not re.fullmatch(r"[\x21-\x7e]{1,512}", value):
        raise ValueError("holds characters that no API key has")
    return value


def parse_region(value: str) -> str:
    """One of `REGIONS`."""
    if value.lower() not in REGIONS:
        raise ValueError(
            f"must be one of {', '.join(REGIONS)} (a tenant on an eu platform host belongs to uk)"
        )
    return value.lower()


def parse_base_url(value: str) -> str:
    """An address up to before `/v1/public/…`: https, or http on this machine."""
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError("is not a URL") from None
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise ValueError("must begin with https:// (http:// for loopback addresses alone)")
    # By its characters: "?" with nothing after it is no query to urlsplit, and yet begins one.
    if not host or not re.fullmatch(r"[A-Za-z0-9:/\[\]._~%-]+", value):
        raise ValueError("must be a URL with a host, without user name, query and fragment")
    return value.rstrip("/")


def _api_url(value: str) -> str:
    url = parse_base_url(value)
    if "/v1/" in f"{url}/":
        raise ValueError("must end before /v1/public/")
    return url


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine and no other."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def parse_country(value: str) -> str:
    """A country that the phone number library knows, in capitals."""
    from phonenumbers import SUPPORTED_REGIONS  # only where it is needed: it takes 30 ms

    if value.upper() not in SUPPORTED_REGIONS:
        raise ValueError("must be an ISO 3166 country code such as US or GB")
    return value.upper()


def parse_zone(value: str) -> ZoneInfo:
    """A time zone by its IANA name."""
    if value not in available_timezones():
        raise ValueError("must be an IANA time zone such as Europe/London")
    return ZoneInfo(value)


def _tokens(value: str) -> int:
    return int(_within(value, LEAST_TOKENS, MOST_TOKENS, "a whole number", int))


def parse_seconds(value: str) -> float:
    """How long a call may take."""
    return _within(value, LEAST_SECONDS, MOST_SECONDS, "a number of seconds", float)


def _within(value: str, least: float, most: float, what: str, parse: Callable[[str], float]) -> float:
    try:
        number = parse(value)
    except ValueError:
        number = float("nan")
    if not least <= number <= most:
        raise ValueError(f"must be {what} from {least:,g} to {most:,g}")
    return number


def _log_level(value: str) -> str:
    if value.upper() not in LOG_LEVELS:
        raise ValueError(f"must be one of {', '.join(LOG_LEVELS)}")
    return value.upper()


def _redact(value: str) -> bool:
    if value.lower() not in {"contacts", "none"}:
        raise ValueError("must be contacts or none")
    return value.lower() == "contacts"
