"""`compare.py FOLDER URL`: every client gets the same from the demo, over stdio and HTTP, in both eras.

FOLDER holds the clients' environments, and URL is where the demo is served. `c360-mcp` is on the PATH.
"""

import difflib
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from clients import CLIENTS, REFERENCE, ClientScript
from task import Call, Report, Task, Tool

SECONDS = 300
"""For one client's task; it takes a few."""
SUMMARIES = 30
"""Interaction IDs whose summaries are asked for."""

_NOW = re.compile(r"\bnow (?:it is )?\d{4}-\d\d-\d\d \d\d:\d\d")
"""The time of a call, which passes from one to the next."""


class NoReportError(Exception):
    """A client ended without a report."""


def main(folder: Path, url: str) -> int:
    """Print a line for each connection; 1 where one differs."""
    command = [shutil.which("c360-mcp") or "c360-mcp", "--demo"]
    reference = _Reference(folder, command)
    failures = 0
    for client in (REFERENCE, *CLIENTS):
        for transport in client.transports:
            for era in client.eras:
                began = time.monotonic()
                problem = _problem(folder, client, command if transport == "stdio" else url, era, reference)
                failures += bool(problem)
                verdict = problem or "the same"
                print(
                    f"{client.name}, {transport}, {era}: {verdict} ({time.monotonic() - began:.0f} s)",
                    flush=True,
                )
    return int(failures > 0)


def _task(server: Sequence[str]) -> Task:
    """The longest result there is, one in Japanese, and the prompt; the windows do not move as time passes."""
    window = {"start_time": "P1Y", "end_time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ")}
    long = {"search_by": "email", "identifier": "facilities@example.net", "include_summaries": 20}
    foreign = {"search_by": "contact_id", "identifier": "contact-123", "include_summaries": 5}
    return Task(
        server=server,
        era="modern",
        calls=[Call("get_customer_interactions", arguments | window) for arguments in (long, foreign)],
        prompt=Call("brief_customer", {"customer": "customer@example.com", "purpose": "a late fee = $35"}),
    )


class _Reference:
    """The task, and what the Python client gets for it over stdio."""

    def __init__(self, folder: Path, command: Sequence[str]) -> None:
        self._folder = folder
        search = _task(command)
        ids = re.findall(r"\| (int-\S+|\S+~)$", report_of(folder, REFERENCE, search).texts[0], re.MULTILINE)
        summaries = Call("get_transcript_summaries", {"interaction_ids": ids[:SUMMARIES]})
        self.task = replace(search, calls=[*search.calls, summaries])
        self.report = self.read_again()
        if not all("\nCoverage: " in text for text in self.report.texts):
            raise ValueError("The reference itself is no proper result.")

    def read_again(self) -> Report:
        """What it gets by now."""
        self.report = report_of(self._folder, REFERENCE, self.task)
        return self.report


def _problem(
    folder: Path, client: ClientScript, server: str | Sequence[str], era: str, reference: _Reference
) -> str | None:
    """How what the client gets differs from the reference.

    Results count minutes and days since a contact, so what differs is compared once more, with both read anew.
    """
    task = replace(reference.task, server=server, era=era)
    try:
        if difference(_as_told(client, reference.report), report_of(folder, client, task)) is None:
            return None
        return difference(_as_told(client, reference.read_again()), report_of(folder, client, task))
    except NoReportError as failure:
        return f"FAILED\n{failure}"


def _as_told(client: ClientScript, report: Report) -> Report:
    """A report as this client would have it, by what is known of it."""
    tools = [replace(tool, schema=_schema_as_told(client, tool.schema)) for tool in report.tools]
    return replace(report, tools=tools, prompt=report.prompt if client.knows_prompts else None)


def _schema_as_told(client: ClientScript, schema: Mapping[str, Any]) -> dict[str, Any]:
    required = {"required": [*schema["properties"]]} if client.requires_all else {}
    return {**without(client.leaves_out, schema), **client.adds, **required}


def without(keywords: frozenset[str], schema: Mapping[str, Any]) -> dict[str, Any]:
    """A schema without some keywords."""
    return {
        name: without(keywords, rule) if isinstance(rule, dict) else rule
        for name, rule in schema.items()
        if name not in keywords
    }


def difference(expected: Report, got: Report) -> str | None:
    """A diff of the two reports, or nothing."""
    if expected == got:
        return None
    lines = difflib.unified_diff(
        _lines(expected), _lines(got), "the Python client", "this one", lineterm="", n=0
    )
    return "DIFFERENT\n" + "\n".join(lines)


def _lines(report: Report) -> list[str]:
    tools = [json.dumps(asdict(tool), indent=1, sort_keys=True, ensure_ascii=False) for tool in report.tools]
    return "\n".join([*tools, *report.texts, report.prompt or "no prompt"]).split("\n")


def stable(text: str) -> str:
    """A result without the time of its call."""
    return _NOW.sub("now", text)


def report_of(folder: Path, client: ClientScript, task: Task) -> Report:
    """What the client reports of the task; raises `NoReportError`."""
    program = {"python": sys.executable, "node": "node"}.get(client.interpreter, folder / client.interpreter)
    command = (program, folder / client.script)
    given = json.dumps(asdict(task))
    try:
        done = subprocess.run(
            command, check=False, input=given, capture_output=True, encoding="utf-8", timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        raise NoReportError(f"No report within {SECONDS} seconds.") from None
    if done.returncode:
        raise NoReportError(done.stderr)
    report = json.loads(done.stdout)
    texts = [stable(text) for text in report["texts"]]
    return Report(**report | {"tools": [Tool(**tool) for tool in report["tools"]], "texts": texts})


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
