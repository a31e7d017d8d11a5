"""Where a connection over stdio begins, before anything is imported that takes long."""

from __future__ import annotations

import sys

from c360_mcp.opening.answers import load_results
from c360_mcp.opening.conversation import Conversation
from c360_mcp.opening.stdin import AnsweredStdin
from c360_mcp.yes_or_no import YES

TYPE_CHECKING = False  # as in `typing`, which takes too long to import
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def serves_stdio(arguments: Sequence[str]) -> bool:
    """Whether the command line is empty or `--demo` alone, and there are a stdin and a stdout. `cli.py` reads all else."""
    return [*arguments] in ([], ["--demo"]) and None not in (sys.stdin, sys.stdout)


def wants_demo(arguments: Sequence[str], environ: Mapping[str, str]) -> bool:
    """Whether the command line or `C360_DEMO` asks for the demo, as `parse_yes_or_no` would read it."""
    return bool(arguments) or environ.get("C360_DEMO", "").strip().lower() in YES


def begin(environ: Mapping[str, str], *, demo: bool) -> AnsweredStdin:
    """Answer the client from now on. Where an `OTEL_…` variable is set, the server hears of every request, for its spans."""
    telemetry = any(name.startswith("OTEL_") for name in environ)
    stdin = AnsweredStdin(Conversation(load_results(demo=demo)), needs_server=telemetry)
    stdin.begin()
    return stdin
