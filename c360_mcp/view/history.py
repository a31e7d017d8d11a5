"""The data of a view of `get_customer_interactions`: what its text shows, and nothing that it leaves out."""

from collections import Counter

from c360_mcp.text.coverage import KIND_NAMES
from c360_mcp.text.history import History
from c360_mcp.text.interactions import overview_sections, render_amount, shown_identifier
from c360_mcp.text.months import OlderContacts
from c360_mcp.text.part import Kept, Rendered
from c360_mcp.view import shape
from c360_mcp.view.json_values import iso, known
from c360_mcp.view.more import more_data
from c360_mcp.view.rows import ShownRows
from c360_mcp.view.signals import signal_data

COVERAGE = "Coverage: "


def history_data(history: History, rendered: Rendered) -> shape.HistoryData:
    """The data of a search, as far as its text shows it."""
    kept = rendered.kept
    shown = ShownRows(history, kept)
    overview, signals, absent = _overview(history, kept)
    return {
        "view": "history",
        "notices": list(history.preamble),
        "who": _who(history),
        "window": _window(history),
        "now": iso(history.now) or "",
        "amount": render_amount(history),
        "coverage": coverage_of(rendered),
        "overview": overview,
        "contacts": shown.contacts(),
        "rows": shown.rows(),
        "periods": _periods(history, kept),
        "signals": signals,
        "absent": absent,
        "shared": shown.shared,
        "more": more_data(history, kept),
    }


def coverage_of(rendered: Rendered) -> str:
    """The last line of a text, without its first word."""
    return rendered.text.rpartition("\n")[2].removeprefix(COVERAGE)


def _who(history: History) -> shape.Who:
    name = KIND_NAMES[history.identity.kind]
    who: shape.Who = known(
        kind=f"{name[0].upper()}{name[1:]}",
        value=shown_identifier(history),
        notes=list(history.identity.notes),
        contact=history.contact_id,
    )
    return who


def _window(history: History) -> shape.Window:
    window = history.window
    return {
        "start": iso(window.start) or "",
        "end": iso(window.end) or "",
        "zone": str(window.zone),
        "said": window.description,
    }


def _overview(history: History, kept: Kept) -> tuple[list[str], list[shape.Signal], str]:
    """The lines above the rows, and the signals, which are the last section of them."""
    sections = list(overview_sections(history))
    lines = [line for section in sections[: kept["overview"]] for line in section]
    if not history.timeline.contacts or kept["overview"] < len(sections):
        return lines, [], ""
    return lines[: -len(sections[-1])], *signal_data(history, kept["rows"])


def _periods(history: History, kept: Kept) -> list[shape.Period]:
    contacts = history.timeline.contacts
    older = OlderContacts(history.timeline, history.window.zone, history.tags)
    asked = min(len(history.timeline.rows), history.max_interactions)
    channels = {contact.number: contact.channel or "" for contact in contacts}
    return [
        {
            "name": name,
            "said": older.told(name, numbers).partition(": ")[2],
            "count": len(numbers),
            "channels": dict(Counter(channels[number] for number in numbers)),
        }
        for name, numbers in older.periods(kept["rows"], asked, kept["months"])
    ]
