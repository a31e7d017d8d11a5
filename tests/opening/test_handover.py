"""How the loaded server takes over from what answered before it, by processes over pipes."""

import json
import signal
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from tests.collector import collecting
from tests.front_door import environment, replying
from tests.opening.messages import ENVELOPE, MODERN, SEARCH, initialize, notification, opening, request
from tests.opening.process import answers, ended, running, send
from tests.patience import LONGER_STILL, PATIENCE


def ids(lines: list[bytes]) -> list[Any]:
    return [json.loads(line)["id"] for line in lines]


def test_a_probe_that_is_still_unanswered_when_the_handshake_comes_is_withdrawn() -> None:
    """As a client sends them that was not answered within its second: before the process runs."""
    with running("--demo") as process:
        send(
            process,
            request(0, "server/discover", ENVELOPE),
            notification("notifications/cancelled", {"requestId": 0}),
            initialize(1, "2025-11-25"),
            notification("notifications/initialized"),
            request(2, "tools/call", SEARCH),
        )
        hello, called = map(json.loads, answers(process, 2))
        assert ended(process) == (0, b"", b"")
    assert (hello["id"], hello["result"]["protocolVersion"]) == (1, "2025-11-25")
    assert (called["id"], called["result"]["isError"]) == (2, False)


@pytest.mark.parametrize("version", ["2025-11-25", "2099-01-01"])
def test_a_handshake_is_accepted_though_the_probe_before_it_was_answered(version: str) -> None:
    with running() as process:
        send(process, request(0, "server/discover", ENVELOPE))
        assert ids(answers(process, 1)) == [0]
        send(process, initialize(1, version), request(2, "tools/list"))
        hello, listed = map(json.loads, answers(process, 2))
    assert hello["result"]["protocolVersion"] == "2025-11-25"
    assert "result" in listed


def test_a_handshake_after_another_question_of_the_modern_era_is_refused_as_by_the_sdk() -> None:
    with running() as process:
        send(process, request(0, "tools/list", ENVELOPE), initialize(1, "2025-11-25"))
        listed, refused = map(json.loads, answers(process, 2))
    assert "result" in listed
    assert refused["error"]["code"] == -32022


async def hanging(_: Scope, receive: Receive, __: Send) -> None:
    """An API that accepts a request and never answers; over once the caller has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


def test_a_call_that_is_cancelled_while_the_server_is_being_loaded_is_not_answered() -> None:
    with (
        environment(hanging, {"C360_TIMEOUT": LONGER_STILL}) as environ,
        running(environ=environ) as process,
    ):
        send(
            process,
            *opening("2025-11-25"),
            request("call", "tools/call", SEARCH),
            notification("notifications/cancelled", {"requestId": "call"}),
            request("after", "ping"),
        )
        assert ids(answers(process, 8))[-1] == "after"
        assert ended(process) == (0, b"", b"")


def test_a_line_of_which_a_part_has_come_when_the_server_takes_over_is_read_whole() -> None:
    """The server is there once the HTTP client is loaded; the thread that answered before waits for the rest."""
    call = request("call", "tools/call", SEARCH | ENVELOPE)
    with running("--demo", environ={"PYTHONPROFILEIMPORTTIME": "1"}) as process:
        send(process, request("list", "tools/list", ENVELOPE), call[:40])
        assert ids(answers(process, 1)) == ["list"]
        assert process.stderr is not None
        assert any(b"httpcore2" in line for line in process.stderr)
        send(process, call[40:])
        [answer] = map(json.loads, answers(process, 1))
    assert answer["result"]["isError"] is False


@pytest.mark.parametrize("number", [None, signal.SIGTERM, signal.SIGINT], ids=["stdin", "SIGTERM", "SIGINT"])
@pytest.mark.parametrize("version", ["2025-11-25", MODERN])
def test_where_telemetry_is_configured_there_are_spans_of_what_was_answered_before(
    version: str, number: signal.Signals | None
) -> None:
    lines = opening(version)
    asked = [json.loads(line) for line in lines if b'"id"' in line]
    with (
        collecting() as (collector, configured),
        environment(replying({}), configured) as environ,
        running(environ=environ) as process,
    ):
        send(process, *lines)
        assert len(answers(process, len(asked))) == len(asked)
        if number is None:
            assert ended(process) == (0, b"", b"")
        else:
            process.send_signal(number)
            assert process.wait(PATIENCE) == 0
    assert [span.name for span in collector.spans] == [message["method"] for message in asked]


def test_settings_that_are_wrong_are_told_by_the_first_call() -> None:
    with running(environ={"C360_REGION": "nowhere"}) as process:
        send(process, *opening(MODERN), request("call", "tools/call", SEARCH | ENVELOPE))
        result = json.loads(answers(process, 6)[-1])["result"]
    assert result["isError"] is True
    assert "C360_REGION must be one of us, uk, ca, ap" in result["content"][0]["text"]
