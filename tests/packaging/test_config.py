import json
import os
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from inline_snapshot import snapshot
from mcp import Client, StdioServerParameters

from c360_mcp.cli import parse
from c360_mcp.clients.catalogue import CLIENTS, as_toml
from c360_mcp.clients.formats import codex
from c360_mcp.clients.installation import Installation
from c360_mcp.clients.start_command import source
from c360_mcp.commands.config import config
from c360_mcp.variables import SERVER_SETTINGS
from tests.packaging.test_commands import SLOW

pytestmark = pytest.mark.anyio

LOCAL = [name for name, client in CLIENTS.items() if not client.of_the_service]
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
ROOTS = ("mcpServers", "servers", "mcp_servers", "mcp", "context_servers")


def run(*arguments: str, **environ: str) -> tuple[int, str, str]:
    """Status, stdout and stderr of `c360-mcp config`."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            options = parse(["config", *arguments])
            status = config(options, environ, demo="demo" in options)
        except SystemExit as ended:
            status = int(ended.code or 0)
    return status, out.getvalue(), err.getvalue()


def printed(*arguments: str, **environ: str) -> tuple[str, str]:
    """Stdout and stderr, where all went well."""
    status, out, err = run(*arguments, **environ)
    assert status == 0
    return out, err


def server(entry: str) -> dict[str, Any]:
    """What an entry says of the server, whatever the client's format: command, arguments and environment."""
    if entry.startswith("claude mcp add"):
        return of_command_line(shlex.split(entry))
    tables = json.loads(entry) if entry.startswith("{") else tomllib.loads(entry)
    (found,) = (tables[name]["c360"] for name in ROOTS if name in tables)
    assert isinstance(found, dict)
    if isinstance(found.get("command"), list):  # opencode
        program, *arguments = found["command"]
        return {"command": program, "args": arguments, "env": found.get("environment", {})}
    return found


def of_command_line(words: list[str]) -> dict[str, Any]:
    dashes = words.index("--")
    program, *arguments = words[dashes + 1 :]
    pairs = [word for before, word in pairwise(words) if before == "-e"]
    return {"command": program, "args": arguments, "env": dict(pair.split("=", 1) for pair in pairs)}


async def test_what_is_printed_for_every_client_starts_the_server() -> None:
    servers = [server(printed(client, "--demo")[0]) for client in LOCAL]
    (command,) = {(found["command"], *found.get("args", [])) for found in servers}

    async with Client(StdioServerParameters(command=command[0], args=[*command[1:]])) as session:
        tools = await session.list_tools()

    needed = [{*found.get("env", {})} - {"C360_RESULT_TOKENS"} for found in servers]
    assert needed == [set()] * len(LOCAL)
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

    assert {*entry["env"], *entry.get("env_vars", [])} - {"C360_RESULT_TOKENS"} == NEEDED


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
        "copilot-cli": "${C360_API_KEY}",
        "cline": "your-api-key",
        "opencode": "{env:C360_API_KEY}",
        "qwen-code": "$C360_API_KEY",
        "windsurf": "${env:C360_API_KEY}",
        "zed": "your-api-key",
        "lm-studio": "your-api-key",
    }
    assert servers["codex"]["env_vars"] == ["C360_API_KEY"]


def test_codex_waits_for_the_server_before_its_first_turn() -> None:
    assert server(printed("codex", "--demo")[0])["required"] is True


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


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("https://c360.example.com", "https://c360.example.com/mcp"),
        ("https://c360.example.com/", "https://c360.example.com/mcp"),
        ("http://127.0.0.1:8360", "http://127.0.0.1:8360/mcp"),
        ("https://example.com/c360/mcp", "https://example.com/c360/mcp"),
    ],
)
@pytest.mark.parametrize("client", ["remote", "chatgpt", "copilot-studio"])
def test_an_address_without_a_path_gets_the_services(client: str, given: str, meant: str) -> None:
    assert f"{meant}\n" in printed(client, "--url", given)[0].replace('",', "\n").replace(", auth", "\n")


@pytest.mark.parametrize(
    ("arguments", "environ", "told"),
    [
        (("remote", "--url", "c360.example.com"), {}, "argument --url: must begin with https://"),
        (("remote", "--url", "not a URL"), {}, "argument --url: must begin with https://"),
        (("remote", "--url", "https://"), {}, "argument --url: must be a URL with a host"),
        (("remote", "--url", "http://c360.example.com"), {}, "argument --url: must begin with https://"),
        (("cursor",), {"C360_REGION": "mars"}, "C360_REGION must be one of us, uk, ca, ap"),
        (("cursor",), {"C360_BASE_URL": "api"}, "C360_BASE_URL must begin with https://"),
        (("cursor", "--url", "https://c360.example.com"), {}, "cursor starts a server of its own"),
        (("cursor", "--file", "mcp.json"), {}, "give both"),
        (("chatgpt", "--write"), {}, "chatgpt has no file to write"),
        (("remote", "--write"), {}, "say by --file which file to write"),
        (("word",), {}, "invalid choice"),
    ],
)
def test_what_is_no_address_no_region_or_no_client_is_refused(
    arguments: tuple[str, ...], environ: dict[str, str], told: str
) -> None:
    status, out, err = run(*arguments, **environ)

    assert (status, out) == (2, "")
    assert told in err


