"""`programs.py FOLDER`: programs in which people speak with a model, each with a stand-in for its model's API.

FOLDER holds what npm installed, and `c360-mcp` is on the PATH. `c360-mcp config` attaches the demo to each. Its model
must be shown what the Python client gets: the tools, the text of a call and the prompt. Where no key is set, it must be
shown that.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from claude_code import CLAUDE_CODE
from clients import REFERENCE
from codex import CODEX
from compare import NoReportError, difference, report_of, stable, without
from gemini_cli import GEMINI_CLI
from model_api import Shown, serve_model
from program import Program, UnavailableError, ask, attach, require
from task import Call, Report, Task

PROGRAMS = (CLAUDE_CODE, CODEX, GEMINI_CLI)
CUSTOMER = "+1 206 555 0134"
"""A number with spaces, at which programs part what is typed after a prompt's name."""
NO_KEY = "c360-mcp is not correctly configured yet, so nothing was looked up. C360_API_KEY "

Check = Callable[[Program], str | None]
"""Says what is wrong, or nothing."""


def main(folder: Path) -> int:
    """Print a line for each check, and for each program that is left out; 1 where a check fails."""
    checks = _Checks(folder)
    failures = 0
    for program in PROGRAMS:
        try:
            checks.require(program)
        except UnavailableError as reason:
            print(f"{program.name}: left out, because {reason}", flush=True)
            continue
        failures += sum(_fails(title, check, program) for title, check in checks.of(program).items())
    return int(failures > 0)


def _fails(title: str, check: Check, program: Program) -> bool:
    """Whether a check fails, once its line is printed."""
    began = time.monotonic()
    try:
        problem = check(program)
    except (OSError, subprocess.SubprocessError, NoReportError) as error:
        problem = f"{error}\n{getattr(error, 'stderr', None) or ''}"
    verdict = f"FAILED\n{problem}" if problem else "holds"
    print(f"{program.name}, {title}: {verdict} ({time.monotonic() - began:.0f} s)", flush=True)
    return problem is not None


class _Checks:
    """What is checked of a program, each time in a home that was empty before."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._modules = folder / "node_modules"
        self._task = _task()
        self._expected = report_of(folder, REFERENCE, self._task)

    def require(self, program: Program) -> None:
        """Raise `UnavailableError` where the program can't be had."""
        with _home() as home:
            require(program, self._modules, Path(home))

    def of(self, program: Program) -> Mapping[str, Check]:
        """Those that apply to a program, by their titles."""
        checks: dict[str, Check] = {"tools, a call and its text": self._call, "unset key": self._unset_key}
        if program.prompt:
            checks["prompt with a spaced number"] = self._prompt
        return checks

    def _call(self, program: Program) -> str | None:
        """Results count the days since a contact, so what differs is compared once more, with the reference read anew."""
        shown = self._speak(program, "Brief me.", "--demo")
        texts = [stable(text) for text in shown.results]
        tools = [replace(tool, schema=_unspecified(program, tool.schema)) for tool in shown.tools]
        got = Report(tools, texts, None)
        if difference(_as_told(program, self._expected), got):
            self._expected = report_of(self._folder, REFERENCE, self._task)
        return difference(_as_told(program, self._expected), got)

    def _unset_key(self, program: Program) -> str | None:
        shown = self._speak(program, "Brief me.", C360_TENANT_ID="acmecorp01", C360_REGION="us")
        if any(NO_KEY in result for result in shown.results):
            return None
        return f"The model was not told that there is no key. It was told: {shown.results}"

    def _prompt(self, program: Program) -> str | None:
        shown = self._speak(program, f"{program.prompt} {CUSTOMER}", "--demo")
        if self._expected.prompt and self._expected.prompt in shown.words:
            return None
        return f"The prompt is not in what the model was told:\n{shown.words[:5_000]}"

    def _speak(self, program: Program, typed: str, *options: str, **variables: str) -> Shown:
        """What the model is shown last, after something was typed with the server attached."""
        (call,) = self._task.calls
        call = replace(call, arguments={**call.arguments, **program.own_arguments})
        with _home() as home, serve_model(program.dialect, call) as api:
            attach(program, Path(home), options, variables)
            ask(program, self._modules, Path(home), api.url, typed)
        return next((shown for shown in reversed(api.shown) if shown.tools), Shown([], []))


def _task() -> Task:
    window = {"start_time": "P1Y", "end_time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ")}
    arguments = {"search_by": "contact_id", "identifier": "contact-123", "include_summaries": 5}
    server = [shutil.which("c360-mcp") or "c360-mcp", "--demo"]
    call = Call("get_customer_interactions", arguments | window)
    return Task(server, "modern", [call], Call("brief_customer", {"customer": CUSTOMER}))


def _as_told(program: Program, report: Report) -> Report:
    """A report as the program's model would have it, by what is known of the program."""
    own: dict[str, Any] = {name: {} for name in program.own_arguments}
    schemas = [without(program.leaves_out, tool.schema) for tool in report.tools]
    tools = [
        replace(tool, schema={**schema, "properties": {**schema["properties"], **own}})
        for tool, schema in zip(report.tools, schemas, strict=True)
    ]
    return Report(tools, [program.wrapper.format(text) for text in report.texts], None)


def _unspecified(program: Program, schema: Mapping[str, Any]) -> dict[str, Any]:
    """A schema without what the program says of its own arguments."""
    rules = schema["properties"].items()
    return {
        **schema,
        "properties": {name: {} if name in program.own_arguments else rule for name, rule in rules},
    }


def _home() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="c360-", ignore_cleanup_errors=True)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
