"""`c360-mcp http` and `c360-mcp token`, as operators run them."""

import json
import re
import signal
import socket
from argparse import Namespace
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import anyio
import httpx2
import pytest

from c360_mcp.cli import run
from c360_mcp.commands.http import http
from c360_mcp.service.callers.static_tokens import new_token, parse_static_tokens
from tests.patience import LONGER_STILL, PATIENCE
from tests.service.api import answering, environment
from tests.service.process import Service, started
from tests.service.serving import call, caller, text_of, told

pytestmark = pytest.mark.anyio

EVERYWHERE = "0.0.0.0"  # noqa: S104  what is tested is what happens then


async def answer_of(
    service: Service, ask: Callable[[httpx2.AsyncClient], Awaitable[httpx2.Response]]
) -> httpx2.Response:
    """The first answer that is no success; connections to workers that have ended already are made again."""
    with anyio.fail_after(PATIENCE):
        while True:
            with suppress(httpx2.TransportError):
                async with caller(service.url) as http:
                    if not (answer := await ask(http)).is_success:
                        return answer


async def give_up_on(http: httpx2.AsyncClient) -> None:
    """Make a call that is not answered."""
    with suppress(httpx2.TransportError):
        await call(http)


def options(host: str = "127.0.0.1", port: int = 0) -> Namespace:
    return Namespace(host=host, port=port, workers=1, log_format=None)


