"""What the text of a setting stands for; a `ValueError` says what is accepted, and never what was given."""

import re
from collections.abc import Callable
from zoneinfo import ZoneInfo, available_timezones

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LEAST_TOKENS, MOST_TOKENS = 1_000, 50_000
LEAST_SECONDS, MOST_SECONDS = 1.0, 600.0


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


def parse_tokens(value: str) -> int:
    """The budget of one result."""
    return int(_within(value, LEAST_TOKENS, MOST_TOKENS, "a whole number", int))


def parse_seconds(value: str) -> float:
    """How long a call may take."""
    return _within(value, LEAST_SECONDS, MOST_SECONDS, "a number of seconds", float)


def parse_log_level(value: str) -> str:
    """One of `LOG_LEVELS`."""
    if value.upper() not in LOG_LEVELS:
        raise ValueError(f"must be one of {', '.join(LOG_LEVELS)}")
    return value.upper()


def parse_redact(value: str) -> bool:
    """Whether contacts are masked."""
    if value.lower() not in {"contacts", "none"}:
        raise ValueError("must be contacts or none")
    return value.lower() == "contacts"


def _within(value: str, least: float, most: float, what: str, parse: Callable[[str], float]) -> float:
    try:
        number = parse(value)
    except ValueError:
        number = float("nan")
    if not least <= number <= most:
        raise ValueError(f"must be {what} from {least:,g} to {most:,g}")
    return number
