"""Many tenants in one service, each for itself."""

import gc
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from ssl import SSLContext
from typing import Any

import anyio
import httpx2
import pytest

from c360_mcp.errors import C360Error
from c360_mcp.service.app import create_app
from c360_mcp.service.callers.static_tokens import new_token
from c360_mcp.service.callers.tenants import ManyTenants
from tests.patience import PATIENCE
from tests.service.api import Api, answering
from tests.service.issuer import Issuer, issuing, trusting
from tests.service.serving import (
    CALL_HEADERS,
    SEARCH,
    call,
    call_body,
    caller,
    mcp_client,
    serving,
    text_of,
)

pytestmark = pytest.mark.anyio

TENANTS = """
[acme]
id = "acmecorp01"
base_url = "{url}"
api_key_env = "ACME_KEY"
timezone = "America/New_York"
default_country = "US"

["org|globex"]
id = "globex-uk"
base_url = "{url}"
api_key = "eght_globex"
timezone = "Europe/London"
"""


@dataclass
class House:
    """A service of two tenants, with a token for each."""

    url: str
    api: Api
    acme: str
    globex: str
    audit: Path


@asynccontextmanager
async def house(tmp_path: Path, **more: str) -> AsyncIterator[House]:
    async with answering() as api:
        with issuing() as issuer:
            (tmp_path / "tenants.toml").write_text(TENANTS.format(url=api.url), encoding="utf-8")
            settings = {
                "C360_TENANTS_FILE": str(tmp_path / "tenants.toml"),
                "C360_TENANT_CLAIM": "https://example.com/org",
                "C360_AUDIT_LOG": str(tmp_path / "audit"),
                "ACME_KEY": "eght_acme",
            }
            app = create_app(trusting(issuer, **settings) | more)
            with serving(app) as url:
                yield House(
                    url, api, token_of(issuer, "acme"), token_of(issuer, "org|globex"), tmp_path / "audit"
                )


def token_of(issuer: Issuer, org: str) -> str:
    claims: dict[str, Any] = {"https://example.com/org": org}
    return issuer.token(**claims)


def tls_contexts() -> int:
    gc.collect()
    return sum(isinstance(each, SSLContext) for each in gc.get_objects())


async def test_the_api_clients_of_all_tenants_share_one_tls_context(tmp_path: Path) -> None:
    async with (
        house(tmp_path) as here,
        caller(here.url, here.acme) as acme,
        caller(here.url, here.globex) as globex,
    ):
        before = tls_contexts()
        for http in (acme, globex):
            assert (await call(http)).is_success

        assert tls_contexts() - before <= 1


