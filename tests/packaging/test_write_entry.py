"""`c360-mcp config CLIENT --write`, into files as people and clients have them."""

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from c360_mcp.clients import jsonc
from c360_mcp.clients.catalogue import CLIENTS
from c360_mcp.clients.places import Machine
from c360_mcp.clients.start_command import start_command
from tests.packaging.test_config import BARE, LOCAL, run

ENTRY = '{\n  "mcpServers": {\n    "c360": {\n      "command": "old"\n    }\n  }\n}\n'


def written(client: str, file: Path, answer: str = "") -> tuple[int, str]:
    """Status and stderr of the command, in a process of its own, as it asks a person."""
    words = (sys.executable, "-m", "c360_mcp", "config", client, "--demo", "--write", "--file", file)
    ended = subprocess.run(words, input=answer, capture_output=True, encoding="utf-8", env=BARE)
    return ended.returncode, ended.stderr


@pytest.mark.parametrize("client", LOCAL)
def test_a_client_without_a_file_gets_one_that_says_what_is_printed(client: str, tmp_path: Path) -> None:
    file = tmp_path / "folder" / ("config.toml" if client == "codex" else "mcp.json")
    status, out, err = run(client, "--demo", "--write", "--file", str(file))
    text = file.read_text(encoding="utf-8")

    assert (status, out) == (0, "")
    assert err.startswith(f"The entry is in {file}.\n")
    assert (tomllib.loads(text) if client == "codex" else json.loads(text)).keys() & {
        "mcpServers",
        "servers",
        "mcp_servers",
        "mcp",
        "context_servers",
    }


def put(tmp_path: Path, client: str, text: str, suffix: str = ".json") -> str:
    """The file after an entry was put into this text; the command's path is replaced."""
    file = tmp_path / f"config{suffix}"
    file.write_bytes(text.encode())
    status, _, err = run(client, "--demo", "--write", "--file", str(file))
    assert (status, err.splitlines()[0].split(". ")[0]) == (0, f"The entry is in {file}")
    (backup,) = tmp_path.glob("config.*.bak")
    assert backup.read_bytes() == text.encode()
    return file.read_bytes().decode().replace(json.dumps(start_command()[0]), '"c360-mcp"')


def test_comments_other_servers_and_trailing_commas_stay_as_they_are(tmp_path: Path) -> None:
    text = """\
{
  // Theirs.
  "mcpServers": {
    "other": {"command": "o"}, // why
    /* the last */
  },
  "theme": "dark // not a comment, }",
}
"""
    assert put(tmp_path, "gemini-cli", text) == snapshot("""\
{
  // Theirs.
  "mcpServers": {
    "other": {"command": "o"}, // why
    /* the last */
    "c360": {
      "command": "c360-mcp",
      "args": [
        "--demo"
      ]
    }
  },
  "theme": "dark // not a comment, }",
}
""")


def test_a_file_is_indented_as_it_was(tmp_path: Path) -> None:
    text = '{\r\n\t"context_servers": {\r\n\t\t"other": {}\r\n\t}\r\n}\r\n'

    assert put(tmp_path, "zed", text) == snapshot("""\
{\r
	"context_servers": {\r
		"other": {},\r
		"c360": {\r
			"source": "custom",\r
			"command": "c360-mcp",\r
			"args": [\r
				"--demo"\r
			]\r
		}\r
	}\r
}\r
""")


def test_vs_codes_questions_are_added_to_those_there_are(tmp_path: Path) -> None:
    file = tmp_path / "mcp.json"
    file.write_text('{"inputs": [{"id": "theirs"}, {"id": "c360-api-key", "note": "kept"}], "servers": {}}')

    run("vscode", "--write", "--file", str(file), C360_AUDIT_SECRET="pepper")
    held = jsonc.parse(file.read_text(encoding="utf-8"))

    assert [asked["id"] for asked in held["inputs"]] == ["theirs", "c360-api-key", "c360-audit-secret"]
    assert held["inputs"][1]["note"] == "kept"
    assert list(held["servers"]) == ["c360"]


def test_comments_stay_in_toml(tmp_path: Path) -> None:
    text = """\
# Mine.
model = "x"  # the model

[mcp_servers.other]
command = "o" # why

[tui]
notifications = true
"""
    assert put(tmp_path, "codex", text, ".toml") == snapshot("""\
# Mine.
model = "x"  # the model

[mcp_servers.other]
command = "o" # why

[mcp_servers.c360]
command = "c360-mcp"
args = ["--demo"]
required = true

[tui]
notifications = true
""")


def test_an_entry_that_is_there_is_not_written_again(tmp_path: Path) -> None:
    file = tmp_path / "mcp.json"
    for _ in range(2):
        status, _, err = run("cursor", "--demo", "--write", "--file", str(file))

    assert (status, err) == (0, f"{file} holds this entry already.\n")
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("answer", ["n\n", "\n", ""])
def test_another_entry_of_this_name_stays_unless_a_person_agrees(answer: str, tmp_path: Path) -> None:
    file = tmp_path / "mcp.json"
    file.write_text(ENTRY, encoding="utf-8")
    status, err = written("cursor", file, answer)

    assert (status, file.read_text(encoding="utf-8")) == (1, ENTRY)
    assert err.startswith(f"{file} has an entry of this name, and another one. Replace it? [y/N] ")
    assert list(tmp_path.iterdir()) == [file]


