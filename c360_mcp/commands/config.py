"""`c360-mcp config`: what attaches a client to the server installed here."""

import shutil
import sys
from collections.abc import Mapping
from io import TextIOWrapper
from pathlib import Path

from c360_mcp.clients import CLIENTS, Installation, placeholder
from c360_mcp.variables import VARIABLES, Variable


def config(client: str, url: str, environ: Mapping[str, str], *, demo: bool) -> int:
    """Print the entry on stdout, and what to do with it on stderr."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # as clients read it, wherever it is piped to
    kind = CLIENTS[client]
    settings = {} if demo else _settings(environ)
    entry = kind.entry(Installation(_command(demo=demo), settings, url, authenticates=not demo))
    print(f"Goes into {kind.place}", file=sys.stderr)
    if not demo:
        print(kind.secrets, file=sys.stderr)
    if offered := [offer for offer in map(_offer, VARIABLES) if f'"{offer}"' in entry]:
        print(f"To be replaced by your own: {', '.join(offered)}.", file=sys.stderr)
    print(entry)
    return 0


def _command(*, demo: bool) -> tuple[str, ...]:
    """How this very installation is started from anywhere."""
    script = shutil.which("c360-mcp", path=Path(sys.executable).parent)
    command = (script,) if script else (sys.executable, "-m", "c360_mcp")
    return (*command, "--demo") if demo else command


def _settings(environ: Mapping[str, str]) -> dict[str, str | None]:
    """What is set here, but for secrets, and something to replace for what is needed besides."""
    given = {name: value.strip() for name, value in environ.items() if value.strip()}
    return {
        variable.name: None if variable.secret else given.get(variable.name) or _offer(variable)
        for variable in VARIABLES
        if variable.name != "C360_DEMO" and (variable.name in given or _needed(variable, given))
    }


def _needed(variable: Variable, given: Mapping[str, str]) -> bool:
    return variable.required and not (variable.name == "C360_REGION" and "C360_BASE_URL" in given)


def _offer(variable: Variable) -> str:
    return "|".join(variable.choices) or placeholder(variable.name)
