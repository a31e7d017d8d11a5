"""Signals of friction in words, and which kinds were looked for in vain."""

from collections.abc import Collection, Sequence
from itertools import groupby

from c360_mcp.analysis.friction import REPEAT_WITHIN, FrictionSignal, find_friction
from c360_mcp.intake.gate import bare_or_quoted
from c360_mcp.records.interaction import Interaction
from c360_mcp.text.phrases import cite, counted

SUBJECTS_SHOWN = 3
"""Of one kind, where rows differ; as many names of those about the same rows."""
ROWS_CITED = 6

_HEADING = "Signals (proxies by fixed rules, stated in c360://guide):"
_FINDINGS = {
    "repeat": f"Repeat inbound contacts, each within {REPEAT_WITHIN.days} days of the one before",
    "abandoned": "Marked Abandoned",
    "transfer": "Transferred (routing, not escalation)",
    "callback": "Callback noted, no later outbound call among these",
    "voicemail": "Voicemail with no later outbound contact among these",
    "escalation": "Escalation label",
}
# A callback or a voicemail without a signal may still wait for an answer: of them nothing is certain.
_CERTAIN = {
    "repeat": "repeat inbound contacts",
    "abandoned": "Abandoned",
    "transfer": "transfer labels",
    "escalation": "escalation labels",
}


def render_friction(rows: Sequence[Interaction]) -> list[str]:
    """A heading, one line per kind of signal with the rows that it rests on, and the kinds that no row shows."""
    if not rows:
        return []
    kinds = {
        kind: list(signals) for kind, signals in groupby(find_friction(rows), lambda signal: signal.kind)
    }
    absent = ", ".join(_absent(kinds, topics_known=any(row.has_topics for row in rows)))
    if not kinds:
        return [f"{_HEADING} none found; looked for {absent}."]
    not_found = [f"- Not found: {absent}"] if absent else []
    return [_HEADING, *(_finding(kind, signals) for kind, signals in kinds.items()), *not_found]


def _absent(found: Collection[str], *, topics_known: bool) -> list[str]:
    """What certainly is on no row; without topics, nobody knows of repeat contacts."""
    return [
        name for kind, name in _CERTAIN.items() if kind not in found and (topics_known or kind != "repeat")
    ]


def _finding(kind: str, signals: Sequence[FrictionSignal]) -> str:
    """`- Escalation label: Escalated #1 #3; Escalation L2 #4`: the rows by subject, where there is one."""
    if kind == "turn":
        turned, rows = signals[0].subject, signals[0].rows
        return f"- Sentiment, where scored, turned {turned} at #{rows[-1]} and stayed so: {_cited(rows)}"
    alike: dict[tuple[Sequence[int], int], list[str]] = {}
    for signal in signals:
        alike.setdefault((signal.rows, signal.earlier), []).append(signal.subject or "")
    shown = [(subjects[:SUBJECTS_SHOWN], *rows) for rows, subjects in list(alike.items())[:SUBJECTS_SHOWN]]
    more = len(signals) - sum(len(subjects) for subjects, *_ in shown)
    noun = "more topic" if kind == "repeat" else "more label"
    rest = f"; {counted(more, noun)}" if more else ""
    return f"- {_FINDINGS[kind]}: {'; '.join(_told(*each) for each in shown)}{rest}"


def _told(subjects: Sequence[str], rows: Sequence[int], earlier: int) -> str:
    """`late fee, refund #1 #2 (1 earlier chain)`."""
    before = f" ({counted(earlier, 'earlier chain')})" if earlier else ""
    about = ", ".join(bare_or_quoted(subject) for subject in subjects if subject)
    return f"{about} {_cited(rows)}{before}".lstrip(" ")


def _cited(numbers: Sequence[int]) -> str:
    """`#1 #4 #5`; of many, the newest and how many there are in all."""
    cited = cite(numbers[:ROWS_CITED])
    return f"{cited} … ({len(numbers)} in all)" if len(numbers) > ROWS_CITED else cited
