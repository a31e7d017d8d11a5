"""One interaction as one line."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import tzinfo
from enum import StrEnum

from c360_mcp.intake.gate import listed, quoted
from c360_mcp.records.interaction import Interaction, Topic
from c360_mcp.text.clock import span, stamp

DIRECTIONS = {"INBOUND": "in", "OUTBOUND": "out"}

COMMON_FROM = 5
"""Rows below which a value that they share is not worth saying apart."""
SHARED = ("outcome", "address", "department", "queue", "labels")


class Detail(StrEnum):
    """How much a row says."""

    STANDARD = "standard"
    CONCISE = "concise"


class RowStyle:
    """How the rows of one result are written: what is shown, and what is said once for most of them."""

    def __init__(self, rows: Sequence[Interaction], *, zone: tzinfo, detail: Detail, searched: str) -> None:
        self._zone = zone
        self._detail = detail
        self._searched = searched
        self._rows = rows
        self._on_all = _labels_on_all(rows)
        self._said = [self._facets(row) for row in rows]
        self._common = _find_common(self._said)
        if self._on_all:
            self._common.pop("labels", None)  # "no labels" would deny those that all carry

    @property
    def heading(self) -> str:
        """The line above the rows."""
        shared = "; ".join(f"{label} {value}" for label, value in self._common.items())
        unless = f" Unless a row says otherwise: {shared}." if shared else ""
        standard = self._detail is Detail.STANDARD
        noun = "label" if len(self._on_all) == 1 else "labels"
        on_all = f" All carry the {noun} {_items(self._on_all)}." if self._on_all and standard else ""
        return f"Interactions, newest first, times in {self._zone}.{unless}{on_all}"

    def render(self, number: int) -> str:
        """Row `number`: `#1 2026-11-18 14:03 phone in 6m negative "…" topics … | …`, no trace of what is absent."""
        row = self._rows[number - 1]
        start = stamp(row.started, self._zone) if row.started else "start unknown"
        sentiment = word(row.sentiment) if row.sentiment else ""
        lead = (
            f"#{number} {start}",
            render_contact(row),
            sentiment,
            quoted(row.headline) if row.headline else "",
        )
        fields = list(self._differing(row, self._said[number - 1]))
        if self._detail is Detail.STANDARD and row.interaction_id:
            fields.append(row.interaction_id)
        # Without a title's closing quotation mark, "negative outcome Handled" would read as one.
        bar = " " if row.headline else " | "
        return bar.join(filter(None, (" ".join(filter(None, lead)), " | ".join(fields))))

    def _differing(self, row: Interaction, facets: Mapping[str, str]) -> Iterator[str]:
        for label, value in facets.items():
            if value != self._common.get(label, ""):
                said = value or _implied(row).get(label)
                yield f"{label} {said}" if said else f"no {label}"

    def _facets(self, row: Interaction) -> dict[str, str]:
        """What a row says under a label; empty where the API said nothing."""
        facets = {
            "topics": render_topics(row.topics),
            "outcome": listed(row.outcome) if row.outcome else "",
            "wrap-up": _items(row.wrap_up_codes),
            "signals": _items(row.signals),
            "address": listed(row.address) if row.address and not _same(row.address, self._searched) else "",
            "department": listed(row.department) if row.department else "",
        }
        if self._detail is Detail.CONCISE:
            return facets
        return facets | {
            "queue": listed(row.queue) if row.queue else "",
            "labels": _items(label for label in row.labels if label not in (row.outcome, *self._on_all)),
        }


def render_contact(row: Interaction) -> str:
    """Channel, direction and length: `phone in 6m`."""
    parts = (_channel(row), direction(row.direction), span(row.length) if row.length is not None else "")
    return " ".join(filter(None, parts))


def word(value: str) -> str:
    """A value of the API's vocabulary, in small letters; in quotes if it is more than a word."""
    return value.lower() if value.replace("_", "").isalnum() else quoted(value.lower())


def direction(value: str | None) -> str:
    """`in` or `out`; another word as it came."""
    return DIRECTIONS.get(value.upper()) or word(value) if value else ""


def render_topics(topics: Iterable[Topic]) -> str:
    """`billing ×2, fees`: each with its matches where there are several."""
    return ", ".join(
        f"{listed(t.name)}{'' if t.matches in (None, 1) else f' ×{t.matches}'}" for t in topics if t.name
    )


def _implied(row: Interaction) -> dict[str, str]:
    """What a row says by saying nothing: its address is the one searched for, its label is its outcome."""
    return {"address": listed(row.address) if row.address else "", "labels": _items(row.labels)}


def _items(values: Iterable[str]) -> str:
    return ", ".join(map(listed, values))


def _channel(row: Interaction) -> str:
    names = (row.channel, row.chat_type, row.product if (row.product or "CC").upper() != "CC" else None)
    return " ".join(word(name) for name in names if name)


def _labels_on_all(rows: Sequence[Interaction]) -> tuple[str, ...]:
    if len(rows) < COMMON_FROM:
        return ()
    shared = set.intersection(*(set(row.labels) for row in rows))
    return tuple(label for label in dict.fromkeys(rows[0].labels) if label in shared)


def _find_common(facets: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The values that at least half of the rows share, and no fewer than `COMMON_FROM`."""
    common: dict[str, str] = {}
    for label in SHARED:
        values = Counter(said.get(label, "") for said in facets)
        value, count = values.most_common(1)[0] if values else ("", 0)
        if value and count >= max(COMMON_FROM, len(facets) / 2):
            common[label] = value
    return common


def _same(address: str, searched: str) -> bool:
    """Whether two spellings are one address: letter case, and the punctuation of numbers, aside."""
    return _plain(address) == _plain(searched)


def _plain(address: str) -> str:
    folded = address.casefold()
    return folded if "@" in folded else "".join(filter(str.isalnum, folded))
