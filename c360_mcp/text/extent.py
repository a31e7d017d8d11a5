"""How much of a history follows its first lines."""

from typing import NamedTuple

from c360_mcp.text.phrases import counted

LONG = 30
"""Lines that may come to 8,000 characters, from which on the first client cuts; where room is short, words are dear."""


class Extent(NamedTuple):
    """What is told above the rows, so that a model sees what is gone where a client cut the middle out of a result."""

    rows: int
    summaries: int
    periods: int
    """Months and years with older contacts, which have no row."""

    @property
    def described(self) -> str:
        """`75 rows (5 with a summary) and 36 older periods below, newest first`."""
        with_summary = f" ({self.summaries} with a summary)" if self.summaries else ""
        is_long = self.periods and self.rows + self.periods >= LONG
        older = f" and {counted(self.periods, 'older period')}" if is_long else ""
        return f"{counted(self.rows, 'row')}{with_summary}{older} below, newest first"
