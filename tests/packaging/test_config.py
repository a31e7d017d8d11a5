import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from inline_snapshot import snapshot
from mcp import Client, StdioServerParameters

from c360_mcp.clients import CLIENTS, Installation, codex
from c360_mcp.variables import SERVER_SETTINGS
from tests.packaging.test_commands import SLOW

pytestmark = pytest.mark.anyio

LOCAL = [name for name in CLIENTS if name != "remote"]
NEEDED = {setting.name for setting in SERVER_SETTINGS if setting.required}
BARE = {name: value for name, value in os.environ.items() if not name.startswith("C360_")}
SET = {
    "C360_TENANT_ID": "acmecorp01",
    "C360_API_KEY": "eght_real",
    "C360_REGION": "uk",
    "C360_TIMEZONE": "Europe/London",
    "C360_AUDIT_SECRET": "pepper",
    "C360_DEMO": "0",
}


def printed(*arguments: str, **environ: str) -> tuple[str, str]:
    """Stdout and stderr of `c360-mcp config`."""
    command = (sys.executable, "-X", "utf8", "-m", "c360_mcp", "config", *arguments)
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", env=BARE | environ, check=True)
    return ended.stdout, ended.stderr


def server(entry: str) -> dict[str, Any]:
    """What an entry says of the server, whatever the client's format."""
    tables = json.loads(entry) if entry.startswith("{") else tomllib.loads(entry)
    (found,) = (tables[name]["c360"] for name in ("mcpServers", "servers", "mcp_servers") if name in tables)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("client", LOCAL)
async def test_what_is_printed_for_a_client_starts_the_server(client: str) -> None:
    entry = server(printed(client, "--demo")[0])
    parameters = StdioServerParameters(command=entry["command"], args=entry.get("args", []))

    async with Client(parameters) as session:
        tools = await session.list_tools()

    assert entry.get("env", {}) == {}
    assert [tool.name for tool in tools.tools] == ["get_customer_interactions", "get_transcript_summaries"]


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    command = (sys.executable, "-m", "c360_mcp", "http", "--demo", "--port", "0")
    with subprocess.Popen(command, env=BARE, stderr=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stderr
        yield process.stderr.readline().split()[-1]
        process.terminate()


async def test_what_is_printed_for_a_remote_server_reaches_the_service(service: str) -> None:
    entry = server(printed("remote", "--demo", "--url", service)[0])

    async with Client(entry["url"]) as session:
        tools = await session.list_tools()

    assert len(tools.tools) == 2


@pytest.mark.parametrize("client", LOCAL)
def test_what_is_set_is_copied_but_for_secrets(client: str) -> None:
    entry, notes = printed(client, **SET)
    env = server(entry)["env"]

    assert (env["C360_TENANT_ID"], env["C360_REGION"], env["C360_TIMEZONE"]) == (
        "acmecorp01",
        "uk",
        "Europe/London",
    )
    assert "C360_DEMO" not in env
    assert "eght_real" not in entry + notes
    assert "pepper" not in entry + notes


@pytest.mark.parametrize("client", LOCAL)
def test_every_variable_that_is_needed_is_there(client: str) -> None:
    entry = server(printed(client)[0])

    assert {*entry["env"], *entry.get("env_vars", [])} == NEEDED


def test_each_client_refers_to_the_key_in_its_own_way() -> None:
    servers = {client: server(printed(client)[0]) for client in LOCAL}
    references = {client: found["env"].get("C360_API_KEY") for client, found in servers.items()}

    assert references == {
        "claude-desktop": "your-api-key",
        "claude-code": "${C360_API_KEY}",
        "vscode": "${input:c360-api-key}",
        "cursor": "${env:C360_API_KEY}",
        "codex": None,
        "gemini-cli": "$C360_API_KEY",
    }
    assert servers["codex"]["env_vars"] == ["C360_API_KEY"]


def test_vs_code_asks_for_every_secret_without_showing_it() -> None:
    inputs = json.loads(printed("vscode", **SET)[0])["inputs"]

    assert [asked["id"] for asked in inputs] == ["c360-api-key", "c360-audit-secret"]
    assert all(asked["password"] for asked in inputs)


def test_a_base_url_takes_the_place_of_the_region() -> None:
    env = server(printed("cursor", C360_BASE_URL="https://api.example.com")[0])["env"]

    assert env["C360_BASE_URL"] == "https://api.example.com"
    assert "C360_REGION" not in env


def test_the_token_of_a_remote_server_comes_from_the_clients_environment() -> None:
    entry = server(printed("remote", "--url", "https://c360.example.com/mcp")[0])

    assert entry == {
        "type": "http",
        "url": "https://c360.example.com/mcp",
        "headers": {"Authorization": "Bearer ${CUSTOMER_360_TOKEN}"},
    }


def test_notes_say_where_the_entry_goes_and_what_is_to_be_replaced() -> None:
    assert printed("claude-desktop")[1] == snapshot("""\
Goes into claude_desktop_config.json, which Settings, Developer, Edit Config opens; restart the application afterwards.
This file holds secrets as they are: keep it to yourself, or install the bundle, which stores them encrypted.
To be replaced by your own: your-tenant-id, your-api-key, us|uk|ca|ap.
""")
    assert printed("codex", **SET)[1] == snapshot("""\
Goes into ~/.codex/config.toml.
Secrets come from the environment that Codex is started in.
""")
    assert printed("cursor", "--demo")[1] == snapshot(
        "Goes into ~/.cursor/mcp.json, or .cursor/mcp.json in a project.\n"
    )
    assert printed("remote")[1] == snapshot("""\
Goes into .mcp.json, or wherever else a client keeps its servers.
The token, as c360-mcp token new prints it, comes from the variable CUSTOMER_360_TOKEN of the client's environment. Cursor refers to it by ${env:CUSTOMER_360_TOKEN}; Gemini CLI says httpUrl in place of url; Codex wants url and bearer_token_env_var in TOML.
""")


def test_a_command_of_any_characters_survives_in_toml() -> None:
    command = ('C:\\Program Files\\Zoë "x" 😀\\c360-mcp.exe', "--demo")

    table = server(codex(Installation(command, {}, url="", authenticates=False)))

    assert (table["command"], *table["args"]) == command


def test_an_installation_without_the_script_is_started_as_a_module(tmp_path: Path) -> None:
    alone = tmp_path / "python"
    alone.symlink_to(sys.executable)
    program = "import sys; sys.executable = sys.argv.pop(1); from c360_mcp.__main__ import main; main()"
    command = (sys.executable, "-c", program, alone, "config", "cursor", "--demo")

    entry = server(subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout)

    assert (entry["command"], entry["args"]) == (str(alone), ["-m", "c360_mcp", "--demo"])


def test_nothing_slow_is_imported() -> None:
    program = "import sys; from c360_mcp.cli import run; run(['config', 'cursor']); print(*sys.modules)"
    ended = subprocess.run((sys.executable, "-c", program), capture_output=True, text=True, check=True)

    assert not SLOW & set(ended.stdout.split())
