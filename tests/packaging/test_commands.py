import re
import subprocess
import sys
from operator import attrgetter
from typing import Any

import pytest

from c360_mcp import __version__
from c360_mcp.cli import parse
from c360_mcp.service.variables import SERVICE_SETTINGS
from c360_mcp.setting import Setting
from c360_mcp.variables import SERVER_SETTINGS

SLOW = {"anyio", "httpx2", "mcp", "mcp_types", "pydantic", "starlette", "uvicorn"}


def run(option: str) -> tuple[str, set[str]]:
    """What the command prints, and the packages that it imports."""
    command = (sys.executable, "-X", "importtime", "-m", "c360_mcp", option)
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    return ended.stdout, set(re.findall(r"^import time:[^|]*\|[^|]*\| *(\w+)", ended.stderr, re.MULTILINE))


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_answer_without_importing_what_is_slow(option: str) -> None:
    _, imported = run(option)

    assert "c360_mcp" in imported
    assert not imported & SLOW


def test_version_is_the_packages() -> None:
    assert run("--version")[0] == f"c360-mcp {__version__}\n"


@pytest.mark.parametrize("setting", SERVER_SETTINGS + SERVICE_SETTINGS, ids=attrgetter("name"))
def test_help_describes_every_variable(setting: Setting[Any]) -> None:
    assert re.search(rf"^  {setting.name} +{re.escape(setting.meaning)}", run("--help")[0], re.MULTILINE)


@pytest.mark.parametrize("command", [["sandbox"], ["token", "new", "copilot"]], ids=" ".join)
def test_commands_that_a_demo_says_nothing_to_refuse_it(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parse([*command, "--demo"])

    assert ended.value.code == 2
    assert capsys.readouterr().err.endswith("c360-mcp: error: unrecognized arguments: --demo\n")


@pytest.mark.parametrize(
    "command", [[], ["brief", "a@example.com"], ["check"], ["config", "vscode"], ["http"]], ids=" ".join
)
def test_all_other_commands_take_a_demo(command: list[str]) -> None:
    assert parse([*command, "--demo"]).demo is True


@pytest.mark.parametrize("command", [["config", "cursor"], ["brief", "customer@example.com"]], ids=" ".join)
def test_whoever_stops_reading_is_shown_no_traceback(command: list[str]) -> None:
    with subprocess.Popen(
        (sys.executable, "-m", "c360_mcp", *command, "--demo"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert "Error" not in process.stderr.read()
    assert process.returncode == 1


def test_a_machine_without_a_time_zone_database_will_do() -> None:
    ended = subprocess.run(
        (sys.executable, "-m", "c360_mcp", "brief", "newcomer@example.com", "--demo"),
        env={"PYTHONTZPATH": "/nowhere", "C360_TIMEZONE": "Europe/London"},
        capture_output=True,
        text=True,
    )
    assert " Europe/London (default: a year until now) | 0 interactions returned\n" in ended.stdout
