"""Which phone number is meant, by the numbering plans of all countries.

Importing these takes a noticeable part of the server's start. So this module is imported only where contacts are to be
redacted.
"""

import re
from collections.abc import Iterator, Sequence

from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    country_code_for_region,
    example_number,
    format_number,
    is_valid_number,
    national_significant_number,
    parse,
)

from c360_mcp.digits import ascii_digits

_NORTH_AMERICAN = re.compile(r"1?[2-9]\d\d[2-9]\d{6}")
_ABROAD = ("00", "011")
"""What is dialled before a country code, in most countries and in North America."""
_SHORTEST_OF_MOST = 7
"""Digits of the shortest numbers in most countries; fewer count only where a country's own numbers have fewer."""


def has_plus(written: str) -> bool:
    """Say whether a number is written with the plus sign before a country code."""
    return written.lstrip("( ").startswith(("+", "＋"))


def dialled(written: str) -> str:
    """Return the digits to dial, in ASCII; the zero in `+44 (0)20` is not dialled."""
    return ascii_digits(written.replace("(0)", "") if has_plus(written) else written)


def in_full(written: str, country: str | None) -> str | None:
    """Return the number in use that is written so, as `+442079460958`, or None where that can't be told.

    Without a country code it is read as dialled within `country` (ISO 3166), and else as one of North America, where
    it has the form of these.
    """
    digits = dialled(written)
    for text, region in _readings(digits, country, plus=has_plus(written)):
        parsed = _parse(text, region)
        if parsed is not None and is_valid_number(parsed):
            return format_number(parsed, PhoneNumberFormat.E164)
    return None


def national_forms(number: str) -> set[str]:
    """The digits of a number in full as people write them without its country code, with a trunk prefix and without."""
    parsed = _parse(number, None)
    if parsed is None:
        return set()
    national = ascii_digits(format_number(parsed, PhoneNumberFormat.NATIONAL))
    return {national, national_significant_number(parsed), national.lstrip("0")}


def is_dialled_in(country: str | None, digits: str, groups: Sequence[str] | None = None) -> bool:
    """Say whether digits are a number in use as it is dialled within a country, with the trunk prefix where it has one.

    With `groups`, they have to be those in which such a number is written there, too.
    """
    parsed = _parse(digits, country) if country else None
    if parsed is None or not is_valid_number(parsed):
        return False
    written = format_number(parsed, PhoneNumberFormat.NATIONAL)
    return ascii_digits(written) == digits and (groups is None or re.findall(r"\d+", written) == list(groups))


def is_north_american(digits: str) -> bool:
    """Say whether digits have the form of a number of North America, with its country code or without."""
    return _NORTH_AMERICAN.fullmatch(digits) is not None


def shortest(country: str | None) -> int:
    """How many digits the shortest numbers have that people write in a country, but for services such as 112."""
    example = example_number(country) if country else None
    return min(len(national_significant_number(example)), _SHORTEST_OF_MOST) if example else _SHORTEST_OF_MOST


def _readings(digits: str, country: str | None, *, plus: bool) -> Iterator[tuple[str, str | None]]:
    """What a number may mean, most likely first: digits with the country in which they are dialled."""
    if plus or (country and digits.startswith(str(country_code_for_region(country)))):
        yield f"+{digits}", None
    if plus:
        return
    if country:
        yield digits, country
    for prefix in _ABROAD:
        if digits.startswith(prefix):
            yield f"+{digits.removeprefix(prefix)}", None
    if country or not is_north_american(digits):
        yield f"+{digits}", None
    else:
        yield f"+1{digits.removeprefix('1')}", None


def _parse(text: str, country: str | None) -> PhoneNumber | None:
    try:
        return parse(text, country)
    except NumberParseException:
        return None
