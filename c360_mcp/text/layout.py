"""The parts of a result, and how many of each stand in its text."""

from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Extent:
    """How many of each part stand in the text."""

    overview: int
    rows: int
    failures: int
    summaries: int
    further: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of the text, each rendered whole, but for the coverage line."""

    head: list[str]
    overview: list[list[str]]
    further: list[str]
    heading: str
    rows: list[str]
    failures: list[str]
    summaries: list[tuple[int, str]]
    """(row number, line)"""
    rows_with_summaries: int
    """Rows that stay as long as any summary does: those whose summaries were asked for."""

    def extents(self) -> Iterator[Extent]:
        """Ever less of the text: the oldest rows go first, then the oldest summaries."""
        extent = Extent(
            overview=len(self.overview),
            rows=len(self.rows),
            failures=len(self.failures),
            summaries=len(self.summaries),
            further=len(self.further),
        )
        yield extent
        for part, least in (
            ("further", 0),
            ("rows", self.rows_with_summaries),
            ("summaries", 0),
            ("failures", 0),
            ("rows", 0),
            ("overview", 0),
        ):
            while getattr(extent, part) > least:
                extent = replace(extent, **{part: getattr(extent, part) - 1})
                yield extent

    def lines(self, extent: Extent) -> list[str]:
        """What is shown of the parts."""
        return [
            *self.head,
            *(line for section in self.overview[: extent.overview] for line in section),
            *self.further[: extent.further],
            *([self.heading] if extent.rows else []),
            *self.rows[: extent.rows],
            *(line for _, line in self.summaries[: extent.summaries]),
            *self.failures[: extent.failures],
        ]
