"""One interaction as one line."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from functools import cache
from itertools import count, repeat

from c360_mcp.intake.gate import bare_or_quoted, quoted
from c360_mcp.records.interaction import Interaction, Topic
from c360_mcp.search.moment import wall_time
from c360_mcp.text.clock import day, length, stamp, stamp_in_year
from c360_mcp.text.extent import Extent
from c360_mcp.text.history import History
from c360_mcp.text.short_id import are_alike, explained, shortened

COMMON_FROM = 5
"""Rows below which a value that they share is not worth saying apart."""
SHARED = ("outcome", "wrap-up", "address", "contact ID", "department", "queue", "labels")


class Rows:
    """The rows of one result: what is shown of each, and what is said once for most of them.

    Rows say the same few things over and over, so how each is written is remembered as long as this is.
    """

    def __init__(self, rows: Sequence[Interaction], history: History) -> None:
        self._rows = rows
        self._history = history
        self._name, self._items, self._channel = cache(_name), cache(_items), cache(_channel_name)
        self._word = cache(vocabulary_word)
        self._began = [row.started and row.started.astimezone(history.window.zone) for row in rows]
        self._searched = _plain(history.identity.value)
        self._of_several = len(history.timeline.contact_ids) > 1
        self._on_all = _labels_on_all(rows)
        self._columns = self._read_columns()
        self._common = _find_common(self._columns)
        if self._on_all:
            self._common.pop("labels", None)  # "no labels" would deny those that all carry
        self._short_ids = are_alike(rows, history.tenant)

    def heading(self, extent: Extent, *, ids: bool) -> list[str]:
        """What stands above the rows: how many there are, their order and zone, what most or all share, their legs.

        `ids` says whether any row names its interaction ID.
        """
        shared = "; ".join(f"{label} {value}" for label, value in self._common.items())
        sentences = (
            f"{extent.described}, times in {self._history.window.zone}.",
            f"Unless a row says otherwise: {shared}." if shared else "",
            self.labels_of_all(),
            "No length: no end recorded." if any(row.started and not row.ended for row in self._rows) else "",
            self._of_ids() if ids else "",
        )
        return [" ".join(filter(None, sentences)), *self._legs()]

    def _of_ids(self) -> str:
        return explained(self._rows, self._history.tenant) if self._short_ids else ""

    def lines(self) -> list[str]:
        """`#1 2026-11-18 14:03 phone inbound 6m negative "…" topics … | …` of each, no trace of what is absent."""
        differing = [*self._differing_columns()]
        said = zip(*differing, strict=True) if differing else repeat(())
        return [*map(self._line, count(1), self._rows, self._began, said)]

    def facets(self, index: int) -> Iterator[tuple[str, str]]:
        """What one row says, by label; empty where the API said nothing."""
        return ((label, column[index]) for label, column in self._columns.items())

    def years(self) -> list[str]:
        """For each row the year in which it began, or nothing where the row above began in the same year."""
        years = [f"{began.year}:" if began else "" for began in self._began]
        return ["" if year == above else year for year, above in zip(years, ["", *years], strict=False)]

    def ids(self) -> list[str]:
        """How each row's interaction ID is written; empty where it is not."""
        if self._history.concise:
            return ["" for _ in self._rows]
        ids = [row.interaction_id or "" for row in self._rows]
        return [each and shortened(each, self._history.tenant) for each in ids] if self._short_ids else ids

    def labels_of_all(self) -> str:
        """Which labels every row carries, in a sentence; no row names them."""
        if not self._on_all or self._history.concise:
            return ""
        noun = "label" if len(self._on_all) == 1 else "labels"
        which = "All" if len(self._rows) == len(self._history.timeline.rows) else "All shown"
        return f"{which} carry the {noun} {_items(self._on_all)}."

    def _legs(self) -> list[str]:
        """Which rows are counted as one contact, and why."""
        shown = [contact for contact in self._history.timeline.joined if contact.number <= len(self._rows)]
        groups = [f"#{contact.number} to #{contact.number + len(contact.legs) - 1}" for contact in shown]
        if not groups:
            return []
        why = "one interaction ID, or one start, channel, direction and address or contact ID"
        return [f"Legs of one contact, counted as one ({why}): {', '.join(groups)}."]

    def _line(self, number: int, row: Interaction, began: datetime | None, said: Sequence[str]) -> str:
        headline = row.headline
        lead = (
            f"#{number}",
            _time_in_year(row, began, self._history.window.zone),
            self._channel(row.channel, row.chat_type, row.product, row.direction),
            render_length(row),
            self._word(row.sentiment) if row.sentiment else "",
            quoted(headline) if headline else "",
        )
        # Without a title's closing quotation mark, "negative outcome Handled" would read as one.
        bar = " " if headline else " | "
        return f"{' '.join(filter(None, lead))}{bar}{' | '.join(filter(None, said))}".removesuffix(bar)

    def _differing_columns(self) -> Iterator[list[str]]:
        """Under each label, what the rows say that differs from most of them; a label where none differs is left out."""
        for label, column in self._columns.items():
            usual = self._common.get(label, "")
            if column.count(usual) < len(column):
                values = zip(column, self._rows, strict=True)
                yield ["" if value == usual else _labelled(label, value, row) for value, row in values]

    def _read_columns(self) -> dict[str, list[str]]:
        """What the rows say, by label, each in its place; empty where the API said nothing."""
        rows, name, items = self._rows, self._name, self._items
        columns = {
            "topics": [render_topics(row.topics, name) if row.topics else "" for row in rows],
            "outcome": [name(row.outcome) for row in rows],
            "wrap-up": [items(row.wrap_up_codes) for row in rows],
            "signals": [items(row.signals) for row in rows],
            "address": self._other_addresses(),
            "contact ID": [name(row.contact_id) for row in rows] if self._of_several else [""] * len(rows),
            "department": [name(row.department) for row in rows],
        }
        if not self._history.concise:
            columns["queue"] = [name(row.queue) for row in rows]
            columns["labels"] = [items(self._other_labels(row)) for row in rows]
        return columns

    def _other_addresses(self) -> list[str]:
        """Of each row the address, but for the one searched for: letter case, and the punctuation of numbers, aside."""
        different = {row.address for row in self._rows if row.address}
        searched = {address for address in different if _plain(address) == self._searched}
        return ["" if row.address in searched else self._name(row.address) for row in self._rows]

    def _other_labels(self, row: Interaction) -> tuple[str, ...]:
        """A row's labels, but for its outcome and those that all rows carry."""
        return tuple([label for label in row.labels if label != row.outcome and label not in self._on_all])


