"""A Redis of its own, which can be killed, started again, stopped and let go on."""

import signal
from contextlib import ExitStack
from typing import TYPE_CHECKING

from processes import free_port, running

if TYPE_CHECKING:
    from subprocess import Popen


class Redis:
    """Serves on loopback until the stack is left, and keeps nothing on disk. `program` is what to start."""

    def __init__(self, program: str, stack: ExitStack) -> None:
        self.port = free_port()
        self._command = (program, "--port", str(self.port), "--save", "", "--bind", "127.0.0.1")
        self._stack = stack
        self.start()

    @property
    def url(self) -> str:
        """What `C360_STATE_URL` is to be."""
        return f"redis://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Serve, with nothing in it."""
        self._process: Popen[bytes] = self._stack.enter_context(running(*self._command, port=self.port))

    def kill(self) -> None:
        """End it without a chance to finish anything."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """Leave it there, but silent."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it answer again."""
        self._process.send_signal(signal.SIGCONT)
