"""stdin, read from the first moment on by a thread that answers, until the loaded server takes over."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading

TYPE_CHECKING = False  # as in `typing`, which takes too long to import
if TYPE_CHECKING:
    from typing import Any, Final

    from c360_mcp.opening.conversation import Conversation

CHUNK: Final = 2**16
STDIN: Final = 0
STDOUT: Final = 1


class AnsweredStdin(io.RawIOBase):
    """What the client sends: read by the thread until `take_over`, and after that by whoever reads this file.

    `needs_server` says that the server must hear of all requests, even where the client has left by then.
    """

    def __init__(self, conversation: Conversation, *, needs_server: bool) -> None:
        self._conversation = conversation
        self._needs_server = needs_server
        self._wire = io.FileIO(STDIN, closefd=False)
        self._turn = threading.Lock()
        """Held by the thread while it answers: the server takes over between two answers."""
        self._taken_over = False
        self._ended = False
        self._unread = b""
        """Bytes that were read from the wire, and are for the server."""
        self._thread = threading.Thread(target=self._answer_all, daemon=True)

    def begin(self) -> None:
        """Answer from now on. A signal ends the process."""
        if sys.platform != "win32":  # where Ctrl-C alone matters, which works without
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, self._on_signal)
        self._thread.start()

    def take_over(self) -> int:
        """Stop answering. Whoever reads this file gets first the lines that were answered; returns how many these are."""
        with self._turn:
            self._taken_over = True
            heard = self._conversation.heard
            self._unread = b"".join(heard) + self._unread
            return len(heard)

    def readable(self) -> bool:
        """Always true; `io.BufferedReader`, which reads this file, asks."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Read as from any raw file; only called after `take_over`."""
        if not self._unread and not self._ended:
            self._thread.join()  # it may have begun to read before, and what it gets then comes first
        if self._unread:
            count = min(len(buffer), len(self._unread))
            buffer[:count], self._unread = self._unread[:count], self._unread[count:]
            return count
        return 0 if self._ended else self._wire.readinto(buffer)

    def _answer_all(self) -> None:
        while self._take(_read(self._wire)):
            pass

    def _take(self, chunk: bytes | None) -> bool:
        """Answer what has come; False where this thread is not to read on."""
        with self._turn:
            if chunk == b"":
                self._end()
            self._unread += chunk or b""
            return bool(chunk) and not self._taken_over and self._answer()

    def _answer(self) -> bool:
        *lines, rest = self._unread.split(b"\n")
        answers, left = self._conversation.answer([line + b"\n" for line in lines])
        self._unread = b"".join(left) + rest
        try:
            _write(answers)
        except OSError:  # a pipe whose reader has gone, which Windows reports as EINVAL
            self._unread = b""
            self._end()
        return not self._ended and not left and len(rest) < CHUNK

    def _end(self) -> None:
        """The client has left: with nothing left for the server, nobody needs this process."""
        self._ended = True
        if not (self._taken_over or self._needs_server or self._unread):
            os._exit(0)

    def _on_signal(self, *_: object) -> None:
        self._ended = True
        if self._taken_over or not self._needs_server:
            os._exit(0)


def _read(wire: io.FileIO) -> bytes | None:
    """What comes next: nothing at the end, and `None` where reading would not wait."""
    try:
        return wire.read(CHUNK)
    except OSError:  # as where a terminal is closed
        return b""


def _write(answers: bytes) -> None:
    while answers:
        answers = answers[os.write(STDOUT, answers) :]
