"""Signals of friction as data, each with those of its rows that are shown."""

from itertools import groupby

from c360_mcp.analysis.friction import find_friction
from c360_mcp.text.friction import Subjects, named_subjects, render_absent, signal_name, unnamed
from c360_mcp.text.history import History
from c360_mcp.view import shape


def signal_data(history: History, shown: int) -> tuple[list[shape.Signal], str]:
    """The signals with the subjects that the text names, and which kinds were looked for in vain."""
    timeline = history.timeline
    found = find_friction(timeline, history.tags)
    signals: list[shape.Signal] = []
    for kind, group in groupby(found, lambda signal: signal.kind):
        named, more = named_subjects(list(group))
        signals += [_signal(kind, signal_name(kind, timeline), subjects, shown) for subjects in named]
        signals[-1]["others"] = unnamed(more, kind) if more else ""
    return signals, render_absent({signal.kind for signal in found}, timeline, history.tags)


def _signal(kind: str, title: str, subjects: Subjects, shown: int) -> shape.Signal:
    return {
        "kind": kind,
        "title": title,
        "subjects": [name for name in subjects.names if name],
        "others": "",
        "rows": [number for number in subjects.rows if number <= shown],
        "count": len(subjects.rows),
        "earlier": subjects.earlier,
    }
