"""A result as a list of parts, each of which can be shortened by itself."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from c360_mcp.text.token_estimate import cost

Kept = Mapping[str, int]
"""How many items of each part stand in a text, by the part's name."""

Note = Callable[["Draft", Kept], Sequence[str]]
"""Sentences of the coverage line on what a part does not show where so much of the draft is kept."""


class Part(NamedTuple):
    """Lines of one kind, made of items that are left out whole, the last first, where a result is too long."""

    name: str
    size: int
    """Items that there are."""
    lines: Callable[[Kept], Sequence[str]]
    """The lines that stand in the text where so many items of each part are kept."""
    least: Callable[[Kept], int] = lambda _: 0
    """Items that it keeps, given what is kept of the others, as long as any of them has more than its own least."""
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """The parts of one result, in the order in which they stand in its text."""

    parts: Sequence[Part]
    shortened: Sequence[str]
    """Names of the parts that can be shortened, the first to give way first; others always stand whole."""
    line_cost: Callable[[str], int] = field(default_factory=lambda: cache(cost))
    """Prices a line; remembered, as the same lines stand in one step of the shortening after another."""

    def lines(self, kept: Kept) -> list[str]:
        """The text, line by line; an item may be several lines in one string."""
        return [line for part in self.parts for line in part.lines(kept)]

    def cost(self, lines: Sequence[str]) -> int:
        """What lines of it cost together, in hundredths of a token."""
        return sum(map(self.line_cost, lines)) + max(len(lines) - 1, 0) * self.line_cost("\n")

    def tokens(self, line: str) -> int:
        """What a line costs by itself, in tokens."""
        return -(-self.line_cost(line) // 100)

    def dropped(self, name: str, kept: Kept) -> int:
        """How many items of a part are not kept."""
        return sum(part.size for part in self.parts if part.name == name) - kept[name]

    def note(self, name: str, kept: Kept) -> Sequence[str]:
        """What the coverage line says of what this part does not show."""
        notes = (part.note(self, kept) for part in self.parts if part.note and part.name == name)
        return next(notes, ())

    def steps(self) -> Iterator[Kept]:
        """The whole, then an item less with each step: first down to what each part keeps longest, then to none."""
        kept = {part.name: part.size for part in self.parts}
        yield kept
        while name := self._next(kept):
            kept = kept | {name: kept[name] - 1}
            yield kept

    def _next(self, kept: dict[str, int]) -> str | None:
        """The part that gives way next."""
        parts = {part.name: part for part in self.parts}
        spare = (name for name in self.shortened if kept[name] > parts[name].least(kept))
        return next(spare, None) or next((name for name in self.shortened if kept[name]), None)


@dataclass(frozen=True, slots=True)
class Rendered:
    """The text of a result, with what it shows and leaves out, in numbers."""

    text: str
    rows: int = 0
    summaries: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    """What of the API's replies is not in the text, by kind."""
    kept: Kept = field(default_factory=dict)
    """How many items of each part it shows."""


def fixed(name: str, lines: Sequence[str]) -> Part:
    """A part that always stands whole."""
    return Part(name, 0, lambda _: lines)


def items(
    name: str,
    texts: Sequence[str],
    *,
    heading: str = "",
    least: int = 0,
    note: Note | None = None,
) -> Part:
    """A part with a text an item, under a heading where any is shown."""

    def lines(kept: Kept) -> Sequence[str]:
        shown = texts[: kept[name]]
        return [heading, *shown] if heading and shown else shown

    return Part(name, len(texts), lines, lambda _: least, note)