def test_another_entry_of_this_name_is_replaced_and_kept_where_a_person_agrees(tmp_path: Path) -> None:
    file = tmp_path / "mcp.json"
    file.write_text(ENTRY, encoding="utf-8")
    status, _ = written("cursor", file, "y\n")
    (backup,) = tmp_path.glob("*.bak")

    assert (status, backup.read_text(encoding="utf-8")) == (0, ENTRY)
    assert "old" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "{'a': 1}",
        '{"mcpServers": []}',
        '{"mcpServers": null}',
        '{"a": 1 "b": 2}',
        '{"a": 1 / 2}',
        "{} \xff",
    ],
)
def test_a_file_that_cannot_be_read_is_left_as_it_is(text: str, tmp_path: Path) -> None:
    file = tmp_path / "mcp.json"
    file.write_bytes(text.encode("latin-1"))
    status, _, err = run("cursor", "--demo", "--write", "--file", str(file))

    assert (status, file.read_bytes()) == (1, text.encode("latin-1"))
    assert err.startswith(f"c360-mcp config: {file} was left as it is: ")
    assert err.endswith(". Put the entry in by hand.\n")
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_is_nested_too_deep_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "mcp.json"
    file.write_text("[" * 100_000, encoding="utf-8")
    status, err = written("cursor", file)

    assert (status, file.read_text(encoding="utf-8")) == (1, "[" * 100_000)
    assert err.startswith(f"c360-mcp config: {file} was left as it is: it is nested too deep.")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to(path)])
def test_what_is_no_file_is_left_as_it_is(make: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "mcp.json"
    make(path)
    before = path.lstat()
    status, err = written("cursor", path)
    after = path.lstat()

    assert status == 1
    assert (after.st_mode, after.st_ino, after.st_mtime_ns) == (
        before.st_mode,
        before.st_ino,
        before.st_mtime_ns,
    )
    assert "was left as it is: it is a folder, a device or the like, and no file." in err
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.skipif(
    sys.platform == "win32", reason="links need a right of their own there, and modes mean little"
)
def test_a_link_stays_one_and_a_private_file_stays_private(tmp_path: Path) -> None:
    real, link = tmp_path / "dotfiles.json", tmp_path / "mcp.json"
    real.write_text("{}", encoding="utf-8")
    real.chmod(0o600)
    link.symlink_to(real)
    run("cursor", "--demo", "--write", "--file", str(link))

    assert link.is_symlink()
    assert "c360" in real.read_text(encoding="utf-8")
    assert real.stat().st_mode & 0o777 == 0o600


def test_a_key_and_a_region_that_a_person_put_in_stay_there(tmp_path: Path) -> None:
    file = tmp_path / "mcp.json"
    run("claude-desktop", "--write", "--file", str(file))
    text = file.read_text(encoding="utf-8").replace("your-api-key", "eght_mine").replace("us|uk|ca|ap", "uk")
    file.write_text(text, encoding="utf-8")
    status, _, err = run("claude-desktop", "--write", "--file", str(file))

    assert (status, file.read_text(encoding="utf-8")) == (0, text)
    assert err.startswith(f"{file} holds this entry already.\n")
    assert err.endswith("\nTo be replaced by your own: your-tenant-id.\n")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    file = tmp_path / "taken" / "mcp.json"
    status, _, err = run("cursor", "--demo", "--write", "--file", str(file))

    assert status == 1
    assert str(file) in err
    assert list(tmp_path.iterdir()) == [tmp_path / "taken"]


def test_servers_in_one_line_of_toml_get_another(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('mcp_servers = {other = {command = "o"}} # mine\n', encoding="utf-8")
    run("codex", "--demo", "--write", "--file", str(file))
    text = file.read_text(encoding="utf-8")

    assert list(tomllib.loads(text)["mcp_servers"]) == ["other", "c360"]
    assert text.startswith('mcp_servers = {other = {command = "o"}')
    assert "# mine" in text


def test_no_secret_is_written(tmp_path: Path) -> None:
    for client in LOCAL:
        file = tmp_path / client / ("config.toml" if client == "codex" else "mcp.json")
        run(client, "--write", "--file", str(file), C360_API_KEY="eght_real", C360_REGION="us")
        assert "eght_real" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("platform", "client", "place"),
    [
        ("darwin", "claude-desktop", "Library/Application Support/Claude/claude_desktop_config.json"),
        ("win32", "claude-desktop", "AppData/Roaming/Claude/claude_desktop_config.json"),
        ("linux", "vscode", ".config/Code/User/mcp.json"),
        ("linux", "cursor", ".cursor/mcp.json"),
        ("win32", "zed", "AppData/Roaming/Zed/settings.json"),
        ("darwin", "zed", ".config/zed/settings.json"),
        ("linux", "codex", ".codex/config.toml"),
        ("linux", "opencode", ".config/opencode/opencode.json"),
        ("linux", "zed", ".config/zed/settings.json"),
        ("linux", "cline", ".cline/data/settings/cline_mcp_settings.json"),
    ],
)
def test_each_client_has_its_file_where_it_looks_for_it(
    platform: str, client: str, place: str, tmp_path: Path
) -> None:
    file = CLIENTS[client].file

    assert file
    assert file(Machine(tmp_path, platform, {})) == tmp_path / place


def test_a_folder_that_a_variable_names_comes_before_the_usual_one(tmp_path: Path) -> None:
    codex = CLIENTS["codex"].file

    assert codex
    assert codex(Machine(tmp_path, "linux", {"CODEX_HOME": "/elsewhere"})) == Path("/elsewhere/config.toml")
