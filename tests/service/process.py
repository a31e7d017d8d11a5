"""`c360-mcp http` as a process of its own."""

import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import anyio
import anyio.abc
from anyio.streams.buffered import BufferedByteReceiveStream

from tests.patience import PATIENCE


@dataclass
class Service:
    """Where it is reached, and what it says."""

    url: str
    process: anyio.abc.Process
    stderr: BufferedByteReceiveStream

    async def ended(self) -> int:
        with anyio.fail_after(PATIENCE):
            return await self.process.wait()

    async def end(self) -> str:
        """Ask it to end, and wait until it has; what else it said on stderr."""
        self.process.send_signal(signal.SIGTERM)
        said = await self.silent()
        assert await self.ended() == 0
        return said

    async def silent(self) -> str:
        """Wait until nothing holds its stderr any more, its workers included; what was said there."""
        said = b""
        with anyio.fail_after(PATIENCE):
            async for piece in self.stderr:
                said += piece
        return said.decode()


@asynccontextmanager
async def started(settings: dict[str, str], *options: str) -> AsyncIterator[Service]:
    """Run it with these settings; the first line on stderr says where it serves."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("C360_", "OTEL_"))}
    command = [sys.executable, "-m", "c360_mcp", "http", "--port", "0", *options]
    async with await anyio.open_process(command, stdout=None, stderr=-1, env=own | settings) as process:
        assert process.stderr is not None
        stderr = BufferedByteReceiveStream(process.stderr)
        with anyio.fail_after(PATIENCE):
            line = await stderr.receive_until(b"\n", 1000)
        try:
            yield Service(_url(line.decode()), process, stderr)
        finally:
            if process.returncode is None:
                process.kill()


def _url(line: str) -> str:
    found = re.search(r"http://[^/]+(?=/mcp)", line)
    assert found, line
    return found[0]
