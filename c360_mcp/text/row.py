"""One interaction as one line."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from functools import cache, lru_cache, partial

from c360_mcp.intake.gate import bare_or_quoted, quoted
from c360_mcp.records.interaction import Interaction, Topic
from c360_mcp.text.clock import span, stamp
from c360_mcp.text.history import History

DIRECTIONS = {"inbound": "in", "outbound": "out"}

COMMON_FROM = 5
"""Rows below which a value that they share is not worth saying apart."""
SHARED = ("outcome", "address", "contact ID", "department", "queue", "labels")


class Rows:
    """The rows of one result: what is shown of each, and what is said once for most of them.

    They are written field by field, as that is what tells which values most of them share.
    """

    def __init__(self, rows: Sequence[Interaction], history: History) -> None:
        self._rows = rows
        self._whole = len(rows) == len(history.page.interactions)
        self._zone = history.window.zone
        self._standard = not history.concise
        self._searched = _plain(history.identity.value)
        self._of_several = len({row.contact_id for row in rows if row.contact_id}) > 1
        self._on_all = _labels_on_all(rows)
        self._facets = self._columns()
        self._common = _find_common(self._facets)
        if self._on_all:
            self._common.pop("labels", None)  # "no labels" would deny those that all carry

    @property
    def heading(self) -> str:
        """The line above the rows."""
        shared = "; ".join(f"{label} {value}" for label, value in self._common.items())
        unless = f" Unless a row says otherwise: {shared}." if shared else ""
        noun = "label" if len(self._on_all) == 1 else "labels"
        which = "All" if self._whole else "All shown"
        on_all = (
            f" {which} carry the {noun} {_items(self._on_all)}." if self._on_all and self._standard else ""
        )
        return f"Interactions, newest first, times in {self._zone}.{unless}{on_all}"

    def render(self) -> list[str]:
        """`#1 2026-11-18 14:03 phone in 6m negative "…" topics … | …` of each, no trace of what is absent."""
        columns = [self._differing(label, values) for label, values in self._facets.items()]
        said = zip(*columns, strict=True)
        return [
            self._line(number, row, values)
            for number, (row, values) in enumerate(zip(self._rows, said, strict=True), 1)
        ]

    def _line(self, number: int, row: Interaction, said: Sequence[str]) -> str:
        lead = (
            f"#{number}",
            render_time(row, self._zone),
            render_contact(row),
            word(row.sentiment) if row.sentiment else "",
            quoted(row.headline) if row.headline else "",
        )
        fields = filter(None, (*said, row.interaction_id if self._standard else ""))
        # Without a title's closing quotation mark, "negative outcome Handled" would read as one.
        bar = " " if row.headline else " | "
        return f"{' '.join(filter(None, lead))}{bar}{' | '.join(fields)}".removesuffix(bar)

    def _differing(self, label: str, values: Sequence[str]) -> list[str]:
        """What each row says under a label, empty where it is what most of them do."""
        common = self._common.get(label, "")
        return [
            "" if value == common else _under(label, value or _implied(label, row))
            for value, row in zip(values, self._rows, strict=True)
        ]

    def _columns(self) -> dict[str, list[str]]:
        """What the rows say, by label; empty where the API said nothing."""
        rows = self._rows
        # Rows say the same few things; what customers' rows say is remembered for no longer than this.
        name, items, others = cache(_name), cache(_items), cache(_others)
        topics = cache(partial(render_topics, name=name))
        facets = {
            "topics": [topics(row.topics) for row in rows],
            "outcome": [name(row.outcome) for row in rows],
            "wrap-up": [items(row.wrap_up_codes) for row in rows],
            "signals": [items(row.signals) for row in rows],
            "address": ["" if self._is_searched(row.address) else name(row.address) for row in rows],
            "contact ID": [name(row.contact_id) for row in rows] if self._of_several else [""] * len(rows),
            "department": [name(row.department) for row in rows],
        }
        if not self._standard:
            return facets
        return facets | {
            "queue": [name(row.queue) for row in rows],
            "labels": [items(others(row.labels, row.outcome, self._on_all)) for row in rows],
        }

    def _is_searched(self, address: str | None) -> bool:
        """Whether two spellings are one address: letter case, and the punctuation of numbers, aside."""
        return address is not None and _plain(address) == self._searched


def render_time(row: Interaction, zone: tzinfo) -> str:
    """When it began, or, where that is unknown, when it ended."""
    if row.started:
        return stamp(row.started, zone)
    return f"start unknown, ended {stamp(row.ended, zone)}" if row.ended else "start unknown"


def render_contact(row: Interaction) -> str:
    """Channel, direction and length: `phone in 6m`."""
    way = _way(row.channel, row.chat_type, row.product, row.direction)
    length = row.length
    return way if length is None else f"{way} {span(length)}".lstrip(" ")


def word(value: str) -> str:
    """A value of the API's vocabulary; in quotes if it is more than a word."""
    return value if value.replace("_", "").isalnum() else quoted(value)


def direction(value: str | None) -> str:
    """`in` or `out`; another word as it came."""
    return DIRECTIONS.get(value) or word(value) if value else ""


def render_topics(topics: tuple[Topic, ...], name: Callable[[str], str] = bare_or_quoted) -> str:
    """`billing ×2, fees`: each with its matches where there are several; `name` says how a topic is written."""
    return ", ".join(
        [name(t.name) if t.matches in (None, 1) else f"{name(t.name)} ×{t.matches}" for t in topics if t.name]
    )


def _under(label: str, value: str) -> str:
    return f"{label} {value}" if value else f"no {label}"


def _implied(label: str, row: Interaction) -> str:
    """What a row says by saying nothing: its address is the one searched for, its label is its outcome."""
    if label == "address":
        return _name(row.address)
    return _items(row.labels) if label == "labels" else ""


def _name(value: str | None) -> str:
    return bare_or_quoted(value) if value else ""


def _others(labels: tuple[str, ...], outcome: str | None, on_all: tuple[str, ...]) -> tuple[str, ...]:
    """Labels that say more than the outcome and what all rows carry."""
    return tuple(label for label in labels if label != outcome and label not in on_all)


def _items(values: tuple[str, ...]) -> str:
    return ", ".join(map(bare_or_quoted, values)) if values else ""


@lru_cache(maxsize=256)
def _way(channel: str | None, chat_type: str | None, product: str | None, towards: str | None) -> str:
    names = (channel, chat_type, product if product != "cc" else None)
    return " ".join(filter(None, (*(word(name) for name in names if name), direction(towards))))


def _labels_on_all(rows: Sequence[Interaction]) -> tuple[str, ...]:
    if len(rows) < COMMON_FROM:
        return ()
    shared = set.intersection(*(set(row.labels) for row in rows))
    return tuple(label for label in dict.fromkeys(rows[0].labels) if label in shared)


def _find_common(facets: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The values that at least half of the rows share, and no fewer than `COMMON_FROM`."""
    common: dict[str, str] = {}
    for label in SHARED:
        values = facets.get(label, ())
        value, count = Counter(values).most_common(1)[0] if values else ("", 0)
        if value and count >= max(COMMON_FROM, len(values) / 2):
            common[label] = value
    return common


def _plain(address: str) -> str:
    folded = address.casefold()
    return folded if "@" in folded else "".join(filter(str.isalnum, folded))