async def test_each_caller_gets_their_own_tenants_data_with_its_key_and_in_its_time_zone(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as here:
        async with caller(here.url, here.acme) as http:
            acme = text_of(await call(http))
        async with caller(here.url, here.globex) as http:
            globex = text_of(await call(http))

    assert "int-of-acmecorp01" in acme
    assert "America/New_York" in acme
    assert "int-of-globex-uk" in globex
    assert "Europe/London" in globex
    assert ["eght_acme" in here.api.requests[0], "eght_globex" in here.api.requests[1]] == [True, True]
    assert ["eght_globex" in here.api.requests[0], "eght_acme" in here.api.requests[1]] == [False, False]


async def test_a_reply_that_is_used_again_serves_its_own_tenant_alone(tmp_path: Path) -> None:
    async with house(tmp_path, C360_REUSE_SECONDS="300") as here:
        for token, row in ((here.acme, "int-of-acmecorp01"), (here.globex, "int-of-globex-uk")) * 2:
            async with caller(here.url, token) as http:
                assert row in text_of(await call(http))
    assert len(here.api.requests) == 2


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_each_caller_gets_their_own_tenants_data_in_either_era(tmp_path: Path, mode: str) -> None:
    async with house(tmp_path) as here:
        for token, row in ((here.acme, "int-of-acmecorp01"), (here.globex, "int-of-globex-uk")):
            async with mcp_client(here.url, mode, token) as client:
                assert row in str((await client.call_tool("get_customer_interactions", SEARCH)).content)


async def test_callers_who_share_a_connection_share_nothing_else(tmp_path: Path) -> None:
    """As behind a proxy: requests of both, sent without waiting for answers."""

    def request(token: str) -> bytes:
        headers = CALL_HEADERS | {"Authorization": f"Bearer {token}", "Host": "localhost"}
        body = json.dumps(call_body())
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return (
            f"POST /mcp HTTP/1.1\r\n{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        ).encode()

    async with house(tmp_path) as here:
        port = int(here.url.rpartition(":")[2])
        async with await anyio.connect_tcp("127.0.0.1", port) as stream:
            await stream.send(request(here.acme) + request(here.globex) + request("x") + request(here.acme))
            answers = ""
            with anyio.fail_after(PATIENCE):
                while answers.count("int-of-") < 3:
                    answers += (await stream.receive()).decode()

    statuses = [part[:3] for part in answers.split("HTTP/1.1 ")[1:]]
    assert statuses == ["200", "200", "401", "200"]
    assert [part.partition("\\n")[0].partition('"')[0] for part in answers.split("int-of-")[1:]] == [
        "acmecorp01",
        "globex-uk",
        "acmecorp01",
    ]


@pytest.fixture(scope="module")
def tenants(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Issuer, str]]:
    """An issuer, and a service that reads tenants from its tokens."""
    path = tmp_path_factory.mktemp("tenants") / "tenants.toml"
    path.write_text(TENANTS.format(url="http://127.0.0.1:1"), encoding="utf-8")
    settings = {"C360_TENANTS_FILE": str(path), "C360_TENANT_CLAIM": "org", "ACME_KEY": "eght_acme"}
    with issuing() as issuer, serving(create_app(trusting(issuer, **settings))) as url:
        yield issuer, url


@pytest.mark.parametrize("claim", [None, "", "globex", "Acme", "acme ", ["acme"], {"acme": 1}, 1, True])
async def test_a_token_that_names_no_tenant_is_forbidden(tenants: tuple[Issuer, str], claim: Any) -> None:
    issuer, url = tenants
    async with caller(url, issuer.token(org=claim)) as http:
        answer = await call(http)

    assert answer.status_code == 403
    assert "www-authenticate" not in answer.headers
    assert answer.json() == {
        "error": "no_tenant",
        "error_description": "The token names no tenant that this server serves.",
    }


async def test_a_static_token_belongs_to_the_tenant_of_its_line(tmp_path: Path) -> None:
    async with answering() as api:
        (tmp_path / "tenants.toml").write_text(TENANTS.format(url=api.url), encoding="utf-8")
        made = {tenant: new_token(f"for-{tenant}", tenant) for tenant in ("acme", None, "globex")}
        (tmp_path / "tokens").write_text(
            "".join(f"{client}\n" for _, client in made.values()), encoding="utf-8"
        )
        settings = {
            "C360_TENANTS_FILE": str(tmp_path / "tenants.toml"),
            "C360_AUTH_TOKENS_FILE": str(tmp_path / "tokens"),
            "ACME_KEY": "eght_acme",
        }
        with serving(create_app(settings)) as url:
            async with caller(url, made["acme"][0]) as http:
                assert "int-of-acmecorp01" in text_of(await call(http))
            for tenant in (None, "globex"):
                async with caller(url, made[tenant][0]) as http:
                    assert (await call(http)).status_code == 403


async def test_no_argument_header_or_address_leads_to_another_tenant(tmp_path: Path) -> None:
    other = "globex-uk"
    tricks: list[dict[str, Any]] = [
        {"arguments": SEARCH | {"tenant": other}},
        {"arguments": SEARCH | {"tenantId": other}},
        {
            "arguments": {
                "search_by": "contact_id",
                "identifier": f"../../{other}/interactions-insight?contactId=1",
            }
        },
        {"arguments": {"search_by": "contact_id", "identifier": f"1&tenantId={other}"}},
        {"headers": {"X-Tenant-Id": other, "C360-Tenant": other, "X-Forwarded-Host": other}},
        {"headers": {"x-api-key": "eght_globex"}},
        {"headers": {"Mcp-Session-Id": other}},
        {"headers": {"X-Original-Url": f"/{other}", "Forwarded": f"host={other}"}},
    ]

    async with house(tmp_path) as here, caller(here.url, here.acme) as http:
        for trick in tricks:
            answer = await call(http, **trick)
            assert answer.status_code == 200
            assert "int-of-globex" not in answer.text
        with_query = await http.post(f"/mcp?tenant={other}", json=call_body(), headers=CALL_HEADERS)
        body = call_body()
        body["params"]["_meta"] |= {"tenant": other, "https://example.com/org": "org|globex"}
        with_meta = await http.post("/mcp", json=body, headers=CALL_HEADERS)

    assert "int-of-acmecorp01" in text_of(with_query)
    assert "int-of-acmecorp01" in text_of(with_meta)
    paths = {request.split(" ")[1].partition("?")[0] for request in here.api.requests}
    assert paths == {"/v1/public/tenants/acmecorp01/interactions-insight"}
    assert "eght_globex" not in "".join(here.api.requests)
    lines = [json.loads(line) for line in here.audit.read_text(encoding="utf-8").splitlines()]
    assert {line["tenant"] for line in lines} == {"acmecorp01"}
    assert len(lines) == len(tricks) + 2


async def test_the_audit_lines_name_the_tenant_of_each_call(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        for token in (here.acme, here.globex):
            async with caller(here.url, token) as http:
                await call(http)

    lines = [json.loads(line) for line in here.audit.read_text(encoding="utf-8").splitlines()]
    assert [line["tenant"] for line in lines] == ["acmecorp01", "globex-uk"]


async def test_a_tenant_whose_api_hangs_holds_up_nobody_else(tmp_path: Path) -> None:
    refused: list[httpx2.Response] = []
    eight_refused = anyio.Event()

    async def hang(http: httpx2.AsyncClient, number: int) -> None:
        answer = await call(http, arguments=SEARCH | {"identifier": f"customer-{number}@example.com"})
        if "as many calls under way" in text_of(answer):
            refused.append(answer)
        if len(refused) == 8:
            eight_refused.set()

    async with house(tmp_path, C360_WAITING_REQUESTS="4") as here:
        here.api.held.add("acmecorp01")
        async with (
            caller(here.url, here.acme) as acme,
            caller(here.url, here.globex) as globex,
            anyio.create_task_group() as group,
        ):
            for number in range(20):
                group.start_soon(hang, acme, number)
            await here.api.asked(8)
            with anyio.fail_after(PATIENCE):
                await eight_refused.wait()
                for _ in range(10):
                    assert "int-of-globex-uk" in text_of(await call(globex))
            here.api.released.set()

    assert len(refused) == 8


def test_without_a_caller_there_is_no_tenant() -> None:
    with pytest.raises(C360Error, match=r"^This caller belongs to no tenant of this server\.$"):
        ManyTenants({}).current()


async def test_a_tenant_whose_api_fails_fails_alone_and_is_soon_left_alone(tmp_path: Path) -> None:
    text = TENANTS.replace("{url}", "http://127.0.0.1:1", 1)

    async with answering() as api:
        with issuing() as issuer:
            (tmp_path / "tenants.toml").write_text(text.format(url=api.url), encoding="utf-8")
            settings = {"C360_TENANTS_FILE": str(tmp_path / "tenants.toml"), "C360_TENANT_CLAIM": "org"}
            with serving(create_app(trusting(issuer, **settings, ACME_KEY="k", C360_TIMEOUT="1.5"))) as url:
                async with caller(url, issuer.token(org="acme")) as http:
                    failed = [await call(http) for _ in range(6)]
                async with caller(url, issuer.token(org="org|globex")) as http:
                    well = await call(http)
                    ready = await http.get("/readyz")

    assert [each.json()["result"]["isError"] for each in failed] == [True] * 6
    assert "No connection to the Customer 360 API could be made" in text_of(failed[4])
    assert text_of(failed[5]).startswith(
        "Calls to the Customer 360 API failed 5 times in a row, the last time because it could not be reached, so nothing is "
        "sent to it for now. Try again in 1"
    )
    assert "int-of-globex-uk" in text_of(well)
    assert (ready.status_code, ready.text) == (200, "ready\n")
