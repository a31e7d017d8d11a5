"""What is answered before the SDK is loaded, by processes over pipes."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.opening.messages import (
    APPS,
    ENVELOPE,
    HANDSHAKES,
    LISTS,
    MODERN,
    SEARCH,
    initialize,
    opening,
    request,
)
from tests.opening.process import ALONE, answers, ended, running, send, without_sdk
from tests.patience import PATIENCE

SILENT = (0, b"", b"")


@pytest.mark.parametrize("capabilities", [{}, APPS], ids=["text", "apps"])
@pytest.mark.parametrize("options", [(), ("--demo",)], ids=["tenant", "demo"])
@pytest.mark.parametrize("version", [*HANDSHAKES, MODERN])
def test_each_first_message_is_answered_without_the_sdk_as_the_sdk_answers_it(
    version: str, options: tuple[str, ...], capabilities: dict[str, Any], tmp_path: Path
) -> None:
    lines = opening(version, capabilities)
    count = sum(b'"id"' in line for line in lines)
    with running(*options, environ=without_sdk(tmp_path)) as ours:
        send(ours, *lines)
        early = answers(ours, count)
    with running(*options, program=ALONE) as alone:
        later = []
        for line in lines:
            send(alone, line)
            later += answers(alone, b'"id"' in line)
    assert early == later
    assert all(b'"result"' in answer for answer in early)


@pytest.mark.parametrize("setting", ["1", " Yes ", "TRUE", "on", "0", "maybe", "${C360_DEMO}"])
def test_what_the_setting_of_the_demo_means_is_known_without_the_sdk(setting: str, tmp_path: Path) -> None:
    lines = [request(1, "resources/list", ENVELOPE)]
    environ = {"C360_DEMO": setting}
    with running(environ=without_sdk(tmp_path) | environ) as ours:
        send(ours, *lines)
        [early] = answers(ours, 1)
    cli = ("-c", "from c360_mcp.cli import run; run([])")
    with running(program=cli, environ=environ) as alone:
        send(alone, *lines)
        assert answers(alone, 1) == [early]


def test_little_is_imported_before_the_first_answer() -> None:
    """Each module of the standard library that is not loaded anyway takes a millisecond, and some take twenty."""
    command = (sys.executable, "-I", "-c", "import sys, c360_mcp.opening.begin; print(*sys.modules)")
    modules = set(subprocess.run(command, env={}, capture_output=True, text=True, check=True).stdout.split())
    assert not modules & {"argparse", "asyncio", "dataclasses", "inspect", "pathlib", "typing", "zoneinfo"}
    assert {name for name in modules if name.startswith("c360_mcp.")} == {
        "c360_mcp.app_extension",
        "c360_mcp.opening",
        "c360_mcp.yes_or_no",
        *(
            f"c360_mcp.opening.{name}"
            for name in ("answers", "begin", "conversation", "message", "parameters", "stdin")
        ),
    }


@pytest.mark.parametrize("version", ["2025-11-25", MODERN])
def test_a_client_that_leaves_once_it_is_answered_leaves_no_process(version: str, tmp_path: Path) -> None:
    with running(environ=without_sdk(tmp_path)) as process:
        send(process, *opening(version))
        answers(process, len(LISTS))
        status, _, errors = ended(process)
    assert (status, errors) == (0, b"")


def test_a_client_that_leaves_before_it_is_answered_leaves_no_process(tmp_path: Path) -> None:
    with running(environ=without_sdk(tmp_path)) as process:
        assert process.stdout is not None
        process.stdout.close()
        send(process, *opening(MODERN))
        assert process.wait(PATIENCE) == 0
        assert process.stderr is not None
        assert process.stderr.read() == b""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_silently_while_the_sdk_is_being_loaded(
    number: signal.Signals, tmp_path: Path
) -> None:
    with running(environ=without_sdk(tmp_path)) as process:
        send(process, initialize(1, "2025-11-25"))
        answers(process, 1)
        process.send_signal(number)
        assert process.wait(PATIENCE) == 0
        assert process.stderr is not None
        assert process.stderr.read() == b""


@pytest.mark.parametrize("at_once", [True, False], ids=["at once", "one by one"])
@pytest.mark.parametrize("version", ["2025-11-25", MODERN])
def test_the_server_takes_over_with_nothing_lost_doubled_or_out_of_order(version: str, at_once: bool) -> None:
    params = ENVELOPE if version == MODERN else {}
    lines = [
        *opening(version),
        request("call", "tools/call", SEARCH | params),
        request("after", "tools/list", params),
    ]
    ids = [message["id"] for message in map(json.loads, lines) if "id" in message]
    with running("--demo") as process:
        for part in [b"".join(lines)] if at_once else lines:
            send(process, part)
            if not at_once and b'"id"' in part:
                assert json.loads(*answers(process, 1))["id"] == json.loads(part)["id"]
        found = [json.loads(answer) for answer in answers(process, len(ids) * at_once)]
        assert ended(process) == SILENT
    assert [answer["id"] for answer in found[:-2]] == ids[: -2 if at_once else 0]
    assert {answer["id"] for answer in found[-2:]} == (set(ids[-2:]) if at_once else set())
    assert all("result" in answer for answer in found)
