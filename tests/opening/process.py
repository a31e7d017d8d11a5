"""Servers as processes: ours, ours whose SDK never gets loaded, and the SDK's alone."""

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

from tests.command import MEASURED, OURS
from tests.patience import PATIENCE

ALONE = (
    "-c",
    "import os, sys; from c360_mcp.commands.serve import serve; serve(os.environ, demo='--demo' in sys.argv)",
)

Process = subprocess.Popen[bytes]


def without_sdk(folder: Path) -> dict[str, str]:
    """An environment in which the import of `mcp` never ends."""
    folder.joinpath("mcp.py").write_text("import threading\nthreading.Event().wait()\n", encoding="utf-8")
    return {"PYTHONPATH": str(folder)}


@contextmanager
def running(
    *options: str, program: Sequence[str] = OURS, environ: Mapping[str, str] | None = None
) -> Iterator[Process]:
    """A process with pipes, killed where it has not ended after `PATIENCE` seconds, or by the end of the block."""
    with subprocess.Popen(
        [sys.executable, *program, *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=MEASURED | dict(environ or {}),
    ) as process:
        patience = Timer(PATIENCE, process.kill)
        patience.start()
        try:
            yield process
        finally:
            patience.cancel()
            process.kill()


def send(process: Process, *lines: bytes) -> None:
    assert process.stdin is not None
    process.stdin.write(b"".join(lines))
    process.stdin.flush()


def answers(process: Process, count: int) -> list[bytes]:
    assert process.stdout is not None
    return [process.stdout.readline() for _ in range(count)]


def ended(process: Process) -> tuple[int, bytes, bytes]:
    """Status and the rest of both outputs, once stdin is closed."""
    out, errors = process.communicate(timeout=PATIENCE)
    return process.returncode, out, errors
