"""Asks the API what `findings/` reads: harmless searches for one identifier, one after the other, a dozen at most."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from c360_mcp.errors import RateLimited, RequestRefused, UpstreamError
from c360_mcp.findings import reading
from c360_mcp.findings.answer import Answer, starts_in_order
from c360_mcp.findings.page import Findings
from c360_mcp.findings.reading import Finding, unknown
from c360_mcp.intake.gate import Gate
from c360_mcp.records.page import read_interactions
from c360_mcp.search.identity import Identity, SearchBy
from c360_mcp.server.tenant_context import TenantContext
from c360_mcp.upstream.attempts import AttemptLog
from c360_mcp.upstream.reply import read_json
from c360_mcp.upstream.retry import MAX_ATTEMPTS

MOST_REQUESTS = 12
RANGES = (730, 1_095, 1_825, 3_650)
"""Days of the windows that are tried; the API's own default is a year."""

_DEFAULT_RANGE = timedelta(days=365)
_MOMENT = timedelta(milliseconds=1)
_RESERVED = {
    "title": "title",
    "email_subject": "emailSubject",
    "department": "departmentName",
    "signals": "signals",
}


async def find_out(tenant: TenantContext, identity: Identity, *, stand_in: bool) -> Findings | None:
    """Ask, and read the answers; None where the first reply has not the documented form.

    Raises `C360Error` where no usable reply comes to the first request; a later one costs its finding.
    """
    inquiry = _Inquiry(tenant, identity, tenant.now())
    if not await inquiry.begin():
        return None
    findings = {
        "longest_range": await inquiry.longest_range(),
        "kept": await inquiry.kept(),
        **await inquiry.edges(),
        **await inquiry.spellings(),
        "contact_search": await inquiry.contact_search(),
    }
    return Findings(str(identity.kind), stand_in, len(inquiry.log.attempts), findings | inquiry.in_passing())


