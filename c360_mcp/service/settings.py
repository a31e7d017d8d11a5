"""Settings of the HTTP service, beyond those of the server. Unlike that, it does not start while any is wrong."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from c360_mcp.errors import Misconfigured
from c360_mcp.logs import FORMATTERS
from c360_mcp.reader import SettingsReader
from c360_mcp.service.bounds.hosts import parse_hosts, parse_origins
from c360_mcp.service.callers.caller import Caller
from c360_mcp.service.callers.oauth import OAuthSettings
from c360_mcp.service.callers.static_tokens import TokenFile
from c360_mcp.service.callers.tenants_file import read_tenants
from c360_mcp.settings import Settings, gather_settings
from c360_mcp.web_address import parse_base_url

DEFAULT_SCOPE = "c360:read"


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """Who may ask, from where, and for which tenants."""

    allowed_hosts: tuple[str, ...]
    allowed_origins: tuple[str, ...]
    scope: str
    oauth: OAuthSettings | None
    static_tokens: TokenFile | None
    tenants: Mapping[str, Settings] | None
    """By the name that tokens use; None where all callers share the tenant that the environment names."""
    tenant_id: str
    """The 8x8 ID of that shared tenant."""
    timeout: float
    """Seconds that one tool call may take."""
    ready_asks_upstream: bool

    @property
    def authenticates(self) -> bool:
        """Whether callers need a token."""
        return self.oauth is not None or self.static_tokens is not None

    @property
    def tenant_ids(self) -> dict[str, str]:
        """8x8's IDs of the tenants, by the name that tokens use; none where all callers share one."""
        return {name: tenant.connection.tenant_id for name, tenant in (self.tenants or {}).items()}

    def serves(self, caller: Caller) -> bool:
        """Whether the tenant that a caller's token names is one of those served."""
        if self.tenants is not None:
            return caller.tenant in self.tenants
        return caller.tenant in {None, self.tenant_id}


def read_service_settings(environ: Mapping[str, str]) -> ServiceSettings:
    """The settings that `environ` and its files hold. Raises `Misconfigured`, which names all that is wrong."""
    reader = SettingsReader(environ)
    shared = gather_settings(reader, connected=False)
    scope = reader.read("C360_AUTH_SCOPE", _scope, DEFAULT_SCOPE)
    settings = ServiceSettings(
        allowed_hosts=reader.read("C360_ALLOWED_HOSTS", parse_hosts, ()),
        allowed_origins=reader.read("C360_ALLOWED_ORIGINS", parse_origins, ()),
        scope=scope,
        oauth=_oauth(reader),
        static_tokens=reader.read("C360_AUTH_TOKENS_FILE", partial(TokenFile, scope=scope), None),
        tenants=_tenants(reader, environ, shared),
        tenant_id=reader.given("C360_TENANT_ID"),
        timeout=shared.connection.timeout,
        ready_asks_upstream=reader.read("C360_READY_UPSTREAM", _yes_or_no, default=False),
    )
    reader.read("C360_LOG_FORMAT", _log_format, "text")  # used since the start; here it is checked
    if reader.problems:
        raise Misconfigured(f"The service can't start: {'; '.join(reader.problems)}.")
    return settings


def read_log_format(environ: Mapping[str, str]) -> str:
    """How records look on stderr; `text` where it is not set or not a format."""
    return SettingsReader(environ).read("C360_LOG_FORMAT", _log_format, "text")


def _oauth(reader: SettingsReader) -> OAuthSettings | None:
    if not reader.given("C360_AUTH_ISSUER") and not reader.given("C360_AUTH_AUDIENCE"):
        return None
    issuer = reader.require("C360_AUTH_ISSUER", _issuer, "whose tokens are to count for C360_AUTH_AUDIENCE")
    audience = reader.require("C360_AUTH_AUDIENCE", str, "for what the issuer's tokens must have been issued")
    return OAuthSettings(
        issuer, audience, _resource(reader, audience), reader.given("C360_TENANT_CLAIM") or None
    )


def _resource(reader: SettingsReader, audience: str) -> str:
    """The service's own address; with an issuer that follows RFC 8707 the audience is just that."""
    if reader.given("C360_PUBLIC_URL"):
        return reader.read("C360_PUBLIC_URL", parse_base_url, "")
    try:
        return parse_base_url(audience)
    except ValueError:
        if audience:
            reader.problems.append(
                "C360_PUBLIC_URL is missing: the address that callers use, which C360_AUTH_AUDIENCE is not"
            )
        return ""


def _tenants(
    reader: SettingsReader, environ: Mapping[str, str], shared: Settings
) -> Mapping[str, Settings] | None:
    if not reader.given("C360_TENANTS_FILE"):
        if reader.given("C360_TENANT_CLAIM"):
            reader.problems.append("C360_TENANT_CLAIM needs C360_TENANTS_FILE, where its tenants are")
        return None
    if reader.given("C360_AUTH_ISSUER") and not reader.given("C360_TENANT_CLAIM"):
        reader.problems.append("C360_TENANT_CLAIM is missing: the claim of a token that names its tenant")
    if not reader.given("C360_AUTH_ISSUER") and not reader.given("C360_AUTH_TOKENS_FILE"):
        reader.problems.append(
            "C360_TENANTS_FILE needs C360_AUTH_ISSUER or C360_AUTH_TOKENS_FILE: tokens tell the tenant"
        )
    return reader.read("C360_TENANTS_FILE", partial(read_tenants, environ=environ, shared=shared), None)


def _issuer(value: str) -> str:
    parse_base_url(value)
    return value  # as it was given: tokens must name exactly this issuer


def _scope(value: str) -> str:
    if not re.fullmatch(r"[!#-\[\]-~]+", value):
        raise ValueError("must be one scope, without spaces and quotation marks")
    return value


def _log_format(value: str) -> str:
    if value.lower() not in FORMATTERS:
        raise ValueError(f"must be one of {', '.join(FORMATTERS)}")
    return value.lower()


def _yes_or_no(value: str) -> bool:
    if value.lower() not in {"1", "0", "yes", "no", "true", "false", "on", "off"}:
        raise ValueError("must be 1 or 0")
    return value.lower() in {"1", "yes", "true", "on"}
