"""The defaults that documents tell are those that the server works with."""

import json
import re
import subprocess
import sys
from dataclasses import replace

import httpx2
import pytest

from c360_mcp.cli import parse
from c360_mcp.commands.check import check
from c360_mcp.service.app import create_app
from c360_mcp.service.settings import read_service_settings
from c360_mcp.variables import TIMEOUT
from tests.packaging.checkout import ROOT, TEXT, script
from tests.service.serving import serving

ROWS = dict(re.findall(r"^\| `(C360_\w+)` \| .* \| (.*) \|$", TEXT, re.MULTILINE))
TOLD = {name: default for name, default in ROWS.items() if default not in ("", "required")}


def test_the_pages_the_registry_and_the_help_tell_the_same_defaults() -> None:
    command = (sys.executable, "-m", "c360_mcp", "--help")
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    (package,) = json.loads((ROOT / "server.json").read_text(encoding="utf-8"))["packages"]
    registered = {
        variable["name"]: variable["default"]
        for variable in package["environmentVariables"]
        if "default" in variable
    }

    assert dict(re.findall(r"^  (C360_\w+) .*\((.+)\)$", printed, re.MULTILINE)) == TOLD
    assert registered.items() <= TOLD.items()


def test_a_check_without_settings_reports_the_defaults_that_are_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert check(parse(["check"]), {}, demo=True) == 0

    assert capsys.readouterr().out.endswith(
        f"Times are shown in {TOLD['C360_TIMEZONE']}; a call may take {TOLD['C360_TIMEOUT']} seconds "
        f"and a result {int(TOLD['C360_RESULT_TOKENS']):,} tokens.\n"
    )


def test_the_service_asks_for_the_scopes_that_are_told() -> None:
    environ = {
        "C360_AUTH_ISSUER": "https://auth.example.com",
        "C360_AUTH_AUDIENCE": "https://c360.example.com",
    }
    with serving(create_app(environ, demo=True)) as url:
        metadata = httpx2.get(f"{url}/.well-known/oauth-protected-resource", trust_env=False).json()

    assert metadata["scopes_supported"] == [TOLD["C360_AUTH_SCOPE"], TOLD["C360_AUTH_METADATA_SCOPE"]]


@pytest.mark.parametrize("name", sorted(TOLD.keys() - {"C360_ALLOWED_HOSTS"}))
def test_to_set_a_default_changes_nothing(name: str) -> None:
    assert read_service_settings({name: TOLD[name]}) == read_service_settings({})


def test_another_default_makes_another_table() -> None:
    table = script("blocks").settings((replace(TIMEOUT, default=30.0),))

    assert table.endswith("| `C360_TIMEOUT` | seconds that one tool call may take in all | 30 |")
