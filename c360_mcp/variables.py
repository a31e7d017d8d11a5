"""The environment variables, as `--help`, the README and `server.json` describe them."""

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


def help_text() -> str:
    """All variables, a line each."""
    return "\n".join(["settings are environment variables:", *map(_line, VARIABLES)])


def _line(variable: Variable) -> str:
    default = f" ({variable.default})" if variable.default else ""
    return f"  {variable.name:21} {variable.meaning}{default}"
