"""Settings of the HTTP service, beyond those of the server. Unlike that, it does not start while any is wrong."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from c360_mcp.errors import Misconfigured
from c360_mcp.service import variables
from c360_mcp.service.callers.caller import Caller
from c360_mcp.service.callers.oauth import OAuthSettings
from c360_mcp.service.callers.static_tokens import TokenFile
from c360_mcp.service.callers.tenants_file import read_tenants
from c360_mcp.setting import SettingsReader
from c360_mcp.settings import Settings, gather_settings
from c360_mcp.variables import DEMO, TENANT_ID
from c360_mcp.web_address import parse_base_url


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """Who may ask, from where, and for which tenants."""

    allowed_hosts: tuple[str, ...]
    allowed_origins: tuple[str, ...]
    scope: str
    """Of tokens that may have everything."""
    metadata_scope: str
    """Of tokens that may have interactions but no summaries."""
    oauth: OAuthSettings | None
    public_url: str
    """The address that callers use, as far as settings tell; empty where none does."""
    static_tokens: TokenFile | None
    tenants: Mapping[str, Settings] | None
    """By the name that tokens use; None where all callers share the tenant that the environment names."""
    tenant_id: str
    """The 8x8 ID of that shared tenant."""
    timeout: float
    """Seconds that one tool call may take."""
    ready_asks_upstream: bool
    metrics_port: int | None
    """Where Prometheus reads the metrics; None where it does not."""
    audit_secret: str | None = field(repr=False)
    """With which hashes in logs are made."""
    ignored: tuple[str, ...]
    """A sentence for each setting whose value counts as not set."""

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
    reader.read(DEMO)  # decided since the start; here it is checked
    shared = gather_settings(reader, connected=False)
    scope, metadata_scope = _scopes(reader)
    reader.read(variables.LOG_FORMAT)  # used since the start; here it is checked
    oauth = _oauth(reader)
    settings = ServiceSettings(
        allowed_hosts=reader.read(variables.ALLOWED_HOSTS),
        allowed_origins=reader.read(variables.ALLOWED_ORIGINS),
        scope=scope,
        metadata_scope=metadata_scope,
        oauth=oauth,
        public_url=oauth.resource if oauth else reader.read(variables.PUBLIC_URL),
        static_tokens=reader.resolve(
            variables.AUTH_TOKENS_FILE, partial(TokenFile, scope=scope, metadata_scope=metadata_scope), None
        ),
        tenants=_tenants(reader, environ, shared),
        tenant_id=reader.given(TENANT_ID),
        timeout=shared.connection.timeout,
        ready_asks_upstream=reader.read(variables.READY_UPSTREAM),
        metrics_port=reader.read(variables.METRICS_PORT),
        audit_secret=shared.audit_secret,
        ignored=reader.ignored,
    )
    if reader.problems:
        raise Misconfigured(f"The service can't start: {'; '.join(reader.problems)}.")
    return settings


def _scopes(reader: SettingsReader) -> tuple[str, str]:
    scope, metadata_scope = reader.read(variables.AUTH_SCOPE), reader.read(variables.AUTH_METADATA_SCOPE)
    if scope == metadata_scope:
        reader.refuse(variables.AUTH_METADATA_SCOPE, "must be another scope than C360_AUTH_SCOPE")
    return scope, metadata_scope


def _oauth(reader: SettingsReader) -> OAuthSettings | None:
    if not reader.given(variables.AUTH_ISSUER) and not reader.given(variables.AUTH_AUDIENCE):
        return None
    issuer = reader.read(variables.AUTH_ISSUER, required="whose tokens are to count for C360_AUTH_AUDIENCE")
    audiences = reader.read(
        variables.AUTH_AUDIENCE, required="for what the issuer's tokens must have been issued"
    )
    return OAuthSettings(
        issuer,
        audiences,
        _resource(reader, audiences),
        reader.read(variables.TENANT_CLAIM),
        reader.read(variables.AUTH_SCOPE_CLAIM),
    )


def _resource(reader: SettingsReader, audiences: tuple[str, ...]) -> str:
    """The service's own address: the public URL, or else the first audience that is one, which RFC 8707 makes the same."""
    if not reader.given(variables.PUBLIC_URL):
        for audience in audiences:
            with suppress(ValueError):
                return parse_base_url(audience)
    hint = "the address that callers use, which C360_AUTH_AUDIENCE is not"
    return reader.read(variables.PUBLIC_URL, required=hint if audiences else "")


def _tenants(
    reader: SettingsReader, environ: Mapping[str, str], shared: Settings
) -> Mapping[str, Settings] | None:
    if not reader.given(variables.TENANTS_FILE):
        if reader.given(variables.TENANT_CLAIM):
            reader.refuse(variables.TENANT_CLAIM, "needs C360_TENANTS_FILE, where its tenants are")
        return None
    if reader.given(variables.AUTH_ISSUER):
        reader.read(variables.TENANT_CLAIM, required="the claim of a token that names its tenant")
    elif not reader.given(variables.AUTH_TOKENS_FILE):
        reader.refuse(
            variables.TENANTS_FILE, "needs C360_AUTH_ISSUER or C360_AUTH_TOKENS_FILE: tokens tell the tenant"
        )
    return reader.resolve(variables.TENANTS_FILE, partial(read_tenants, environ=environ, shared=shared), None)