@pytest.mark.parametrize("host", [EVERYWHERE, "::", "192.0.2.7", "c360.example.com", ""])
def test_nothing_is_served_to_other_machines_without_asking_who_is_there(
    host: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert http(options(host), {}, demo=False) == 2
    assert capsys.readouterr().err == (
        f"c360-mcp http: Other machines can reach {host}, and nobody would be asked who they are: whoever finds the "
        "port could read customers' histories. Set C360_AUTH_ISSUER and C360_AUTH_AUDIENCE, or "
        "C360_AUTH_TOKENS_FILE, or leave the host at 127.0.0.1.\n"
    )


def test_settings_that_can_not_be_used_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert http(options(), {"C360_READY_UPSTREAM": "perhaps"}, demo=False) == 2
    assert capsys.readouterr().err == (
        "c360-mcp http: The service can't start: C360_READY_UPSTREAM must be 1 or 0.\n"
    )


def test_a_port_that_is_taken_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert http(options(port=port), {}, demo=False) == 2

    assert capsys.readouterr().err.startswith(f"c360-mcp http: 127.0.0.1 port {port} can't be used: ")


@pytest.mark.parametrize("workers", ["1", "2"])
async def test_when_it_is_to_end_calls_under_way_finish_and_new_ones_are_refused(workers: str) -> None:
    answers: list[httpx2.Response] = []

    async def ask(http: httpx2.AsyncClient) -> None:
        answers.append(await call(http))

    async with answering() as api, started(environment(api), "--workers", workers) as service:
        api.held.add("acme")
        async with caller(service.url) as first, anyio.create_task_group() as group:
            group.start_soon(ask, first)
            await api.asked(1)
            service.process.send_signal(signal.SIGTERM)
            probe = await answer_of(service, lambda http: http.get("/readyz"))
            service.process.send_signal(signal.SIGTERM)
            refused = await answer_of(service, call)
            api.released.set()
        status = await service.ended()

    assert status == 0
    assert "int-of-acme" in text_of(answers[0])
    assert (probe.status_code, probe.text) == (503, "not ready\n")
    assert refused.status_code == 503
    assert refused.headers["retry-after"] == "1"
    assert told(refused) == "This server is about to end. Try again in a second: another one takes over."


@pytest.mark.parametrize("workers", ["1", "2"])
async def test_when_it_has_nothing_to_do_it_ends_at_once(workers: str) -> None:
    async with (
        started({"C360_TIMEOUT": LONGER_STILL}, "--demo", "--workers", workers) as service,
        caller(service.url) as http,
    ):
        assert text_of(await call(http)).startswith("Demo data")
        service.process.send_signal(signal.SIGTERM)
        assert await service.ended() == 0


SLOW_TO_START = """\
import sys, time

if "--multiprocessing-fork" in sys.orig_argv:
    time.sleep(12)
"""


@pytest.mark.slow
async def test_a_worker_that_starts_slowly_is_waited_for(tmp_path: Path) -> None:
    tmp_path.joinpath("sitecustomize.py").write_text(SLOW_TO_START, encoding="utf-8")
    settings = {"PYTHONPATH": str(tmp_path)}
    async with (
        started(settings, "--demo", "--workers", "2") as service,
        caller(service.url) as http,
    ):
        assert text_of(await call(http)).startswith("Demo data")


async def test_workers_end_when_their_supervisor_is_killed_even_with_a_call_under_way() -> None:
    async with (
        answering() as api,
        started(environment(api, C360_TIMEOUT=LONGER_STILL), "--workers", "2") as service,
    ):
        api.held.add("acme")
        async with caller(service.url) as http, anyio.create_task_group() as group:
            http.timeout = None  # or the call would end by itself, and the worker with it
            group.start_soon(give_up_on, http)
            await api.asked(1)
            service.process.kill()
            await service.silent()


async def test_ctrl_c_twice_does_not_wait_for_calls() -> None:
    answers: list[httpx2.Response | None] = []

    async def ask(http: httpx2.AsyncClient) -> None:
        try:
            answers.append(await call(http))
        except httpx2.TransportError:
            answers.append(None)

    async with answering() as api, started(environment(api, C360_TIMEOUT=LONGER_STILL)) as service:
        api.held.add("acme")
        async with caller(service.url) as http, anyio.create_task_group() as group:
            group.start_soon(ask, http)
            await api.asked(1)
            service.process.send_signal(signal.SIGINT)
            await answer_of(service, lambda http: http.get("/readyz"))
            service.process.send_signal(signal.SIGINT)
            status = await service.ended()

    assert status == 0
    assert answers[0] is None or answers[0].status_code >= 500


async def test_with_authentication_it_serves_other_machines_and_says_what_they_lack(tmp_path: Path) -> None:
    token, client = new_token("copilot")
    (tmp_path / "tokens").write_text(str(client), encoding="utf-8")
    settings = {"C360_AUTH_TOKENS_FILE": str(tmp_path / "tokens")}

    async with started(settings, "--host", EVERYWHERE) as service:
        with anyio.fail_after(PATIENCE):
            lacking, hint, clear = [
                (await service.stderr.receive_until(b"\n", 1000)).decode() for _ in range(3)
            ]
        async with caller(service.url.replace(EVERYWHERE, "127.0.0.1"), token) as http:
            answer = await call(http)
        more = await service.end()

    assert answer.status_code == 200
    assert more == ""
    assert lacking == (
        "c360-mcp http: no call will be answered before this is set: C360_TENANT_ID is missing: the ID of your 8x8 "
        "tenant; C360_API_KEY is missing: an API key from the 8x8 Admin Console; C360_REGION is missing: one of us, uk, "
        "ca, ap."
    )
    assert hint == (
        "c360-mcp http: only requests addressed to loopback will be answered: set C360_ALLOWED_HOSTS to the public "
        "name."
    )
    assert clear == (
        "c360-mcp http: tokens and customers' histories cross the network in the clear unless something before this "
        "port ends TLS: set C360_PUBLIC_URL to the https:// address there."
    )


@pytest.mark.parametrize(
    "address",
    [
        {"C360_PUBLIC_URL": "https://c360.example.com/mcp"},
        {
            "C360_AUTH_ISSUER": "https://login.example.com",
            "C360_AUTH_AUDIENCE": "https://c360.example.com/mcp",
        },
    ],
)
async def test_of_an_address_with_tls_nothing_is_said(address: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "tokens").write_text(str(new_token("copilot")[1]), encoding="utf-8")
    settings = {"C360_AUTH_TOKENS_FILE": str(tmp_path / "tokens"), "C360_ALLOWED_HOSTS": "c360.example.com"}

    async with started(settings | address, "--demo", "--host", EVERYWHERE) as service:
        async with caller(service.url.replace(EVERYWHERE, "127.0.0.1")) as http:
            assert (await http.get("/healthz")).is_success
        assert await service.end() == ""


def test_a_token_may_be_made_for_some_days(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["token", "new", "copilot", "--days", "30"]) == 0

    (client,) = parse_static_tokens(capsys.readouterr().out.splitlines()[-1])
    assert client.until is not None
    assert 29 <= (client.until - datetime.now(UTC).date()).days <= 30
    assert run(["token", "new", "copilot", "--days", "99999999"]) == 2


def test_a_token_is_shown_once_with_the_line_that_lets_it_in(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["token", "new", "copilot", "--tenant", "acme"]) == 0

    said = capsys.readouterr().out
    assert re.fullmatch(
        r"Token for copilot, shown this once:\nc360_[\w-]{43}\n\n"
        r"Line to add to C360_AUTH_TOKENS_FILE, which holds its hash alone:\ncopilot [0-9a-f]{64} acme\n",
        said,
    )
    (client,) = parse_static_tokens(said.splitlines()[-1])
    assert client.name == "copilot"
    assert client.tenant == "acme"


@pytest.mark.parametrize("arguments", [["two words"], ["copilot", "--tenant", "#acme"]])
def test_a_name_that_would_break_the_line_is_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["token", "new", *arguments]) == 2
    assert capsys.readouterr().err == (
        "c360-mcp token: a name consists of letters, digits, dots, dashes and underscores\n"
    )


def test_what_goes_wrong_is_told_as_json_where_all_lines_are(capsys: pytest.CaptureFixture[str]) -> None:
    environ = {"C360_LOG_FORMAT": "json", "C360_READY_UPSTREAM": "perhaps"}
    assert http(options(), environ, demo=False) == 2

    line = json.loads(capsys.readouterr().err)
    assert line.pop("time")
    assert line == {
        "level": "ERROR",
        "logger": "c360_mcp.commands.http",
        "message": "The service can't start: C360_READY_UPSTREAM must be 1 or 0.",
    }


@pytest.mark.parametrize("workers", ["0", "-1", "many"])
def test_workers_are_a_number(workers: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["http", f"--workers={workers}"])

    assert "argument --workers: must be a whole number from 1" in capsys.readouterr().err
