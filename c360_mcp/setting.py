"""What one setting is, and how settings are read. Every problem is collected, so that all are told at once."""

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any, Generic, TypeVar

from c360_mcp.parsers import OneOf
from c360_mcp.unfilled import filled, unfilled

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Setting(Generic[_T]):
    """One setting, declared once: how it is read, and what help, documents and errors say of it."""

    name: str
    """Of the environment variable, or of the key in a tenant's table."""
    meaning: str
    parse: Callable[[str], _T]
    """Makes the value; its `ValueError` says what is accepted, and never repeats the text, which could be a secret."""
    default: _T
    _: KW_ONLY
    shown: str | None = None
    """The default in words, where its value would not tell."""
    required: str = ""
    """What errors say is missing where it is not set; empty where it need not be set."""
    secret: bool = False
    protects: bool = False
    """Whether a value that was left unfilled is an error: to take it for not set would open what it is to close."""
    forgiving: bool = False
    """Whether a value that can't be used counts as not set, since nothing that a caller gets depends on it."""

    @property
    def choices(self) -> tuple[str, ...]:
        """The words of which it must be one; none where other texts are accepted too."""
        return self.parse.choices if isinstance(self.parse, OneOf) else ()

    @property
    def default_text(self) -> str:
        """The default as documents show it: as it would be set, and empty where it is nothing."""
        if self.shown is not None or self.default in (None, "", ()):
            return self.shown or ""
        return f"{self.default:g}" if isinstance(self.default, bool | float) else str(self.default)


def declared(module: Mapping[str, object]) -> tuple[Setting[Any], ...]:
    """The settings among a module's names, in the order in which they are declared."""
    return tuple(value for value in module.values() if isinstance(value, Setting))


class SettingsReader:
    """Reads settings from environment variables, or from a table's keys, and remembers what was wrong.

    A value that was left unfilled is an error for what is required or protects, and wherever `strict`;
    otherwise it counts as not set.
    """

    def __init__(self, values: Mapping[str, str], *, strict: bool = False) -> None:
        self._values = values
        self._strict = strict
        self.problems: list[str] = []
        self._ignored: dict[str, str] = {}

    @property
    def ignored(self) -> tuple[str, ...]:
        """A sentence for each setting whose value counts as not set."""
        return tuple(f"{name} {why}. It counts as not set." for name, why in self._ignored.items())

    def given(self, setting: Setting[Any]) -> str:
        """The text that is set, without space around it; empty where there is none, or none that counts."""
        text = self._values.get(setting.name, "").strip()
        if self._strict or setting.required or setting.protects or not (mistake := unfilled(text)):
            return text
        self._ignored[setting.name] = mistake
        return ""

    def read(self, setting: Setting[_T], *, required: str = "") -> _T:
        """The value, or the default where it is not set or can't be used.

        `required` is for a setting that others make necessary: what to say is missing.
        """
        if not self.given(setting) and (missing := required or setting.required):
            self.refuse(setting, f"is missing: {missing}")
        return self.resolve(setting, setting.parse, setting.default)

    def resolve(self, setting: Setting[Any], parse: Callable[[str], _T], default: _T) -> _T:
        """As `read`, with a parser that needs more than the text, such as one that opens the file of this name."""
        text = self.given(setting)
        try:
            return parse(filled(text)) if text else default
        except ValueError as error:
            if setting.forgiving:
                self._ignored[setting.name] = str(error)
            else:
                self.refuse(setting, str(error))
            return default

    def refuse(self, setting: Setting[Any], problem: str) -> None:
        """Remember a problem, which is told after the setting's name."""
        self.problems.append(f"{setting.name} {problem}")
