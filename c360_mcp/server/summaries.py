"""`get_transcript_summaries`, and the fetching that both tools share."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import anyio

from c360_mcp.analysis.summaries import NOT_AVAILABLE, SummaryLookup, look_up
from c360_mcp.errors import C360Error, InvalidArgument, UpstreamError
from c360_mcp.gather.driver import Report
from c360_mcp.intake.gate import Gate
from c360_mcp.records.summary import SummaryPage, read_summaries
from c360_mcp.search.identity import SearchBy, recognise
from c360_mcp.search.typed_text import unquoted
from c360_mcp.server.answer import Answer
from c360_mcp.server.audit import Entry
from c360_mcp.server.tenant_context import TenantContext
from c360_mcp.text.part import Rendered
from c360_mcp.text.short_id import PREFIX, restored
from c360_mcp.text.summaries import SummaryRequest, render_summary_result
from c360_mcp.upstream.attempts import Attempt, AttemptLog
from c360_mcp.upstream.client import batches as split_ids
from c360_mcp.upstream.reply import Reply, read_json, unreadable
from c360_mcp.upstream.retry import SHORTEST_ATTEMPT

SECOND_TRY_AFTER = 0.5
"""Seconds before asking again for summaries that were not available."""


class Batch(NamedTuple):
    """IDs asked for in one request, and what came of it."""

    ids: Sequence[str]
    outcome: SummaryPage | C360Error


class _Answer(NamedTuple):
    """What the API sent for the IDs of one request, unread."""

    ids: Sequence[str]
    reply: Reply | C360Error
    attempt_log: AttemptLog


async def get_transcript_summaries(
    tenant: TenantContext, arguments: dict[str, Any], entry: Entry, _: Report
) -> Answer:
    """Bring the summaries of the interactions named, and put them into words."""
    gate = tenant.gate()
    ids = _read_ids(arguments["interaction_ids"], tenant.settings.connection.tenant_id, gate)
    batches = await fetch_summaries(tenant, ids, gate, entry.attempt_log)
    failures = [batch.outcome for batch in batches if isinstance(batch.outcome, C360Error)]
    if len(failures) == len(batches):
        raise failures[0]
    result = SummaryRequest(
        lookup=look_up_in(ids, batches),
        now=tenant.now(),
        zone=tenant.settings.zone,
        age=entry.attempt_log.age,
        masked=gate.masked,
        preamble=tenant.preamble,
    )
    share, size = tenant.api.share, entry.attempt_log.size
    rendered = await share.work(size, render_summary_result, result, tenant.budget)
    return Answer(rendered, lambda: _view_data(result, rendered))


def _view_data(request: SummaryRequest, rendered: Rendered) -> Mapping[str, Any]:
    from c360_mcp.view.summaries import summaries_data

    return summaries_data(request, rendered)


async def fetch_summaries(
    tenant: TenantContext, ids: Sequence[str], gate: Gate, attempt_log: AttemptLog
) -> list[Batch]:
    """Ask for all IDs, in batches side by side, and once more for those not available at first.

    A batch that fails costs its own IDs only. The second answers come first.
    """
    first = await _ask(tenant, ids, gate, attempt_log)
    again = look_up_in(ids, first).because(NOT_AVAILABLE)
    if not again or not _time_is_left():
        return first
    await anyio.sleep(SECOND_TRY_AFTER)
    second = await _ask(tenant, again, gate, attempt_log)
    return [batch for batch in second if isinstance(batch.outcome, SummaryPage)] + first


def look_up_in(ids: Sequence[str], batches: Sequence[Batch]) -> SummaryLookup:
    """What became of every ID; the first batch to speak of it counts."""
    pages = [batch.outcome for batch in batches if isinstance(batch.outcome, SummaryPage)]
    lost = {
        key: str(batch.outcome)
        for batch in batches
        if isinstance(batch.outcome, C360Error)
        for key in batch.ids
    }
    return look_up(ids, pages, lost)


async def _ask(tenant: TenantContext, ids: Sequence[str], gate: Gate, attempt_log: AttemptLog) -> list[Batch]:
    runs = split_ids(ids)
    answers: dict[int, _Answer] = {}

    async def fetch(number: int) -> None:
        answers[number] = await _fetch(tenant, runs[number], attempt_log)

    async with anyio.create_task_group() as group:
        for number in range(len(runs)):
            group.start_soon(fetch, number)
    # One after the other, as all of them pass one gate.
    in_order = [answers[number] for number in range(len(runs))]
    return await tenant.api.share.work(attempt_log.size, _read_all, in_order, gate)


async def _fetch(tenant: TenantContext, ids: Sequence[str], attempt_log: AttemptLog) -> _Answer:
    own = AttemptLog(parent=attempt_log)
    try:
        return _Answer(ids, await tenant.api.summaries(ids, own), own)
    except C360Error as error:
        return _Answer(ids, error, own)


def _read_all(answers: Sequence[_Answer], gate: Gate) -> list[Batch]:
    return [Batch(answer.ids, _read(answer, gate)) for answer in answers]


def _read(answer: _Answer, gate: Gate) -> SummaryPage | C360Error:
    if isinstance(answer.reply, C360Error):
        return answer.reply
    page = read_summaries(read_json(answer.reply), gate)
    return page or undocumented("summaries", answer.attempt_log.answered)


def undocumented(what: str, attempt: Attempt) -> UpstreamError:
    """A reply that is JSON but not the documented one, noted as such of its attempt."""
    error = unreadable(f"JSON without a list of {what}")
    attempt.failure = type(error).__name__
    error.request_id, error.response_id = attempt.request_id, attempt.response_id
    return error


def _time_is_left() -> bool:
    """Whether a second try can end before the call does, which would lose what the first one brought."""
    return anyio.current_effective_deadline() - anyio.current_time() > SECOND_TRY_AFTER + SHORTEST_ATTEMPT


def _read_ids(given: Sequence[str], tenant: str, gate: Gate) -> list[str]:
    """The IDs in the caller's order, each once."""
    ids: dict[str, None] = {}
    for position, typed in enumerate(given, 1):
        text = unquoted(typed)
        contact = (
            recognise(text) if text[:1] == "+" or ("@" in text and not text.startswith(PREFIX)) else None
        )
        interaction_id = gate.identifier(restored(text, tenant))
        if contact or interaction_id is None:
            raise InvalidArgument(f"Item {position} of interaction_ids {_instead_of_an_id(contact)}")
        ids[interaction_id] = None
    return list(ids)


def _instead_of_an_id(contact: SearchBy | None) -> str:
    if contact is None:
        return "is not an interaction ID: copy it from a row, without spaces or quotation marks."
    what = "an e-mail address" if contact is SearchBy.EMAIL else "a phone number"
    return f'is {what}: get_customer_interactions with search_by="{contact}" finds its interactions.'
