import httpx2
import pytest
from starlette.types import Message

from c360_mcp.sandbox.app import create_app
from c360_mcp.sandbox.cast import DEMO_KEY, DEMO_TENANT, UNLICENSED_TENANT
from c360_mcp.sandbox.serve import running

from .asking import Sandbox

INSIGHT = f"/v1/public/tenants/{DEMO_TENANT}/interactions-insight"
BY_EMAIL = {"email": "customer@example.com"}


@pytest.mark.parametrize(
    "headers",
    [[], [("x-api-key", "")], [("x-api-key", "eght_other")], [("x-api-key", DEMO_KEY)] * 2],
    ids=["missing", "empty", "another's", "twice"],
)
@pytest.mark.parametrize("path", [INSIGHT, "/v1/public/tenants/another/interactions-insight", "/"])
def test_without_the_key_nothing_is_answered_not_even_a_body(
    sandbox: Sandbox, headers: list[tuple[str, str]], path: str
) -> None:
    with httpx2.Client(base_url=sandbox.http.base_url, trust_env=False) as keyless:
        response = keyless.get(path, params=BY_EMAIL, headers=headers)
    assert (response.status_code, response.content) == (401, b"")


@pytest.mark.parametrize("endpoint", ["interactions-insight", "transcript-summaries"])
def test_another_tenant_is_forbidden_whatever_is_asked(sandbox: Sandbox, endpoint: str) -> None:
    response = sandbox.get(endpoint, [], tenant="acvcc1652172111112801")
    assert response.status_code == 403
    assert response.json() == {
        "status": 403,
        "title": "Forbidden",
        "detail": "The tenant does not belong to the customer of this API key",
    }


@pytest.mark.parametrize("tenant", [DEMO_TENANT, UNLICENSED_TENANT])
def test_one_key_opens_both_tenants(sandbox: Sandbox, tenant: str) -> None:
    assert sandbox.search(tenant, **BY_EMAIL).status_code == 200


def test_tenant_and_key_can_be_chosen() -> None:
    app = create_app(tenant_id="contoso07", api_key="secret")
    with running(app) as url, httpx2.Client(headers={"x-api-key": "secret"}, trust_env=False) as http:
        response = http.get(f"{url}/v1/public/tenants/contoso07/interactions-insight", params=BY_EMAIL)
    ids = [interaction["interactionId"] for interaction in response.json()["interactions"]]
    assert len(ids) == 7
    assert all(each.endswith("-contoso07") for each in ids)


@pytest.mark.parametrize("region", ["us", "uk", "ca", "ap"])
def test_every_region_answers_as_the_root_does(sandbox: Sandbox, region: str) -> None:
    regional = sandbox.http.get(f"/cidp-customer-360/{region}{INSIGHT}", params=BY_EMAIL)
    assert regional.json() == sandbox.found(**BY_EMAIL)


@pytest.mark.parametrize(
    "path",
    [f"/cidp-customer-360/eu{INSIGHT}", f"{INSIGHT}/", f"/v1/public/tenants/{DEMO_TENANT}/transcripts", "/"],
)
def test_other_paths_do_not_exist(sandbox: Sandbox, path: str) -> None:
    response = sandbox.http.get(path, params=BY_EMAIL)
    assert response.status_code == 404
    assert response.json() == {"status": 404, "title": "Not Found", "detail": "Not Found"}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])
def test_only_get_is_supported(sandbox: Sandbox, method: str) -> None:
    response = sandbox.http.request(method, INSIGHT, params=BY_EMAIL)
    assert (response.status_code, response.headers["allow"]) == (405, "GET")


@pytest.mark.anyio
async def test_any_asgi_server_can_start_and_stop_it() -> None:
    received = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])
    sent: list[Message] = []

    async def receive() -> Message:
        return next(received)

    async def send(message: Message) -> None:
        sent.append(message)

    await create_app()({"type": "lifespan"}, receive, send)
    assert [each["type"] for each in sent] == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_each_response_carries_an_id_of_its_own_and_echoes_no_request_id(fresh_sandbox: Sandbox) -> None:
    http = fresh_sandbox.http
    responses = [
        http.get(INSIGHT, params=BY_EMAIL, headers={"X-Request-Id": "mine"}),
        http.get(INSIGHT),
        http.get(INSIGHT, headers={"x-api-key": "wrong"}),
        http.get("/nowhere"),
        http.post(INSIGHT),
    ]
    assert [(response.status_code, response.headers["x-response-id"]) for response in responses] == [
        (200, "sandbox-000001"),
        (400, "sandbox-000002"),
        (401, "sandbox-000003"),
        (404, "sandbox-000004"),
        (405, "sandbox-000005"),
    ]
    assert all("x-request-id" not in response.headers for response in responses)
