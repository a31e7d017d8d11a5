"""`get_customer_interactions`."""

from collections.abc import Mapping, Sequence
from typing import Any

from c360_mcp.analysis.summaries import SummaryLookup
from c360_mcp.analysis.tags import tag_reader
from c360_mcp.analysis.timeline import make_timeline
from c360_mcp.gather.driver import Report
from c360_mcp.intake.gate import Gate
from c360_mcp.records.interaction import Interaction
from c360_mcp.search.identity import LONGEST_ID, Scope, SearchBy, identify
from c360_mcp.search.window import open_window
from c360_mcp.server.answer import Answer
from c360_mcp.server.audit import Entry
from c360_mcp.server.contact_scope import find_person
from c360_mcp.server.gathering import Search
from c360_mcp.server.summaries import fetch_summaries, look_up_in
from c360_mcp.server.tenant_context import TenantContext
from c360_mcp.text.history import History
from c360_mcp.text.interactions import render_history
from c360_mcp.text.options import Detail
from c360_mcp.text.part import Rendered
from c360_mcp.upstream.attempts import AttemptLog
from c360_mcp.upstream.client import IDS_PER_BATCH


async def get_customer_interactions(
    tenant: TenantContext, arguments: dict[str, Any], entry: Entry, report: Report
) -> Answer:
    """Search, bring the summaries asked for, and put it all into words."""
    now, settings = tenant.now(), tenant.settings
    kind = SearchBy(arguments["search_by"])
    identity = identify(kind, arguments["identifier"], default_country=settings.default_country)
    entry.identity = identity
    window = open_window(arguments["start_time"], arguments["end_time"], now=now, zone=settings.zone)
    window = window.planned_from(tenant.api.steady(now))
    gate = tenant.gate(keep=identity.contact)
    most = int(arguments["max_interactions"])
    search = Search(tenant, window, most, gate, entry.attempt_log, report)
    is_wide = Scope(arguments["scope"]) is Scope.CONTACT
    found = await find_person(search, identity) if is_wide else (await search.find(identity)).found
    timeline = make_timeline(found.page.interactions)
    wanted = min(int(arguments["include_summaries"]), most) if tenant.grants_summaries else 0
    ids = _ids_to_ask(timeline.rows[:most], wanted)
    history = History(
        identity=identity,
        searched=Gate().text(identity.value, LONGEST_ID),
        window=window,
        page=found.page,
        timeline=timeline,
        summaries=await _summaries(tenant, ids, gate, entry.attempt_log),
        max_interactions=most,
        include_summaries=wanted,
        grants_summaries=tenant.grants_summaries,
        detail=Detail(arguments["detail"]),
        now=now,
        tenant=settings.connection.tenant_id,
        tags=tag_reader(settings.words),
        gathering=found.gathering,
        capped=found.capped,
        contact_id=found.contact_id,
        note=found.note,
        age=entry.attempt_log.age,
        masked=gate.masked,
        preamble=tenant.preamble,
    )
    rendered = await tenant.api.share.work(entry.attempt_log.size, render_history, history, tenant.budget)
    return Answer(rendered, lambda: _view_data(history, rendered))


def _view_data(history: History, rendered: Rendered) -> Mapping[str, Any]:
    from c360_mcp.view.history import history_data  # only clients that show views wait for it

    return history_data(history, rendered)


def _ids_to_ask(rows: Sequence[Interaction], wanted: int) -> list[str]:
    """As many of the newest interactions as one request carries: not each has a summary of those that are wanted."""
    ids = list(dict.fromkeys(row.interaction_id for row in rows if row.interaction_id))
    return ids[: max(wanted, IDS_PER_BATCH)] if wanted else []


async def _summaries(
    tenant: TenantContext, ids: Sequence[str], gate: Gate, attempt_log: AttemptLog
) -> SummaryLookup | None:
    return look_up_in(ids, await fetch_summaries(tenant, ids, gate, attempt_log)) if ids else None
