"""Signals of friction in words, and which kinds were looked for in vain."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from c360_mcp.analysis.friction import REPEAT_WITHIN, FrictionSignal, find_friction, judged_for_repeats
from c360_mcp.analysis.tags import TagReader
from c360_mcp.analysis.timeline import Timeline
from c360_mcp.intake.gate import bare_or_quoted, quoted
from c360_mcp.text.phrases import cite, counted, either

SUBJECTS_SHOWN = 3
"""Of one kind, where rows differ; as many names of those about the same rows."""
ROWS_CITED = 6

_HEADING = "Signals (proxies; rules in c360://guide):"
_FINDINGS = {
    "repeat": f"Repeat inbound contacts, {REPEAT_WITHIN.days} days apart at most",
    "abandoned": "Tagged as abandoned",
    "abandoned outbound": "Outbound, tagged as abandoned (not the customer waiting)",
    "transfer": "Tagged as transferred (routing, not escalation)",
    "callback": "Callback noted, no later outbound call {among}",
    "voicemail": "Voicemail with no later outbound contact {among}",
    "escalation": "Tagged as escalated",
    "turn": "Sentiment, where scored, turned",
    "resolved": "Marked resolved by the tenant's own code",
}
# A callback or a voicemail without a signal may still wait for an answer: of them nothing is certain.
_TAGGED = {"abandoned": "an abandoned contact", "transfer": "a transfer", "escalation": "an escalation"}


class Subjects(NamedTuple):
    """What signals of one kind are about, in the same rows."""

    names: Sequence[str]
    rows: Sequence[int]
    earlier: int
    """Chains of repeat contacts before this one."""


def render_friction(timeline: Timeline, tags: TagReader) -> list[str]:
    """A heading, one line per kind of signal with the rows that it rests on, and the kinds that no row shows."""
    if not timeline.contacts:
        return []
    signals = find_friction(timeline, tags)
    kinds = {kind: list(group) for kind, group in groupby(signals, lambda signal: signal.kind)}
    absent = render_absent(kinds, timeline, tags)
    found = [_finding(kind, group, signal_name(kind, timeline)) for kind, group in kinds.items()]
    return [_HEADING, *found, *([f"- {absent}"] if absent else [])]


def signal_name(kind: str, timeline: Timeline) -> str:
    """What a kind of signal says, in a few words."""
    # Of several people's rows, a later outbound call may well be there: to somebody else.
    among = "under the same contact ID" if len(timeline.contact_ids) > 1 else "among these"
    return _FINDINGS[kind].format(among=among)


def render_absent(found: Collection[str], timeline: Timeline, tags: TagReader) -> str:
    """`Not found here: …`, of the kinds that are not among those found; empty where nothing is certain."""
    absent = "; ".join(_absent(found, timeline, tags))
    return f"Not found here: {absent}." if absent else ""


def _absent(found: Collection[str], timeline: Timeline, tags: TagReader) -> Iterator[str]:
    """What certainly is on no row, in words that can be held against the rows."""
    said = set(map(str.casefold, timeline.tags))
    sought = [
        (kind, word, any(word.casefold() in tag for tag in said))
        for kind in _TAGGED
        if kind not in found and f"{kind} outbound" not in found
        for word in tags.looked_for(kind)
    ]
    if absent := [quoted(word) for _, word, there in sought if not there]:
        yield f"any outcome, label or wrap-up code with {either(absent)}{_but_of_some(timeline)}"
    for kind, name in _TAGGED.items():
        if there := [quoted(word) for each, word, there in sought if there and each == kind]:
            yield f"{name} in those with {either(there)} (denied, or of something else)"
    if "repeat" not in found:
        yield from _no_repeats(timeline)


def _but_of_some(timeline: Timeline) -> str:
    """A remark that names the rows whose tags were cut, so that a word may be missing there; empty without any."""
    rows = [number for number, row in enumerate(timeline.rows, 1) if not row.tags_are_whole]
    return f" (those of {_cited(rows)} could not be read whole)" if rows else ""


def _no_repeats(timeline: Timeline) -> Iterator[str]:
    """That no contacts repeat, and how many could not be judged; nothing where none could."""
    judged, unjudged = judged_for_repeats(timeline)
    if judged or not unjudged:
        lack = (
            "topics, start, direction or contact ID"
            if len(timeline.contact_ids) > 1
            else "topics, start or direction"
        )
        but = f" ({counted(unjudged, 'contact')} could not be judged: no {lack})" if unjudged else ""
        yield f"repeat inbound contacts{but}"


def _finding(kind: str, signals: Sequence[FrictionSignal], name: str) -> str:
    """`- Tagged as escalated: Escalated #1 #3; Escalation L2 #4`: the rows by subject, where there is one."""
    if kind == "turn":
        return f"- {name} " + "; ".join(map(_turn, signals))
    shown, more = named_subjects(signals)
    rest = f"; {unnamed(more, kind)}" if more else ""
    return f"- {name}: {'; '.join(_told(*each) for each in shown)}{rest}"


def named_subjects(signals: Sequence[FrictionSignal]) -> tuple[list[Subjects], int]:
    """Of one kind of signal the subjects that are named, those about the same rows together; and how many are not."""
    alike: dict[tuple[Sequence[int], int], list[str]] = {}
    for signal in signals:
        alike.setdefault((signal.rows, signal.earlier), []).append(signal.subject or "")
    shown = [
        Subjects(subjects[:SUBJECTS_SHOWN], *rows) for rows, subjects in list(alike.items())[:SUBJECTS_SHOWN]
    ]
    return shown, len(signals) - sum(len(subjects) for subjects, *_ in shown)


def unnamed(more: int, kind: str) -> str:
    """`2 more topics`."""
    return counted(more, "more topic" if kind == "repeat" else "more tag")


def _turn(signal: FrictionSignal) -> str:
    return f"{signal.subject} at #{signal.rows[-1]} and stayed so: {_cited(signal.rows)}"


def _told(subjects: Sequence[str], rows: Sequence[int], earlier: int) -> str:
    """`late fee, refund #1 #2 (1 earlier chain)`."""
    before = f" ({counted(earlier, 'earlier chain')})" if earlier else ""
    about = ", ".join(bare_or_quoted(subject) for subject in subjects if subject)
    return f"{about} {_cited(rows)}{before}".lstrip(" ")


def _cited(numbers: Sequence[int]) -> str:
    """`#1 #4 #5`; of many, the newest and how many there are in all."""
    cited = cite(numbers[:ROWS_CITED])
    return f"{cited} … ({len(numbers)} in all)" if len(numbers) > ROWS_CITED else cited