def render_time(row: Interaction, zone: tzinfo) -> str:
    """When it began, and on which later day it ended; or, where the start is unknown, when it ended."""
    if not row.started:
        return f"start unknown, ended {stamp(row.ended, zone)}" if row.ended else "start unknown"
    began = stamp(row.started, zone)
    return f"{began} to {stamp(row.ended, zone)}" if row.ended and _ended_later(row, zone) else began


def _ended_later(row: Interaction, zone: tzinfo) -> bool:
    """Whether it ended on a later day than that on which it began."""
    return bool(row.started and row.ended and day(row.ended, zone) > day(row.started, zone))


def _time_in_year(row: Interaction, began: datetime | None, zone: tzinfo) -> str:
    """The same in a row, which stands below its year; `began` is its start in that zone."""
    if not began:
        return render_time(row, zone)
    ended = row.ended.astimezone(zone) if row.ended else began
    if ended.date() <= began.date():
        return stamp_in_year(began)
    end = stamp_in_year(ended) if ended.year == began.year else wall_time(ended)
    return f"{stamp_in_year(began)} to {end}"


def render_channel(row: Interaction) -> str:
    """Channel and direction: `phone inbound`."""
    return _channel_name(row.channel, row.chat_type, row.product, row.direction)


def _channel_name(
    channel: str | None, chat_type: str | None, product: str | None, direction: str | None
) -> str:
    said = "" if channel and channel in (chat_type or "") else channel  # `webchat` says `chat`
    names = (said, chat_type, product if product != "cc" else None, direction)
    return " ".join(vocabulary_word(name) for name in names if name)


def render_length(row: Interaction) -> str:
    """How long it took: `6m`; or what is wrong with its end. Empty where no end, or no start, is known."""
    if row.started is None or row.ended is None:
        return ""
    return length(row.ended - row.started) if row.ended >= row.started else "ended before its start"


def vocabulary_word(value: str) -> str:
    """A value of the API's vocabulary; in quotes if it is more than a word."""
    return value if value.replace("_", "").isalnum() else quoted(value)


def render_topics(topics: Sequence[Topic], write: Callable[[str], str] = bare_or_quoted) -> str:
    """`billing x2, fees`: each with its matches where there are several; `write` gives a name as it is shown."""
    named = [
        write(name) if matches is None or matches == 1 else f"{write(name)} x{matches}"
        for name, matches in topics
        if name
    ]
    return ", ".join(named)


def _labelled(label: str, value: str, row: Interaction) -> str:
    said = value or _implied(label, row)
    return f"{label} {said}" if said else f"no {label}"


def _implied(label: str, row: Interaction) -> str:
    """What a row says by saying nothing: its address is the one searched for, its label is its outcome."""
    if label == "address":
        return _name(row.address)
    return _items(row.labels) if label == "labels" else ""


def _name(value: str | None) -> str:
    return bare_or_quoted(value) if value else ""


def _items(values: tuple[str, ...]) -> str:
    return ", ".join(map(bare_or_quoted, values)) if values else ""


def _labels_on_all(rows: Sequence[Interaction]) -> tuple[str, ...]:
    if len(rows) < COMMON_FROM:
        return ()
    shared = set.intersection(*(set(row.labels) for row in rows))
    return tuple(label for label in dict.fromkeys(rows[0].labels) if label in shared)


def _find_common(columns: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The values that at least half of the rows share, and no fewer than `COMMON_FROM`."""
    common: dict[str, str] = {}
    for label in SHARED:
        values = columns.get(label, ())
        value, sharers = Counter(values).most_common(1)[0] if any(values) else ("", 0)
        if value and sharers >= max(COMMON_FROM, len(values) / 2):
            common[label] = value
    return common


def _plain(address: str) -> str:
    folded = address.casefold()
    return folded if "@" in folded else "".join(filter(str.isalnum, folded))
