"""What every client is asked to do, on stdin, and what it got, on stdout: JSON with nothing but the standard library.

The clients live in environments of their own, so this imports none of them.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a tool."""

    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Task:
    """One connection: list the tools, call them, get the prompt."""

    server: str | Sequence[str]
    """The URL of a server, or the command that starts one."""
    era: str
    """`modern` for 2026-07-28, `legacy` for the `initialize` handshake, `probing` for a client that tries both itself."""
    calls: Sequence[Call]
    prompt: Call

    @property
    def url(self) -> str | None:
        """Where the server is, unless it is to be started."""
        return self.server if isinstance(self.server, str) else None


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool as it stands in a request to a model."""

    name: str
    description: str | None
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a task."""

    tools: Sequence[Tool]
    texts: Sequence[str]
    """A text for each call."""
    prompt: str | None
    """The prompt's text; `None` where a client knows no prompts."""


def read_task() -> Task:
    """The task on stdin."""
    task = json.load(sys.stdin)
    calls = [Call(**call) for call in task.pop("calls")]
    return Task(**task | {"calls": calls, "prompt": Call(**task["prompt"])})


def write_report(report: Report) -> None:
    """Put the report on stdout."""
    json.dump(asdict(report), sys.stdout)
