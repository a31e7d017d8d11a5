"""The environment variables, as `--help`, the README and `server.json` describe them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Variable:
    """A setting. `default` is what counts where it is not set; empty where that is nothing."""

    name: str
    meaning: str
    default: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False
    secret: bool = False


VARIABLES: Final = (
    Variable("C360_TENANT_ID", "ID of the 8x8 tenant", required=True),
    Variable("C360_API_KEY", "API key from the 8x8 Admin Console", required=True, secret=True),
    Variable(
        "C360_REGION",
        "where the tenant is provisioned: us, uk, ca or ap",
        choices=("us", "uk", "ca", "ap"),
        required=True,
    ),
    Variable("C360_BASE_URL", "in place of C360_REGION: the API's address up to before /v1/public/"),
    Variable("C360_DEFAULT_COUNTRY", "ISO country of phone numbers without a country code, such as GB"),
    Variable(
        "C360_TIMEZONE", "IANA zone of times shown, and of times given without an offset", default="UTC"
    ),
    Variable("C360_RESULT_TOKENS", "budget of one result, in tokens", default="8000"),
    Variable("C360_TIMEOUT", "seconds that one tool call may take in all", default="25"),
    Variable(
        "C360_REDACT",
        "contacts: mask e-mail addresses and phone numbers in results",
        default="none",
        choices=("contacts", "none"),
    ),
    Variable("C360_AUDIT_LOG", "one line of JSON per call: a file, or stderr"),
    Variable("C360_AUDIT_SECRET", "key of the hashed identifiers in that log", secret=True),
    Variable(
        "C360_LOG_LEVEL",
        "what goes to stderr",
        default="WARNING",
        choices=("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"),
    ),
    Variable("C360_DEMO", "1: use the embedded stand-in API and its invented customers"),
)
"""Those of the server, however it is reached."""

SERVICE_VARIABLES: Final = (
    Variable("C360_ALLOWED_HOSTS", "names under which the service may be addressed", default="loopback"),
    Variable("C360_ALLOWED_ORIGINS", "web pages that may call it, such as https://copilot.example.com"),
    Variable("C360_AUTH_ISSUER", "OAuth issuer whose tokens count"),
    Variable("C360_AUTH_AUDIENCE", "for what its tokens must have been issued"),
    Variable("C360_AUTH_SCOPE", "scope that a token must have", default="c360:read"),
    Variable("C360_AUTH_TOKENS_FILE", "static tokens as hashes, a line a client; see c360-mcp token"),
    Variable("C360_PUBLIC_URL", "the service's own address, where the audience is not that"),
    Variable("C360_TENANTS_FILE", "several tenants: a TOML file with a table each"),
    Variable("C360_TENANT_CLAIM", "claim of a token that names its tenant"),
    Variable("C360_READY_UPSTREAM", "1: /readyz also asks the API", default="0"),
    Variable(
        "C360_LOG_FORMAT", "how lines on stderr look: text or json", default="text", choices=("text", "json")
    ),
)
"""Those of `c360-mcp http` besides."""


def demo_wanted(environ: Mapping[str, str]) -> bool:
    """Whether `C360_DEMO` is set to anything that does not mean no."""
    return environ.get("C360_DEMO", "").strip().lower() not in {"", "0", "false", "no", "off"}


def help_text() -> str:
    """All variables, a line each."""
    return "\n".join(
        [
            "settings are environment variables:",
            *map(_line, VARIABLES),
            "and of the HTTP service besides:",
            *map(_line, SERVICE_VARIABLES),
        ]
    )


def _line(variable: Variable) -> str:
    default = f" ({variable.default})" if variable.default else ""
    return f"  {variable.name:21} {variable.meaning}{default}"