def test_steps_take_the_place_of_an_entry_where_a_client_has_no_file() -> None:
    assert printed("chatgpt", "--url", "https://c360.example.com")[0] == snapshot("""\
1. Let the service accept tokens of an OAuth issuer: ChatGPT knows no other kind. docs/operating.md says how.
2. In ChatGPT, open Settings, Apps, Advanced settings, and turn on Developer mode. A workspace's administrator may have to allow it.
3. Create an app: name c360, MCP server URL https://c360.example.com/mcp, authentication OAuth.
4. Sign in when it asks, then choose the app in a chat, and ask: brief me on customer@example.com
""")
    assert printed("copilot-studio") == snapshot(
        (
            """\
1. In the agent, open Tools, Add a tool, New tool, Model Context Protocol.
2. Server name c360; server description: a customer's contact-centre history from 8x8; server URL https://c360.example.com/mcp
3. Authentication: API key, type Header, header name Authorization. Its value is the word Bearer, a space and the token. Where the service takes tokens of an OAuth issuer, choose OAuth 2.0.
4. Create it, add it to the agent, and ask: brief me on customer@example.com
""",
            """\
Goes into Copilot Studio, which reaches only servers on the internet.
The token, as c360-mcp token new prints it, is kept by Copilot Studio.
To be replaced by your own: https://c360.example.com/mcp.
""",
        )
    )


def test_notes_say_where_the_entry_goes_and_what_is_to_be_replaced() -> None:
    assert printed("claude-desktop")[1] == snapshot("""\
Goes into claude_desktop_config.json, which Settings, Developer, Edit Config opens; restart the application afterwards.
This file holds secrets as they are: keep it to yourself, or install the bundle, which stores them encrypted.
To be replaced by your own: your-tenant-id, your-api-key, us|uk|ca|ap.
""")
    assert printed("claude-code", "--demo")[1] == snapshot(
        "Goes into a terminal: it attaches the server in all of your projects. With --write, an entry goes into .mcp.json of this folder, for everybody who works on the project.\n"
    )
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

    table = server(as_toml(codex(Installation(command, {}, url="", authenticates=False))))

    assert (table["command"], *table["args"]) == command


def test_an_installation_without_the_script_is_started_as_a_module(tmp_path: Path) -> None:
    alone = tmp_path / "python"
    alone.symlink_to(sys.executable)
    program = "import sys; sys.executable = sys.argv.pop(1); from c360_mcp.__main__ import main; main()"
    command = (sys.executable, "-c", program, alone, "config", "cursor", "--demo")

    entry = server(subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout)

    assert (entry["command"], entry["args"]) == (str(alone), ["-m", "c360_mcp", "--demo"])


def test_an_installation_in_a_cache_is_started_by_uvx_from_where_it_came(tmp_path: Path) -> None:
    (tmp_path / "CACHEDIR.TAG").touch()
    program = (
        "import sys; sys.prefix = sys.argv.pop(1); sys.executable = sys.prefix + '/bin/python';"
        "from c360_mcp.__main__ import main; main()"
    )
    command = (
        sys.executable,
        "-c",
        program,
        str(tmp_path / "archive-v0" / "x"),
        "config",
        "cursor",
        "--demo",
    )

    entry = server(subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout)

    assert Path(entry["command"]).name == "uvx"
    assert entry["args"][-2:] == ["c360-mcp", "--demo"]
    assert str(tmp_path) not in json.dumps(entry)


@pytest.mark.parametrize(
    ("origin", "option"),
    [
        ({}, ()),
        ({"url": "file:///home/me/c360-mcp", "dir_info": {}}, ("--from", "/home/me/c360-mcp")),
        (
            {"url": "https://example.com/c360.git", "vcs_info": {"vcs": "git", "requested_revision": "v1"}},
            ("--from", "git+https://example.com/c360.git@v1"),
        ),
        (
            {"url": "https://example.com/c360.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
            ("--from", "git+https://example.com/c360.git"),
        ),
        ({"url": "https://example.com/c360.whl"}, ("--from", "https://example.com/c360.whl")),
    ],
)
def test_uvx_takes_the_package_from_where_it_came(origin: dict[str, Any], option: tuple[str, ...]) -> None:
    assert source(origin) == tuple(str(Path(part)) if part.startswith("/") else part for part in option)


def test_nothing_slow_is_imported() -> None:
    program = "import sys; from c360_mcp.cli import run; run(['config', 'cursor']); print(*sys.modules)"
    ended = subprocess.run((sys.executable, "-c", program), capture_output=True, text=True, check=True)

    assert not (SLOW | {"tomlkit"}) & set(ended.stdout.split())


@pytest.mark.parametrize(
    ("client", "tokens"), [("cline", "1700"), ("copilot-cli", "4400"), ("gemini-cli", None)]
)
def test_a_client_that_cuts_results_gets_a_budget_that_it_keeps_whole_unless_another_is_set(
    client: str, tokens: str | None
) -> None:
    def budget(*options: str, **environ: str) -> str | None:
        env: dict[str, str] = server(printed(client, *options, **environ)[0]).get("env", {})
        return env.get("C360_RESULT_TOKENS")

    assert budget(**SET) == budget("--demo") == tokens
    assert budget(**SET, C360_RESULT_TOKENS="3000") == "3000"
