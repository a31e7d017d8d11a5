"""`get_transcript_summaries`, and the fetching that both tools share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import anyio

from c360_mcp.analysis.transcripts import NOT_AVAILABLE, Transcripts, settle
from c360_mcp.errors import InvalidArgument, UpstreamError
from c360_mcp.intake.gate import Gate
from c360_mcp.records.summary import SummaryPage, read_summaries
from c360_mcp.server.desk import Desk
from c360_mcp.text.transcripts import TranscriptResult, render_transcripts
from c360_mcp.upstream.client import batches
from c360_mcp.upstream.journal import Journal
from c360_mcp.upstream.reply import unreadable

SECOND_TRY_AFTER = 0.5
"""Seconds before asking again for summaries that were not available."""


Outcome = SummaryPage | UpstreamError
"""What became of one batch."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What several requests brought together."""

    transcripts: Transcripts
    unreadable: int
    errors: tuple[UpstreamError, ...]
    """The failures of batches that did not come."""
    answered: bool
    """Whether any batch came."""


async def get_transcript_summaries(desk: Desk, arguments: dict[str, Any], journal: Journal) -> str:
    """Bring the summaries of the interactions named, and put them into words."""
    gate = desk.gate()
    ids = _read_ids(arguments["interaction_ids"], gate)
    collected = await collect_transcripts(desk, ids, gate, journal)
    if collected.errors and not collected.answered:
        raise collected.errors[0]
    result = TranscriptResult(
        transcripts=collected.transcripts,
        unreadable=collected.unreadable,
        now=desk.now(),
        zone=desk.zone,
        preamble=desk.preamble,
    )
    return render_transcripts(result, desk.budget)


async def collect_transcripts(desk: Desk, ids: Sequence[str], gate: Gate, journal: Journal) -> Collected:
    """Ask for all IDs, in batches side by side, and once more for those not available at first.

    A batch that fails costs its own IDs only.
    """
    asked = tuple(dict.fromkeys(ids))
    outcomes = await _ask(desk, asked, gate, journal)
    again = settle(asked, _pages(outcomes), _lost(outcomes)).because(NOT_AVAILABLE)
    if again:
        await anyio.sleep(SECOND_TRY_AFTER)
        outcomes = await _ask(desk, again, gate, journal) | outcomes
    transcripts = settle(asked, _pages(outcomes), _lost(outcomes))
    errors = tuple(outcome for outcome in outcomes.values() if isinstance(outcome, UpstreamError))
    pages = _pages(outcomes)
    return Collected(transcripts, sum(page.unreadable for page in pages), errors, answered=bool(pages))


async def _ask(
    desk: Desk, ids: Sequence[str], gate: Gate, journal: Journal
) -> dict[tuple[str, ...], Outcome]:
    outcomes: dict[tuple[str, ...], Outcome] = {}

    async def fetch(batch: tuple[str, ...]) -> None:
        outcomes[batch] = await _fetch(desk, batch, gate, journal)

    async with anyio.create_task_group() as group:
        for batch in batches(ids):
            group.start_soon(fetch, tuple(batch))
    return outcomes


async def _fetch(desk: Desk, batch: Sequence[str], gate: Gate, journal: Journal) -> Outcome:
    try:
        page = read_summaries(await desk.api.summaries(batch, journal), gate)
    except UpstreamError as error:
        return error
    return page or unreadable("JSON without a list of summaries")


def _pages(outcomes: Mapping[tuple[str, ...], Outcome]) -> list[SummaryPage]:
    return [outcome for outcome in outcomes.values() if isinstance(outcome, SummaryPage)]


def _lost(outcomes: Mapping[tuple[str, ...], Outcome]) -> dict[str, str]:
    """Why, for each ID whose batch did not come."""
    failed = ((batch, error) for batch, error in outcomes.items() if isinstance(error, UpstreamError))
    return {key: str(error) for batch, error in failed for key in batch}


def _read_ids(given: Sequence[str], gate: Gate) -> list[str]:
    ids = [gate.identifier(typed.strip()) for typed in given]
    if None in ids:
        raise InvalidArgument(
            f"Item {ids.index(None) + 1} of interaction_ids is not an interaction ID: copy it from a row, "
            "without spaces or quotation marks."
        )
    return [key for key in ids if key]
