"""The settings of the server, each declared once, as the environment variable that sets it."""

from typing import Final
from zoneinfo import ZoneInfo

from c360_mcp.audit_target import parse_audit_target
from c360_mcp.parsers import OneOf, matching, parse_country, parse_yes_or_no, parse_zone, within
from c360_mcp.rate import NO_RATES, parse_rates
from c360_mcp.setting import Setting, declared
from c360_mcp.web_address import parse_api_url

REGIONS: Final = ("us", "uk", "ca", "ap")
LEAST_TOKENS: Final = 1_000
MOST_TOKENS: Final = 50_000

CONCURRENT: Final = 8
"""What one search sends side by side where it gathers, and little enough for a gateway that counts a client's requests."""
WAITING: Final = 512
"""With answers in 300 ms, 8 at once let 666 through in 25 seconds: of more, the last would wait in vain."""

TENANT_ID: Final = Setting(
    "C360_TENANT_ID",
    "ID of the 8x8 tenant",
    matching(
        r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}", "must consist of letters, digits, dots, dashes and underscores"
    ),
    "",
    required="the ID of your 8x8 tenant",
)
API_KEY: Final = Setting(
    "C360_API_KEY",
    "API key from the 8x8 Admin Console",
    matching(r"[\x21-\x7e]{1,512}", "holds characters that no API key has"),
    "",
    required="an API key from the 8x8 Admin Console",
    secret=True,
)
API_KEY_FILE: Final = Setting(
    "C360_API_KEY_FILE", "in place of C360_API_KEY: a file that holds it, such as a mounted secret", str, ""
)
REGION: Final = Setting(
    "C360_REGION",
    f"where the tenant is provisioned: {', '.join(REGIONS[:-1])} or {REGIONS[-1]}",
    OneOf(REGIONS, f"one of {', '.join(REGIONS)} (a tenant on an eu platform host belongs to uk)"),
    "",
    required=f"one of {', '.join(REGIONS)}",
)
BASE_URL: Final = Setting(
    "C360_BASE_URL", "in place of C360_REGION: the API's address up to before /v1/public/", parse_api_url, ""
)
DEFAULT_COUNTRY: Final = Setting(
    "C360_DEFAULT_COUNTRY",
    "ISO country of phone numbers without a country code, such as GB",
    parse_country,
    None,
)
TIMEZONE: Final = Setting(
    "C360_TIMEZONE",
    "IANA zone of times shown, and of times given without an offset",
    parse_zone,
    ZoneInfo("UTC"),
)
RESULT_TOKENS: Final = Setting(
    "C360_RESULT_TOKENS",
    "budget of one result, in tokens",
    within(int, "a whole number", LEAST_TOKENS, MOST_TOKENS),
    8_000,
)
TIMEOUT: Final = Setting(
    "C360_TIMEOUT",
    "seconds that one tool call may take in all",
    within(float, "a number of seconds", 1, 600),
    25.0,
)
MAX_REQUESTS: Final = Setting(
    "C360_MAX_REQUESTS",
    "requests to the API with which one call may search, where more than 50 interactions are wanted",
    within(int, "a whole number", 1, 1_000),
    40,
)
REUSE_SECONDS: Final = Setting(
    "C360_REUSE_SECONDS",
    "seconds for which a reply of the API may be used again for an equal request; kept in memory only",
    within(float, "a number of seconds", 0, 300),
    0.0,
)
RATE: Final = Setting(
    "C360_RATE",
    "requests to the API of one tenant, at most: 60/minute, or 20/10s, 100/minute; needs the extra fleet",
    parse_rates,
    NO_RATES,
)
CALLER_RATE: Final = Setting(
    "C360_CALLER_RATE",
    "calls of one caller to a process, at most, in the same form",
    parse_rates,
    NO_RATES,
)
STATE_URL: Final = Setting(
    "C360_STATE_URL",
    "a Redis or Valkey in which processes share C360_RATE, such as redis://host:6379/0 or rediss://…",
    matching(r"rediss?://[!-~]+", "must be an address that begins with redis:// or rediss://"),
    "",
    secret=True,
)
REPLICAS: Final = Setting(
    "C360_REPLICAS",
    "processes that serve the same tenants: each keeps to that part of C360_RATE where it is not shared",
    within(int, "a whole number", 1, 10_000),
    1,
)
CONCURRENT_REQUESTS: Final = Setting(
    "C360_CONCURRENT_REQUESTS",
    "requests to the API that a process has under way at once, of one tenant",
    within(int, "a whole number", 1, 100),
    CONCURRENT,
)
WAITING_REQUESTS: Final = Setting(
    "C360_WAITING_REQUESTS",
    "requests that wait for that; any further call is refused at once",
    within(int, "a whole number", 0, 10_000),
    WAITING,
)
REDACT: Final = Setting(
    "C360_REDACT",
    "contacts: mask e-mail addresses and phone numbers in results",
    OneOf(("contacts", "none"), "contacts or none", synonyms=(("true", "contacts"), ("false", "none"))),
    "none",
    protects=True,
)
WORDS_FILE: Final = Setting(
    "C360_WORDS_FILE",
    "a tenant's own words for what tags say: a TOML file with a list for each kind",
    str,
    "",
)
AUDIT_LOG: Final = Setting(
    "C360_AUDIT_LOG", "one line of JSON per call: a file, or stderr", parse_audit_target, None
)
AUDIT_SECRET: Final = Setting(
    "C360_AUDIT_SECRET", "key of the hashed identifiers in that log", str, None, secret=True
)
AUDIT_SECRET_FILE: Final = Setting(
    "C360_AUDIT_SECRET_FILE", "in place of C360_AUDIT_SECRET: a file that holds it", str, ""
)
LOG_LEVEL: Final = Setting(
    "C360_LOG_LEVEL",
    "what goes to stderr",
    OneOf(
        ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"),
        synonyms=(("WARN", "WARNING"), ("FATAL", "CRITICAL")),
    ),
    "WARNING",
    forgiving=True,
)
DEMO: Final = Setting(
    "C360_DEMO",
    "1: use the embedded stand-in API and its invented customers",
    parse_yes_or_no,
    default=False,
    shown="",
    protects=True,
)

SERVER_SETTINGS: Final = declared(vars())
"""All of the above, in the order in which documents show them."""
