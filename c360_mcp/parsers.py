"""What the text of a setting stands for; a `ValueError` says what is accepted, and never what was given."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar
from zoneinfo import ZoneInfo, available_timezones

from c360_mcp.yes_or_no import NO, YES

_Number = TypeVar("_Number", int, float)


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


def parse_yes_or_no(value: str) -> bool:
    """Whether a switch is on; only words that mean yes or no are accepted."""
    if value.lower() not in YES | NO:
        raise ValueError("must be 1 or 0")
    return value.lower() in YES


def matching(pattern: str, problem: str) -> Callable[[str], str]:
    """A parser of texts of which the whole matches a regular expression; `problem` is said of all others."""

    def parse(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(problem)
        return value

    return parse


def comma_separated(pattern: str, problem: str) -> Callable[[str], tuple[str, ...]]:
    """A parser of several texts in lower case, each of which matches as in `matching`."""
    each = matching(pattern, problem)
    return lambda value: tuple(each(part.lower()) for part in separated_by_commas(value))


def separated_by_commas(value: str) -> tuple[str, ...]:
    """Several texts, without the space around each; raises `ValueError` where there are only commas."""
    parts = tuple(part.strip() for part in value.split(",") if part.strip())
    if not parts:
        raise ValueError("holds nothing but commas")
    return parts


@dataclass(frozen=True, slots=True)
class OneOf:
    """A parser that accepts some words, in upper or lower case; `told` is how an error lists them."""

    choices: tuple[str, ...]
    told: str = ""
    synonyms: tuple[tuple[str, str], ...] = ()
    """Other words that are accepted too, each with the choice that it means."""

    def __call__(self, value: str) -> str:
        """The choice, as it is spelled in `choices`."""
        for word, choice in (*zip(self.choices, self.choices, strict=True), *self.synonyms):
            if word.lower() == value.lower():
                return choice
        raise ValueError(f"must be {self.told or 'one of ' + ', '.join(self.choices)}")


def within(
    convert: Callable[[str], _Number], what: str, least: _Number, most: _Number
) -> Callable[[str], _Number]:
    """A parser of numbers from `least` to `most`; `what` is what errors call such a number."""

    def parse(value: str) -> _Number:
        with suppress(ValueError):
            if least <= (number := convert(value)) <= most:
                return number
        raise ValueError(f"must be {what} from {least:,g} to {most:,g}")

    return parse
