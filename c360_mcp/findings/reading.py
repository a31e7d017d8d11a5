"""What can be concluded from the API's answers. Each function gives one finding, which may be that nothing is known."""

import statistics
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from c360_mcp.findings.answer import Answer
from c360_mcp.records.interaction import Interaction

NO_HISTORY = "no interactions were found"


class Finding(NamedTuple):
    """What was found out, or else the reason why nothing was; neither ever holds anything personal."""

    value: str | None
    reason: str = ""


def unknown(reason: str) -> Finding:
    """The finding that nothing is known."""
    return Finding(None, reason)


def kept(full: Answer, *, newer: Answer | None, older: Answer | None, newer_half: Answer) -> Finding:
    """Which 50 came back of a window that holds more.

    `newer` and `older` are what the window holds beside the 50, None where no time is left there; `newer_half` is asked
    for from their median to their newest. An interaction in it that is not one of the 50 was passed over.
    """
    asked = [answer for answer in (newer, older, newer_half) if answer is not None]
    if failed := next((answer for answer in asked if answer.page is None), None):
        return unknown(failed.problem)
    has_newer, has_older = bool(newer and newer.rows), bool(older and older.rows)
    if newer_half.ids - full.ids or (has_newer and has_older):
        return Finding("arbitrary: neither the newest nor the oldest")
    if has_newer or has_older:
        return Finding("the oldest" if has_newer else "the newest")
    return unknown("exactly 50 were found")


def order(answers: Sequence[Answer]) -> Finding:
    """In which order interactions come, as far as all replies agree."""
    told = [answer.starts for answer in answers if len(set(answer.starts)) > 1]
    if not told:
        return unknown("no reply held two interactions")
    if all(later >= earlier for starts in told for earlier, later in pairwise(starts)):
        return Finding("oldest first")
    if all(later <= earlier for starts in told for earlier, later in pairwise(starts)):
        return Finding("newest first")
    return Finding("neither by time nor against it")


def edge(known: Answer, window: Answer, moment: datetime) -> Finding:
    """Whether an interaction that starts at the very edge of a window belongs to it."""
    at_edge = {row.interaction_id for row in known.rows if row.started == moment}
    if window.page is None:
        return unknown(window.problem)
    if at_edge & window.ids:
        return Finding("yes")
    return unknown("more than 50 were found between the two") if window.is_full else Finding("no")


def longest_range(accepted: int | None, refused: int | None) -> Finding:
    """How many days a window may span: the longest that was accepted, and the shortest that was refused."""
    ends = ["the default year accepted" if accepted is None else f"{accepted:,} days accepted"]
    ends.append("no longer one tried" if refused is None else f"{refused:,} days refused (400)")
    return Finding(", ".join(ends))


def finds_the_same(known: Answer, other: Answer) -> Finding:
    """Whether another spelling of the identifier finds the same customer."""
    if other.refused:
        return Finding("no: refused (400)")
    if other.page is None:
        return unknown(other.problem)
    if known.ids & other.ids:
        return Finding("yes")
    return Finding("no: other interactions are found" if other.rows else "no: nothing is found")


def contact_search(known: Answer, by_contact: Answer) -> Finding:
    """What a search by the contact ID finds, compared with the identifier's own."""
    if by_contact.refused:
        return Finding("nothing: refused (400)")
    if by_contact.page is None:
        return unknown(by_contact.problem)
    if known.is_full or by_contact.is_full:
        return unknown("a reply held 50 and may not be all")
    more, less = by_contact.ids - known.ids, known.ids - by_contact.ids
    if not by_contact.rows:
        return Finding("nothing")
    if more:
        return Finding("some others, and not all of these" if less else "these, and more")
    return Finding("only some of these" if less else "the same")


def addresses(rows: Sequence[Interaction]) -> Finding:
    """Whether one search finds interactions at several addresses, as where contacts are resolved."""
    used = {row.address.casefold() for row in rows if row.address}
    if not used:
        return unknown("no interaction names an address" if rows else NO_HISTORY)
    return Finding("one" if len(used) == 1 else "several")


def speech_analytics(answer: Answer) -> Finding:
    """What of Speech Analytics is there."""
    if answer.page is None or not answer.rows:
        return unknown(NO_HISTORY)
    insights = answer.page.insights
    aggregates = "present" if insights.sentiments or insights.topics else "absent"
    parts = [_in_how_many(answer.rows, "sentiment"), _in_how_many(answer.rows, "topics")]
    return Finding(f"{', '.join(parts)} of {len(answer.rows)} interactions; aggregates {aggregates}")


def field_presence(answer: Answer, names: Mapping[str, str]) -> Finding:
    """In how many interactions fields are there; `names` are the records' and what to call them."""
    if not answer.rows:
        return unknown(NO_HISTORY)
    parts = [_in_how_many(answer.rows, name, title) for name, title in names.items()]
    return Finding(f"{', '.join(parts)} of {len(answer.rows)} interactions")


def rate_limit(headers: Sequence[Mapping[str, str]], statuses: Sequence[int | None]) -> Finding:
    """The headers about rate limits with their last values, and after how many requests a 429 came."""
    last = {name: value for each in headers for name, value in each.items()}
    parts = [f"{name}: {value}" for name, value in sorted(last.items())] or ["no headers"]
    if 429 in statuses:
        parts.append(f"429 at request {statuses.index(429) + 1}")
    return Finding("; ".join(parts))


def latency(seconds: Sequence[float]) -> Finding:
    """The median and the worst time to a reply."""
    return Finding(f"median {statistics.median(seconds):.2f} s, worst {max(seconds):.2f} s")


def reply_size(sizes: Sequence[int], answers: Sequence[Answer]) -> Finding:
    """How large the largest reply was, beside how many interactions the fullest held."""
    fullest = max((len(answer.rows) for answer in answers), default=0)
    return Finding(f"{max(sizes):,} bytes at most, {fullest} interactions at most")


def _in_how_many(rows: Sequence[Interaction], name: str, title: str = "") -> str:
    present = sum(map(bool, map(attrgetter(name), rows)))
    return f"{title or name} in {present}"
