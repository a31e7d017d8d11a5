"""`get_customer_interactions`."""

from typing import Any

from c360_mcp.analysis.summaries import SummaryLookup
from c360_mcp.intake.gate import Gate
from c360_mcp.records.page import InteractionPage, read_interactions
from c360_mcp.search.identity import LONGEST_ID, SearchBy, identify
from c360_mcp.search.window import open_window
from c360_mcp.server.audit import Entry
from c360_mcp.server.offload import offload
from c360_mcp.server.summaries import fetch_summaries, look_up_in, undocumented
from c360_mcp.server.tenant_context import TenantContext
from c360_mcp.text.history import Detail, History
from c360_mcp.text.interactions import render_history
from c360_mcp.text.part import Rendered
from c360_mcp.upstream.attempts import AttemptLog


async def get_customer_interactions(
    tenant: TenantContext, arguments: dict[str, Any], entry: Entry
) -> Rendered:
    """Search, bring the summaries asked for, and put it all into words."""
    now = tenant.now()
    identity = identify(
        SearchBy(arguments["search_by"]),
        arguments["identifier"],
        default_country=tenant.settings.default_country,
    )
    entry.identity = identity
    window = open_window(
        arguments.get("start_time"), arguments.get("end_time"), now=now, zone=tenant.settings.zone
    )
    gate = tenant.gate(keep=identity.value)
    page = await _search(tenant, identity.params | window.params, gate, entry.attempt_log)
    wanted = min(int(arguments["include_summaries"]), int(arguments["max_interactions"]))
    summaries = await _summaries(tenant, page, wanted, gate, entry.attempt_log)
    history = History(
        identity=identity,
        searched=gate.text(identity.value, LONGEST_ID),
        window=window,
        page=page,
        summaries=summaries,
        max_interactions=int(arguments["max_interactions"]),
        include_summaries=wanted,
        detail=Detail(arguments["detail"]),
        now=now,
        masked=gate.masked,
        preamble=tenant.preamble,
    )
    return await offload(entry.attempt_log, render_history, history, tenant.budget)


async def _search(
    tenant: TenantContext, params: dict[str, str], gate: Gate, attempt_log: AttemptLog
) -> InteractionPage:
    reply = await tenant.api.interactions(params, attempt_log)
    page = await offload(attempt_log, read_interactions, reply, gate)
    if page is None:
        raise undocumented("interactions", attempt_log.attempts[-1])
    return page


async def _summaries(
    tenant: TenantContext, page: InteractionPage, wanted: int, gate: Gate, attempt_log: AttemptLog
) -> SummaryLookup | None:
    ids = list(dict.fromkeys(row.interaction_id for row in page.interactions[:wanted] if row.interaction_id))
    return look_up_in(ids, await fetch_summaries(tenant, ids, gate, attempt_log)) if ids else None
