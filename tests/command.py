"""The command `c360-mcp`, run as a process with nothing but the settings that a test gives it."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

from tests.patience import PATIENCE

MEASURED = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
"""Where coverage is measured, processes that have these variables are measured, too."""

OURS = ("-m", "c360_mcp")


def run_command(
    *arguments: str, environ: Mapping[str, str] | None = None, program: Sequence[str] = OURS
) -> subprocess.CompletedProcess[str]:
    """Run it to its end, without a stdin; `program` is what else Python is to run."""
    return subprocess.run(
        (sys.executable, *program, *arguments),
        env=MEASURED | dict(environ or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
