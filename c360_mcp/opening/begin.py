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
    """Whether the command line asks for a server over stdio, and there is a stdin; other ways to ask are slow."""
    return [*arguments] in ([], ["--demo"]) and sys.stdin is not None


def wants_demo(arguments: Sequence[str], environ: Mapping[str, str]) -> bool:
    """Whether the command line or the setting asks for the demo, read as all settings are."""
    return bool(arguments) or environ.get("C360_DEMO", "").strip().lower() in YES


def begin(environ: Mapping[str, str], *, demo: bool) -> AnsweredStdin:
    """Answer the client from now on; where telemetry may be configured, the server hears of it all."""
    telemetry = any(name.startswith("OTEL_") for name in environ)
    stdin = AnsweredStdin(Conversation(load_results(demo=demo)), needs_server=telemetry)
    stdin.begin()
    return stdin
