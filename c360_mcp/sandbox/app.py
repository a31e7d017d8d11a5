"""The sandbox: an ASGI application that answers requests as the Customer 360 API's documentation says."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple, cast

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from c360_mcp.sandbox.behaviour import AS_TODAY, Behaviour
from c360_mcp.sandbox.cast import DEMO_KEY, DEMO_TENANT, STORIES, UNLICENSED_STORIES, UNLICENSED_TENANT
from c360_mcp.sandbox.contract import read_interaction_ids, read_search
from c360_mcp.sandbox.gateway import Gateway, problem
from c360_mcp.sandbox.history import Record, place
from c360_mcp.sandbox.rate_limit import RateLimit
from c360_mcp.sandbox.replies import Json, interactions_insight, summary
from c360_mcp.sandbox.selection import find

REGIONS = ("us", "uk", "ca", "ap")
_PREFIXES = ("", *(f"/cidp-customer-360/{region}" for region in REGIONS))


def create_app(
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    tenant_id: str = DEMO_TENANT,
    api_key: str = DEMO_KEY,
    behaviour: Behaviour = AS_TODAY,
) -> Starlette:
    """Create a sandbox whose customers' histories end the day before; they do not grow while it runs.

    `tenant_id` has all customers but the one without Speech Analytics, whom `UNLICENSED_TENANT` has; `api_key` is the
    key of both. The paths work below `/cidp-customer-360/{region}` and at the root. `behaviour` settles what the
    documentation leaves open.
    """
    today = now().astimezone(UTC).date()
    api = _Api(
        now=now,
        behaviour=behaviour,
        tenants={
            tenant_id: _Tenant(
                place(STORIES, today=today, tenant_id=tenant_id), speech_analytics=behaviour.speech_analytics
            ),
            UNLICENSED_TENANT: _Tenant(
                place(UNLICENSED_STORIES, today=today, tenant_id=UNLICENSED_TENANT), speech_analytics=False
            ),
        },
    )
    app = Starlette(
        routes=[
            Route(f"{prefix}/v1/public/tenants/{{tenant_id}}/{name}", endpoint)
            for prefix in _PREFIXES
            for name, endpoint in api.endpoints.items()
        ],
        middleware=[Middleware(Gateway, api_key=api_key, rate_limit=RateLimit(behaviour.rate_limit, now))],
        exception_handlers={HTTPException: _as_problem},
    )
    app.router.redirect_slashes = False
    return app


class _Tenant(NamedTuple):
    """A tenant's records, oldest first."""

    records: tuple[Record, ...]
    speech_analytics: bool


class _Api:
    def __init__(
        self, *, now: Callable[[], datetime], behaviour: Behaviour, tenants: dict[str, _Tenant]
    ) -> None:
        self._now = now
        self._behaviour = behaviour
        self._tenants = tenants
        self._failures: Counter[str] = Counter()
        self.endpoints = {
            "interactions-insight": self._interactions_insight,
            "transcript-summaries": self._transcript_summaries,
        }

    async def _interactions_insight(self, request: Request) -> Response:
        tenant = self._tenant(request)
        search = read_search(request.query_params.multi_items(), now=self._now(), behaviour=self._behaviour)
        found = find(tenant.records, search, self._behaviour)
        reply = interactions_insight(
            found, behaviour=self._behaviour, speech_analytics=tenant.speech_analytics
        )
        return JSONResponse(reply)

    async def _transcript_summaries(self, request: Request) -> Response:
        records = {record.id: record for record in self._tenant(request).records}
        summaries: list[Json] = []
        failures: list[Json] = []
        for interaction_id in read_interaction_ids(request.query_params.multi_items()):
            record = records.get(interaction_id)
            if record is None or record.contact.summary is None:
                failures.append({"interactionId": interaction_id, "reason": "Summary not found"})
            elif self._fails_now(record):
                failures.append({"interactionId": interaction_id, "reason": "Summary not available"})
            else:
                summaries.append(summary(record))
        return JSONResponse({"summaries": summaries, "partialFailures": failures})

    def _tenant(self, request: Request) -> _Tenant:
        tenant = self._tenants.get(request.path_params["tenant_id"])
        if tenant is None:
            raise HTTPException(403, "The tenant does not belong to the customer of this API key")
        return tenant

    def _fails_now(self, record: Record) -> bool:
        self._failures[record.id] += 1
        return self._failures[record.id] <= record.contact.summary_failures


async def _as_problem(_request: Request, error: Exception) -> Response:
    refusal = cast("HTTPException", error)
    return problem(refusal.status_code, refusal.detail)
