"""Digits turned into E.164 by the numbering plans of all countries.

Importing these takes a noticeable part of the server's start. So this module is imported only when a number is read.
"""

from phonenumbers import (
    CountryCodeSource,
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    ValidationResult,
    format_number,
    is_possible_number_with_reason,
    is_valid_number,
    parse,
    region_code_for_number,
)

from c360_mcp.errors import InvalidArgument


def from_international(digits: str) -> tuple[str, tuple[str, ...]]:
    """Return the number whose digits begin with its country code, and remarks on it, each a few words."""
    parsed = _parse(f"+{digits}", None)
    if parsed is None or is_possible_number_with_reason(parsed) != ValidationResult.IS_POSSIBLE:
        raise InvalidArgument(
            "No phone number has this form: the country code doesn't exist, or the digits after it are too"
            " few or too many. Check it and give it in full, such as +12065550134."
        )
    number = _e164(parsed)
    rewritten = () if number == f"+{digits}" else ("rewritten to its international form",)
    unknown = () if is_valid_number(parsed) else ("not a number known to be in use",)
    return number, rewritten + unknown


def from_national(digits: str, country: str) -> tuple[str, tuple[str, ...]]:
    """Return the number that is dialled so within `country`, and as what it was read; refuse one not valid there."""
    parsed = _parse(digits, country)
    if parsed is None or _dialled_abroad(parsed) or not is_valid_number(parsed):
        raise InvalidArgument(
            f"This isn't a valid phone number in {country}, the default country. Give it with a plus sign"
            " and its country code, such as +12065550134."
        )
    return _e164(parsed), (_assumption(parsed, country),)


def national_digits(e164: str) -> str | None:
    """Return the digits that are dialled within the number's own country; None where it has no such form."""
    parsed = _parse(e164, None)
    if parsed is None:
        return None
    digits = "".join(filter(str.isdecimal, format_number(parsed, PhoneNumberFormat.NATIONAL)))
    return digits if digits != e164.removeprefix("+") else None


def _parse(text: str, country: str | None) -> PhoneNumber | None:
    try:
        return parse(text, country, keep_raw_input=True)
    except NumberParseException:
        return None


def _assumption(number: PhoneNumber, country: str) -> str:
    if region_code_for_number(number) != country:  # as +1 is of both the United States and Canada
        return f"read as a +{number.country_code} number"
    article = "an" if country[0] in "AEFHILMNORSX" else "a"
    return f"read as {article} {country} number"


def _dialled_abroad(number: PhoneNumber) -> bool:
    # It begins with the prefix for calls abroad. People write the one that they are used to, not that of `country`.
    return number.country_code_source == CountryCodeSource.FROM_NUMBER_WITH_IDD


def _e164(number: PhoneNumber) -> str:
    return format_number(number, PhoneNumberFormat.E164)
