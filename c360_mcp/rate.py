"""Rates, as settings write them: `60/minute`, or `20/10s, 100/minute` where several count together."""

import re
from importlib.util import find_spec
from typing import Final, NamedTuple

MOST: Final = 100_000
"""Requests or seconds of one rate: every request of a window is remembered until the window has passed it."""

_NAMED: Final = {"second": 1, "minute": 60, "hour": 3_600}
_UNITS: Final = {"s": 1, "m": 60, "h": 3_600} | _NAMED
_PERIODS: Final = {1: "a second", 60: "a minute", 3_600: "an hour"}
_RATE = re.compile(r"([0-9]{1,6}) ?(?:/|per) ?([0-9]{0,6}) ?([a-z]+?)s?")


class Rate(NamedTuple):
    """At most `amount` in any `seconds`."""

    amount: int
    seconds: int

    def __str__(self) -> str:
        """As settings write it: `60/minute`, `20/10s`."""
        unit = next((name for name, seconds in _NAMED.items() if seconds == self.seconds), f"{self.seconds}s")
        return f"{self.amount}/{unit}"

    def told(self, what: str) -> str:
        """The rate in words, of requests or of calls: `60 requests in a minute`."""
        period = _PERIODS.get(self.seconds, f"{self.seconds:,} seconds")
        return f"{self.amount:,} {what if self.amount > 1 else what.removesuffix('s')} in {period}"

    def share(self, parts: int) -> "Rate":
        """An equal part of it, but never nothing."""
        return Rate(max(1, self.amount // parts), self.seconds)


NO_RATES: Final[tuple[Rate, ...]] = ()


def parse_rates(text: str) -> tuple[Rate, ...]:
    """The rates of a list with commas, that with the longest window first. What counts them must be installed."""
    if find_spec("limits") is None:
        raise ValueError("needs packages that are not installed: pip install 'c360-mcp[fleet]'")
    rates = [_parse(part.strip().lower()) for part in text.split(",")]
    return tuple(sorted(rates, key=lambda rate: -rate.seconds))


def _parse(text: str) -> Rate:
    found = _RATE.fullmatch(text) or _RATE.fullmatch(f"{text}s")
    if found and found[3] in _UNITS:
        rate = Rate(int(found[1]), int(found[2] or 1) * _UNITS[found[3]])
        if 0 < rate.amount <= MOST and 0 < rate.seconds <= MOST:
            return rate
    raise ValueError("must be rates such as 60/minute or 20/10s, 100/minute")
