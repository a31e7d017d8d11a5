"""The boundary where a call comes in and a result or a failure goes out."""

import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import anyio
from mcp_types import CallToolResult, TextContent, Tool

from c360_mcp.errors import C360Error, NotGranted, TimedOut, UpstreamError
from c360_mcp.server.answer import Answer
from c360_mcp.server.apps import DATA_KEY
from c360_mcp.server.arguments import check_arguments
from c360_mcp.server.audit import Entry
from c360_mcp.server.contract import GET_CUSTOMER_INTERACTIONS, GET_TRANSCRIPT_SUMMARIES
from c360_mcp.server.tenant_context import TenantContext, TenantSource
from c360_mcp.telemetry.request_record import OK, current_request
from c360_mcp.text.token_estimate import estimate

if TYPE_CHECKING:
    from c360_mcp.gather.driver import Report

logger = logging.getLogger(__name__)

Meta = dict[str, Any] | None
"""What a result carries that no model is shown."""

Run = Callable[[TenantContext, dict[str, Any], Entry, "Report"], Awaitable[Answer]]

NO_SUMMARIES = (
    "Transcript summaries are not open to this caller: its token grants interactions alone, which "
    "get_customer_interactions brings. Trying again will not help; who gives out the tokens can grant more."
)
INTERNAL_FAILURE = (
    "The server failed inside; nothing was changed anywhere. Trying the same call again may not help."
)


class Offer(NamedTuple):
    """A tool as published, and what it runs."""

    tool: Tool
    run: Run
    brings_summaries_alone: bool = False
    """Whether it is of no use to callers who may not have summaries."""


async def _interactions(*call: Any) -> Answer:
    from c360_mcp.server.interactions import (
        get_customer_interactions,  # the first call, not the start, waits for it
    )

    return await get_customer_interactions(*call)


async def _summaries(*call: Any) -> Answer:
    from c360_mcp.server.summaries import get_transcript_summaries

    return await get_transcript_summaries(*call)


TOOLS = {
    offer.tool.name: offer
    for offer in (
        Offer(GET_CUSTOMER_INTERACTIONS, _interactions),
        Offer(GET_TRANSCRIPT_SUMMARIES, _summaries, brings_summaries_alone=True),
    )
}


def offered(*, summaries: bool) -> list[Tool]:
    """The tools for a caller who may have transcript summaries, or may not."""
    return [offer.tool for offer in TOOLS.values() if summaries or not offer.brings_summaries_alone]


async def call(
    offer: Offer,
    tenants: TenantSource,
    arguments: dict[str, Any] | None,
    report: "Report",
    *,
    shows_apps: bool = False,
) -> CallToolResult:
    """Run a tool. Whatever happens, what comes out is a text that its model can act on.

    A client that shows apps gets the data of the view beside it.
    """
    request = current_request()
    try:
        tenant = tenants.current()
    except C360Error as error:
        request.outcome = type(error).__name__
        return _failure(str(error))
    request.tenant = tenant.settings.connection.tenant_id
    with tenant.audit.entry(offer.tool.name, request.tenant) as entry:
        entry.caller, entry.subject_hash = request.caller, request.subject_hash
        run = partial(_run, offer, tenant, arguments, entry, report, shows_apps=shows_apps)
        result = await _answer(run, offer.tool.name, entry, tenant.settings.default_country)
    request.outcome, request.tokens = entry.outcome, partial(estimate, entry.text) if entry.shown else None
    request.reused = entry.attempt_log.age > 0
    return result


async def _answer(
    run: Callable[[], Awaitable[Meta]], tool: str, entry: Entry, country: str | None
) -> CallToolResult:
    try:
        meta, entry.outcome = await run(), OK
        return _result(entry.text, meta)
    except C360Error as error:
        entry.text, entry.outcome = _told(error, country), type(error).__name__
    except Exception as error:  # noqa: BLE001  the model needs a sentence, and the message may hold personal data
        logger.error("%s failed inside: %s", tool, type(error).__name__)  # noqa: TRY400
        entry.text, entry.outcome = INTERNAL_FAILURE, type(error).__name__
    return _failure(entry.text)


async def _run(
    offer: Offer,
    tenant: TenantContext,
    arguments: dict[str, Any] | None,
    entry: Entry,
    report: "Report",
    *,
    shows_apps: bool,
) -> Meta:
    if offer.brings_summaries_alone and not tenant.grants_summaries:
        raise NotGranted(NO_SUMMARIES)
    checked = check_arguments(offer.tool.input_schema, arguments)
    seconds = tenant.settings.connection.timeout
    with anyio.move_on_after(seconds):
        async with tenant.calls.call():
            answer = await offer.run(tenant, checked, entry, report)
            entry.shown, entry.text = answer.rendered, answer.rendered.text
            if not shows_apps:
                return None
            return {DATA_KEY: await tenant.api.share.work(entry.attempt_log.size, answer.view)}
    raise TimedOut(f"The call took longer than {seconds:g} seconds and was ended. A shorter window may help.")


def _told(error: C360Error, country: str | None) -> str:
    """The failure's own text, with what the API said to it as a quotation."""
    if isinstance(error, UpstreamError) and error.detail:
        from c360_mcp.intake.gate import Gate, quoted

        said = Gate(redact_contacts=True, country=country).text(error.detail, 200)
        return f"{error.sentence} The API said: {quoted(said)}{error.reference}" if said else str(error)
    return str(error)


def _result(text: str, meta: Meta) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=text)], _meta=meta)


def _failure(text: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=text)], is_error=True)
