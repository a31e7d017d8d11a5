"""Settings, read from the environment. Every problem is collected, so that all are told at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from c360_mcp.errors import Misconfigured
from c360_mcp.parsers import (
    parse_api_key,
    parse_country,
    parse_log_level,
    parse_redact,
    parse_seconds,
    parse_tenant_id,
    parse_tokens,
    parse_zone,
)
from c360_mcp.reader import SettingsReader
from c360_mcp.upstream.connection import Connection
from c360_mcp.web_address import REGIONS, parse_api_url, parse_region


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
    reader = SettingsReader(environ)
    settings = gather_settings(reader, connected=not demo)
    if reader.problems:
        raise Misconfigured(_message(reader.problems))
    return settings


def gather_settings(reader: SettingsReader, *, connected: bool) -> Settings:
    """As `read_settings`, but what is wrong stays with the reader; tenant, key and address only where `connected`."""
    timeout = reader.read("C360_TIMEOUT", parse_seconds, 25.0)
    settings = Settings(
        connection=_connection(reader, timeout) if connected else Connection("", "", SecretStr(""), timeout),
        default_country=reader.read("C360_DEFAULT_COUNTRY", parse_country, None),
        zone=reader.read("C360_TIMEZONE", parse_zone, ZoneInfo("UTC")),
        result_tokens=reader.read("C360_RESULT_TOKENS", parse_tokens, 8_000),
        redact_contacts=reader.read("C360_REDACT", parse_redact, default=False),
        audit_log=reader.given("C360_AUDIT_LOG") or None,
        audit_secret=reader.given("C360_AUDIT_SECRET") or None,
    )
    _read_log_level(reader)  # in use already; a wrong one is told with the rest
    return settings


def read_api_url(reader: SettingsReader, base_url: str, region: str) -> str:
    """Where the API is: `base_url` and `region` are the names that the reader knows the settings by."""
    if reader.given(base_url):
        return reader.read(base_url, parse_api_url, "")
    return reader.require(region, parse_region, f"one of {', '.join(REGIONS)}")


def read_log_level(environ: Mapping[str, str]) -> str:
    """The level for stderr; `WARNING` where it is not set or not a level."""
    return _read_log_level(SettingsReader(environ))


def _read_log_level(reader: SettingsReader) -> str:
    return reader.read("C360_LOG_LEVEL", parse_log_level, "WARNING")


def _connection(reader: SettingsReader, timeout: float) -> Connection:
    tenant = reader.require("C360_TENANT_ID", parse_tenant_id, "the ID of your 8x8 tenant")
    key = reader.require("C360_API_KEY", parse_api_key, "an API key from the 8x8 Admin Console")
    base_url = read_api_url(reader, "C360_BASE_URL", "C360_REGION")
    return Connection(base_url, tenant, SecretStr(key), timeout)


def _message(problems: list[str]) -> str:
    return (
        f"c360-mcp is not correctly configured yet, so nothing was looked up. {'; '.join(problems)}. These are environment "
        "variables of the server: the person who runs it sets them in the MCP client's configuration and restarts "
        "the server. `c360-mcp check` then verifies them; C360_DEMO=1 needs no 8x8 account and shows demo data."
    )
