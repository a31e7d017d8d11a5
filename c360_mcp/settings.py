"""Settings, read from the environment. Every problem is collected, so that all are told at once."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from c360_mcp import variables
from c360_mcp.analysis.tenant_words import NO_WORDS, TenantWords, parse_words
from c360_mcp.errors import Misconfigured
from c360_mcp.rate import Rate
from c360_mcp.secret_file import read_secret
from c360_mcp.setting import Setting, SettingsReader
from c360_mcp.toml_file import read_toml
from c360_mcp.upstream.bounds import Bounds
from c360_mcp.upstream.connection import Connection

logger = logging.getLogger(__name__)

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an operator decides."""

    connection: Connection
    default_country: str | None
    zone: ZoneInfo
    result_tokens: int
    max_requests: int
    """Of one search, where more is wanted than one reply holds."""
    state_url: SecretStr
    """Of the store in which processes share their budgets; empty where there is none."""
    replicas: int
    """Processes that serve the same tenants."""
    caller_rates: tuple[Rate, ...]
    """How many calls each caller may make in which time."""
    redact_contacts: bool
    audit_log: str | None
    """A path, or `stderr`."""
    audit_secret: str | None = field(repr=False)
    words: TenantWords


def read_settings(environ: Mapping[str, str], *, demo: bool = False) -> Settings:
    """The settings that `environ` holds; a demo needs no tenant, key and address, so these are not read then.

    Raises `Misconfigured`, which names every variable that is missing or wrong.
    """
    reader = SettingsReader(environ)
    if not demo:
        reader.read(variables.DEMO)  # decided since the start; here it is checked
    settings = gather_settings(reader, connected=not demo)
    for sentence in reader.ignored:
        logger.warning("%s", sentence)
    if reader.problems:
        raise Misconfigured(_message(reader.problems))
    return settings


def gather_settings(reader: SettingsReader, *, connected: bool) -> Settings:
    """As `read_settings`, but problems are left in `reader`; tenant, key and address are read only where `connected`."""
    settings = Settings(
        connection=_connection(reader, connected=connected),
        default_country=reader.read(variables.DEFAULT_COUNTRY),
        zone=reader.read(variables.TIMEZONE),
        result_tokens=reader.read(variables.RESULT_TOKENS),
        max_requests=reader.read(variables.MAX_REQUESTS),
        state_url=SecretStr(reader.read(variables.STATE_URL)),
        replicas=reader.read(variables.REPLICAS),
        caller_rates=reader.read(variables.CALLER_RATE),
        redact_contacts=reader.read(variables.REDACT) == "contacts",
        audit_log=reader.read(variables.AUDIT_LOG),
        audit_secret=_secret(reader, variables.AUDIT_SECRET, variables.AUDIT_SECRET_FILE),
        words=reader.resolve(variables.WORDS_FILE, _read_words, NO_WORDS),
    )
    reader.read(variables.LOG_LEVEL)  # used since the start; here it is checked
    return settings


def read_api_url(reader: SettingsReader, base_url: Setting[str], region: Setting[str]) -> str:
    """Where the API is: at the base URL that is set, or else at the address of the region."""
    if reader.given(base_url):
        return reader.read(base_url)
    return f"https://api.8x8.com/cidp-customer-360/{reader.read(region)}"


def _connection(reader: SettingsReader, *, connected: bool) -> Connection:
    tenant, key, base_url = _where(reader) if connected else ("", "", "")
    return Connection(
        base_url,
        tenant,
        SecretStr(key),
        timeout=reader.read(variables.TIMEOUT),
        reuse_seconds=reader.read(variables.REUSE_SECONDS),
        rates=reader.read(variables.RATE),
        bounds=Bounds(reader.read(variables.CONCURRENT_REQUESTS), reader.read(variables.WAITING_REQUESTS)),
    )


def _where(reader: SettingsReader) -> tuple[str, str, str]:
    """Tenant ID, API key and address."""
    tenant = reader.read(variables.TENANT_ID)
    key = _secret(reader, variables.API_KEY, variables.API_KEY_FILE)
    return tenant, key, read_api_url(reader, variables.BASE_URL, variables.REGION)


def _secret(reader: SettingsReader, secret: Setting[_T], file: Setting[str]) -> _T:
    """What the file holds that is named, or else what the variable of the secret itself does."""
    if reader.given(file):
        return reader.resolve(file, lambda path: secret.parse(read_secret(path)), secret.default)
    return reader.read(secret)


def _read_words(path: str) -> TenantWords:
    return parse_words(read_toml(path))


def _message(problems: list[str]) -> str:
    return (
        f"c360-mcp is not correctly configured yet, so nothing was looked up. {'; '.join(problems)}. These are environment "
        "variables of the server: the person who runs it sets them in the MCP client's configuration and restarts "
        "the server. `c360-mcp check` then verifies them; C360_DEMO=1 needs no 8x8 account and shows demo data."
    )