@dataclass(slots=True)
class _Inquiry:
    """The questions to the API, in an order in which each may use the answers before it."""

    tenant: TenantContext
    identity: Identity
    now: datetime
    log: AttemptLog = field(default_factory=AttemptLog)
    answers: list[Answer] = field(default_factory=list)
    histories: list[Answer] = field(default_factory=list)
    """Of these, the ones to searches of the whole history, up to now."""
    stopped: str = ""
    """Why nothing more is asked."""

    @property
    def best(self) -> Answer:
        """The history with the most interactions, or the first of several."""
        return max(self.histories, key=lambda answer: len(answer.rows))

    async def begin(self) -> bool:
        """Ask for the default window; whether the reply has the documented form."""
        reply = read_json(await self.tenant.api.interactions(self.identity.params, self.log))
        first = Answer(None, read_interactions(reply, Gate()), starts_in_order(reply))
        self.answers, self.histories = [first], [first]
        return first.page is not None

    async def longest_range(self) -> Finding:
        """Try windows up to now: the longest first, and where it is refused, the middle of what is left."""
        accepted, refused, tried = -1, len(RANGES), len(RANGES) - 1
        while refused - accepted > 1:
            answer = await self.ask(start=self.now - timedelta(days=RANGES[tried]))
            if answer.page:
                self.histories.append(answer)
                accepted = tried
            elif answer.refused:
                refused = tried
            else:
                return unknown(answer.problem)
            tried = (accepted + refused) // 2
        days = dict(enumerate(RANGES))
        return reading.longest_range(days.get(accepted), days.get(refused))

    async def kept(self) -> Finding:
        """Ask for what lies before, after and among the 50 of a window that holds more."""
        full = next((answer for answer in self.histories if answer.is_full), None)
        if full is None:
            return unknown("fewer than 50 were found")
        starts = [row.started for row in full.rows if row.started]
        if not full.is_timed:
            return unknown("an interaction has no ID or no start")
        newest, oldest = starts[0], starts[-1]
        since = full.start or self.now - _DEFAULT_RANGE
        return reading.kept(
            full,
            newer=await self.ask(start=newest + _MOMENT, end=self.now)
            if newest + _MOMENT < self.now
            else None,
            older=await self.ask(start=since, end=oldest - _MOMENT) if since < oldest - _MOMENT else None,
            newer_half=await self.ask(start=starts[len(starts) // 2], end=newest),
        )

    async def edges(self) -> dict[str, Finding]:
        """Ask for a window from the start of one interaction to that of the next newer one."""
        starts = sorted({row.started for row in self.best.rows if row.interaction_id and row.started})
        if len(starts) < 2:
            reason = unknown("there are no two interactions with an ID and different starts")
            return {"start_included": reason, "end_included": reason}
        start, end = starts[-2:]
        window = await self.ask(start=start, end=end)
        return {
            "start_included": reading.edge(self.best, window, start),
            "end_included": reading.edge(self.best, window, end),
        }

    async def spellings(self) -> dict[str, Finding]:
        """Ask for the identifier in another spelling, where its kind has one."""
        return {
            "letter_case": await self._spelling(SearchBy.EMAIL, _other_case, "the address has no letters"),
            "national_numbers": await self._spelling(
                SearchBy.PHONE_NUMBER, _national, "the number has no national form"
            ),
        }

    async def contact_search(self) -> Finding:
        """Ask by the contact ID that the interactions carry."""
        contacts = {row.contact_id for row in self.best.rows if row.contact_id}
        if self.identity.kind is SearchBy.CONTACT_ID:
            return unknown("the search was by contact ID itself")
        if len(contacts) != 1:
            return unknown(f"the interactions carry {'several contact IDs' if contacts else 'no contact ID'}")
        by_contact = await self.ask(Identity(SearchBy.CONTACT_ID, contacts.pop()), start=self.best.start)
        return reading.contact_search(self.best, by_contact)

    def in_passing(self) -> dict[str, Finding]:
        """What the replies to all that was asked show besides."""
        answered = [attempt for attempt in self.log.attempts if attempt.failure is None]
        return {
            "order": reading.order(self.answers),
            "addresses": reading.addresses(self.best.rows),
            "contact_ids": reading.field_presence(self.best, {"contact_id": "present"}),
            "speech_analytics": reading.speech_analytics(self.best),
            "titles": reading.field_presence(self.best, _RESERVED),
            "rate_limit": reading.rate_limit(
                [attempt.rate_limit for attempt in self.log.attempts],
                [attempt.status for attempt in self.log.attempts],
            ),
            "latency": reading.latency([attempt.seconds for attempt in answered]),
            "reply_size": reading.reply_size([attempt.size for attempt in answered], self.answers),
        }

    async def ask(
        self, identity: Identity | None = None, *, start: datetime | None = None, end: datetime | None = None
    ) -> Answer:
        """Ask once, unless the API has said that it takes no more, or the requests could become too many."""
        if not self.stopped and len(self.log.attempts) + MAX_ATTEMPTS > MOST_REQUESTS:
            self.stopped = "too many requests would have been made"
        if self.stopped:
            return Answer(problem=self.stopped)
        try:
            params = (identity or self.identity).params | _window(start, end)
            reply = read_json(await self.tenant.api.interactions(params, self.log))
        except UpstreamError as error:
            return self._failed(error)
        page = read_interactions(reply, Gate())
        if page is None:
            return Answer(problem="a reply has not the documented form")
        self.answers.append(Answer(start, page, starts_in_order(reply)))
        return self.answers[-1]

    async def _spelling(self, kind: SearchBy, respelt: Callable[[str], str | None], has_none: str) -> Finding:
        if self.identity.kind is not kind:
            return unknown(f"that takes a search by {kind.replace('_', ' ')}")
        other = respelt(self.identity.value)
        if other is None or not self.best.ids:
            return unknown(has_none if other is None else "no interactions with IDs were found")
        answer = await self.ask(replace(self.identity, value=other), start=self.best.start)
        return reading.finds_the_same(self.best, answer)

    def _failed(self, error: UpstreamError) -> Answer:
        """What is left of a request without a usable reply; after a rate limit nothing more is asked."""
        problem = f"a request failed ({type(error).__name__})"
        if isinstance(error, RateLimited):
            problem = self.stopped = "the API took no more requests (429)"
        return Answer(problem=problem, refused=isinstance(error, RequestRefused))


def _window(start: datetime | None, end: datetime | None) -> dict[str, str]:
    edges = {"startTime": start, "endTime": end}
    return {name: edge.isoformat(timespec="milliseconds") for name, edge in edges.items() if edge}


def _other_case(email: str) -> str | None:
    """The address with small letters for capitals and the reverse; None where it has neither."""
    other = "".join(letter.swapcase() if letter.isascii() else letter for letter in email)
    return other if other != email else None


def _national(number: str) -> str | None:
    from c360_mcp.search.numbering import national_digits  # here, as it is slow to import

    return national_digits(number)
