"""What `c360-mcp brief` does with a result: a terminal gets a page, a pipe the exact text, a file the view."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.command import run_command
from tests.patience import PATIENCE

pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals", exc_type=ImportError)

HERE = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("C360_", "OTEL_")) and name not in {"NO_COLOR", "FORCE_COLOR"}
}
CUSTOMER = ("brief", "--demo", "customer@example.com")


def at_a_terminal(*arguments: str, environ: Mapping[str, str] | None = None) -> str:
    """What is written to a terminal of 90 columns, on stdout and stderr."""
    ours, theirs = pty.openpty()
    command = (sys.executable, "-m", "c360_mcp", *arguments)
    settings = HERE | {"COLUMNS": "90", "TERM": "xterm-256color", **(environ or {})}
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=settings) as process:
        os.close(theirs)
        written = b""
        try:
            while chunk := _read(ours):
                written += chunk
                if b"Ctrl-C ends this" in written:
                    process.terminate()
            process.wait(PATIENCE)
        finally:
            process.kill()
            os.close(ours)
    return written.decode().replace("\r\n", "\n")


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65_536)
    except OSError:  # Linux says so where the other side was closed
        return b""


def test_a_terminal_gets_a_page_with_colour_and_a_pipe_the_exact_text() -> None:
    page, text = at_a_terminal(*CUSTOMER), run_command(*CUSTOMER).stdout

    assert "What this covers" in page
    assert "\x1b[" in page
    assert "\nCoverage: " in text
    assert "\x1b[" not in text


def test_no_colour_is_used_where_none_is_wanted() -> None:
    page = at_a_terminal(*CUSTOMER, environ={"NO_COLOR": "1"})

    assert "What this covers" in page
    assert "\x1b[3" not in page


def test_the_exact_text_comes_to_a_terminal_where_that_is_asked_for() -> None:
    assert "\nCoverage: " in at_a_terminal(*CUSTOMER, "--raw")


def test_records_come_as_json_for_scripts() -> None:
    data = json.loads(run_command(*CUSTOMER, "--json", "--max", "2", "--only-identifier").stdout)

    assert [row["number"] for row in data["rows"]] == [1, 2]
    assert "contact" not in data["who"]


def test_options_reach_the_search() -> None:
    options = ("--start", "2026-01-01", "--end", "2026-06-30", "--summaries", "0", "--detail", "concise")
    text = run_command(*CUSTOMER, *options).stdout

    assert "2026-01-01 00:00 to 2026-06-30 23:59" in text
    assert "Summary" not in text


def test_a_page_is_written_for_its_owner_alone_and_says_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.touch(mode=0o644)
    done = run_command(*CUSTOMER, "--html", str(path))
    page = path.read_text(encoding="utf-8")

    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith(f"{path} holds what this customer's contacts were about")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "Written confirmation of the credit" in page


def test_a_page_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    done = run_command(*CUSTOMER, "--html", str(tmp_path / "no" / "page.html"))

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("page.html can't be written: No such file or directory.\n")


def test_a_server_that_waits_at_a_terminal_says_for_what() -> None:
    assert "c360-mcp waits on stdin for an MCP client" in at_a_terminal("--demo")
