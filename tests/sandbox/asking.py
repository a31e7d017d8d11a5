from dataclasses import dataclass
from typing import Any

import httpx2

from c360_mcp.sandbox.cast import DEMO_TENANT

Pairs = list[tuple[str, str | int | float | bool | None]]
Json = dict[str, Any]


@dataclass(frozen=True)
class Sandbox:
    http: httpx2.Client

    def get(self, endpoint: str, params: Pairs, tenant: str = DEMO_TENANT) -> httpx2.Response:
        return self.http.get(f"/v1/public/tenants/{tenant}/{endpoint}", params=params)

    def search(self, tenant: str = DEMO_TENANT, **params: str) -> httpx2.Response:
        return self.get("interactions-insight", list(params.items()), tenant)

    def found(self, tenant: str = DEMO_TENANT, **params: str) -> Json:
        response = self.search(tenant, **params)
        assert response.status_code == 200
        reply: Json = response.json()
        return reply

    def interactions(self, tenant: str = DEMO_TENANT, **params: str) -> list[Json]:
        interactions: list[Json] = self.found(tenant, **params)["interactions"]
        return interactions

    def summaries(self, *ids: str, tenant: str = DEMO_TENANT) -> Json:
        response = self.get("transcript-summaries", [("interactionId", each) for each in ids], tenant)
        assert response.status_code == 200
        reply: Json = response.json()
        return reply


def bad_request(detail: str) -> Json:
    return {"status": 400, "title": "Bad Request", "detail": detail}
