"""What contact centres write, in many languages: each text in one of two halves, to fit the prices by or held out."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
LANGUAGES = tuple(sorted(file.stem for file in (_HERE / "languages").glob("*.toml")))
HALVES = ("fitted", "held out")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Invented titles, names and summaries in one language."""

    titles: list[str]
    subjects: list[str]
    topics: list[str]
    queues: list[str]
    wrap_ups: list[str]
    outcomes: list[str]
    labels: list[str]
    departments: list[str]
    summaries: list[str]


def corpus(language: str, half: str) -> Corpus:
    """Every second text of each kind, in one of the twelve languages."""
    texts = _read(_HERE / "languages" / f"{language}.toml")
    return Corpus(**{kind: _half(written, half) for kind, written in texts.items()})


def other_texts(half: str) -> dict[str, str]:
    """A text in each of some further languages and manners of writing."""
    return {manner: "\n".join(_half(texts, half)) for manner, texts in _read(_HERE / "others.toml").items()}


def _half(texts: list[str], half: str) -> list[str]:
    return texts[HALVES.index(half) :: len(HALVES)]


def _read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
