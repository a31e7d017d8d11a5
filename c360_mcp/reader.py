"""Named values, read one by one. Every problem is collected, so that all are told at once."""

from collections.abc import Callable, Mapping
from typing import TypeVar

_T = TypeVar("_T")


class SettingsReader:
    """Reads variables, or the keys of a table, and remembers what was wrong with them."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.problems: list[str] = []

    def given(self, name: str) -> str:
        """The value as it is set, without space around it; empty where it is not."""
        return self._values.get(name, "").strip()

    def read(self, name: str, parse: Callable[[str], _T], default: _T) -> _T:
        """The parsed value, or `default` where it is not set or not usable."""
        value = self.given(name)
        if not value:
            return default
        try:
            return parse(value)
        except ValueError as error:
            self.problems.append(f"{name} {error}")
            return default

    def require(self, name: str, parse: Callable[[str], str], hint: str) -> str:
        """The parsed value; where it is not set, that is a problem and the value is empty."""
        if not self.given(name):
            self.problems.append(f"{name} is missing: {hint}")
        return self.read(name, parse, "")
