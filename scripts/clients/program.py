"""A program that people speak with a model in, and how one is started here: with nobody's settings and to its end."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from model_api import Dialect

SECONDS = 120
"""For one start of a program; it takes a few."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program from npm. `URL` in an argument or a variable stands for where its model is served."""

    name: str
    package: str
    executable: Sequence[str]
    """Paths below `node_modules`, after the name of what runs them, if it is not run by itself."""
    client: str
    """As `c360-mcp config` knows it."""
    dialect: Dialect
    arguments: Sequence[str]
    """Those that go before what is typed."""
    variables: Mapping[str, str]
    settings: Mapping[str, str] = field(default_factory=dict)
    """Its own files, by their path at home, as they are before the server is attached."""
    prompt: str | None = None
    """How its prompt is called; `None` where it takes none when it is started with what is typed."""
    leaves_out: frozenset[str] = frozenset()
    """Keywords of a schema that do not reach its model."""
    own_arguments: Mapping[str, Any] = field(default_factory=dict)
    """What it offers its model beside a tool's arguments and hands on to the server, with a value for a call."""
    wrapper: str = "{}"
    """What it puts around a result."""


class UnavailableError(Exception):
    """A program can't be had on this machine; the message says why."""


def require(program: Program, modules: Path, home: Path) -> None:
    """Raise `UnavailableError` unless the program is installed and runs here."""
    if not (modules / program.package).is_dir():
        raise UnavailableError(f"npm could not bring {program.package}")
    try:
        run(_command(program, modules, ["--version"]), home, {})
    except (OSError, subprocess.SubprocessError) as error:
        raise UnavailableError(f"{program.package} does not run on this machine: {_reason(error)}") from None


def ask(program: Program, modules: Path, home: Path, url: str, typed: str) -> None:
    """Start the program with what is typed, and wait until it has its model's answer."""
    given = [argument.replace("URL", url) for argument in program.arguments]
    variables = {name: value.replace("URL", url) for name, value in program.variables.items()}
    run(_command(program, modules, [*given, typed]), home, variables)


def attach(program: Program, home: Path, options: Sequence[str], variables: Mapping[str, str]) -> None:
    """Write the program's own settings, and let `c360-mcp config` write its entry into its own file."""
    for path, text in program.settings.items():
        file = home / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    run(["c360-mcp", "config", program.client, "--write", *options], home, variables)


def run(command: Sequence[str | Path], home: Path, variables: Mapping[str, str]) -> None:
    """Run a command at `home`, and end whatever it started when it is done or its time is over.

    Raises an error of `subprocess`, with what was printed, where it fails.
    """
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm-256color"}
    started = subprocess.Popen(
        command,
        cwd=home,
        env={**environment, **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        output, errors = started.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(started.pid, signal.SIGKILL)
        output, errors = started.communicate()
        raise subprocess.TimeoutExpired(command, SECONDS, output, errors) from None
    with suppress(ProcessLookupError):  # what it left behind
        os.killpg(started.pid, signal.SIGKILL)
    if started.returncode:
        raise subprocess.CalledProcessError(started.returncode, command, output, errors or output)


def _reason(error: Exception) -> str:
    """The line of what a program printed that names an error, or else the first one."""
    lines = (getattr(error, "stderr", None) or str(error)).strip().splitlines()
    return next((line for line in lines if line.startswith("Error: ")), lines[0])


def _command(program: Program, modules: Path, arguments: Sequence[str]) -> list[str | Path]:
    *interpreter, path = program.executable
    return [*interpreter, modules / path, *arguments]
