"""The settings of the HTTP service besides the server's, each declared once, as in `c360_mcp/variables.py`."""

from typing import Final

from c360_mcp.logs import FORMATTERS
from c360_mcp.parsers import OneOf, comma_separated, matching, parse_yes_or_no, separated_by_commas, within
from c360_mcp.setting import Setting, declared
from c360_mcp.web_address import parse_base_url, parse_issuer

_HOST: Final = r"(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?"

_SCOPE: Final = r"[!#-\[\]-~]+"
_ONE_SCOPE: Final = "must be one scope, without spaces and quotation marks"

ALLOWED_HOSTS: Final[Setting[tuple[str, ...]]] = Setting(
    "C360_ALLOWED_HOSTS",
    "names under which the service may be addressed",
    comma_separated(_HOST, "must be host names separated by commas, such as c360.example.com"),
    (),
    shown="loopback",
)
ALLOWED_ORIGINS: Final[Setting[tuple[str, ...]]] = Setting(
    "C360_ALLOWED_ORIGINS",
    "web pages, extensions and desktop applications that may call it, such as https://copilot.example.com",
    comma_separated(
        rf"[a-z][a-z0-9+.-]*://(?:{_HOST}|[a-z0-9._-]+)",
        "must be origins separated by commas, such as https://copilot.example.com",
    ),
    (),
)
AUTH_ISSUER: Final = Setting(
    "C360_AUTH_ISSUER", "OAuth issuer whose tokens count", parse_issuer, "", protects=True
)
AUTH_AUDIENCE: Final[Setting[tuple[str, ...]]] = Setting(
    "C360_AUTH_AUDIENCE",
    "for what its tokens must have been issued; several with commas between them",
    separated_by_commas,
    (),
    protects=True,
)
AUTH_SCOPE: Final = Setting(
    "C360_AUTH_SCOPE",
    "scope that a token must have, for everything",
    matching(_SCOPE, _ONE_SCOPE),
    "c360:read",
    protects=True,
)
AUTH_METADATA_SCOPE: Final = Setting(
    "C360_AUTH_METADATA_SCOPE",
    "scope of a token that may have interactions but no summaries",
    matching(_SCOPE, _ONE_SCOPE),
    "c360:metadata",
    protects=True,
)
AUTH_SCOPE_CLAIM: Final = Setting(
    "C360_AUTH_SCOPE_CLAIM",
    "claim that may hold scopes besides scope and scp, such as roles",
    str,
    None,
    protects=True,
)
AUTH_TOKENS_FILE: Final = Setting(
    "C360_AUTH_TOKENS_FILE",
    "static tokens as hashes, a line a client; see c360-mcp token",
    str,
    "",
    protects=True,
)
PUBLIC_URL: Final = Setting(
    "C360_PUBLIC_URL",
    "address that callers use, behind whatever ends TLS, where the audience is not that",
    parse_base_url,
    "",
)
TENANTS_FILE: Final = Setting(
    "C360_TENANTS_FILE", "several tenants: a TOML file with a table each", str, "", protects=True
)
TENANT_CLAIM: Final = Setting(
    "C360_TENANT_CLAIM", "claim of a token that names its tenant", str, None, protects=True
)
READY_UPSTREAM: Final = Setting(
    "C360_READY_UPSTREAM", "1: /readyz also asks the API", parse_yes_or_no, default=False
)
METRICS_PORT: Final[Setting[int | None]] = Setting(
    "C360_METRICS_PORT",
    "port on which Prometheus finds /metrics; 0 takes any that is free",
    within(int, "a port", 0, 65_535),
    None,
)
LOG_FORMAT: Final = Setting(
    "C360_LOG_FORMAT", "how lines on stderr look: text or json", OneOf(tuple(FORMATTERS)), "text"
)

SERVICE_SETTINGS: Final = declared(vars())
"""All of the above, in the order in which documents show them."""
