"""One line of JSON per call: who asked what kind of thing, what went out, and nothing personal."""

import hashlib
import hmac
import json
import logging
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from logging.handlers import QueueHandler, QueueListener, WatchedFileHandler
from queue import Queue
from threading import Thread
from typing import IO, Self

from c360_mcp.search.identity import Identity
from c360_mcp.telemetry.request_record import CANCELLED
from c360_mcp.text.part import Rendered
from c360_mcp.text.token_estimate import estimate
from c360_mcp.upstream.attempts import AttemptLog

WAITING_LINES = 10_000
"""Lines that may wait for a slow disk; beyond them lines are lost, which is reported."""

LAST_SECONDS = 1.5
"""For what still waits to be written, at the end: clients that speak stdio wait for two."""

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Entry:
    """What is recorded of one call while it runs."""

    tool: str
    tenant: str
    caller: str | None = None
    """Who asked, where callers have tokens: the client, and a keyed hash of the person that it asks for."""
    subject_hash: str | None = None
    attempt_log: AttemptLog = field(default_factory=AttemptLog)
    identity: Identity | None = None
    shown: Rendered | None = None
    text: str = ""
    outcome: str = CANCELLED
    """`ok`, or the name of the failure; as long as the call runs, what it is if it never ends."""


class AuditLog:
    """Writes lines from a thread of its own, so that no call waits for a disk.

    `target` is a path or `stderr`; without one nothing is written. Identifiers are hashed with `secret`, or
    with a key that lives as long as the process, in which case hashes of two processes can't be compared.
    """

    def __init__(self, target: str | None, secret: str | None) -> None:
        self._key = secret.encode() if secret else os.urandom(32)
        self._key_name = "C360_AUDIT_SECRET" if secret else "process"
        self._listener: QueueListener | None = None
        if target:
            self._queue: Queue[logging.LogRecord] = Queue(WAITING_LINES)
            self._waiting = _Waiting(self._queue)
            self._listener = QueueListener(
                self._queue, _Stream(sys.stderr) if target == "stderr" else _File(target, delay=True)
            )

    def __enter__(self) -> Self:
        if self._listener:
            self._listener.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Write what still waits, for `LAST_SECONDS` at most: a disk may hang for good."""
        if self._listener:
            writing = Thread(target=self._finish, args=(self._listener,), daemon=True)
            writing.start()
            writing.join(LAST_SECONDS)

    def _finish(self, listener: QueueListener) -> None:
        self._queue.join()  # to stop takes a place in it, which it may not have
        listener.stop()
        for handler in listener.handlers:
            with suppress(OSError):  # a full disk, which was reported
                handler.close()

    @contextmanager
    def entry(self, tool: str, tenant: str) -> Iterator[Entry]:
        """An entry to fill in; its line is written when the block ends, however it ends."""
        entry, begun = Entry(tool, tenant), time.monotonic()
        try:
            yield entry
        finally:
            if self._listener:
                self._waiting.emit(_record(self._line(entry, time.monotonic() - begun)))

    def _line(self, entry: Entry, seconds: float) -> str:
        shown = entry.shown or Rendered("")
        facts = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "tool": entry.tool,
            "tenant": entry.tenant,
            "caller": entry.caller,
            "subject_hash": entry.subject_hash,
            "search_by": entry.identity.kind.value if entry.identity else None,
            "identifier_hash": self._hash(entry.identity) if entry.identity else None,
            "hash_key": self._key_name if entry.identity or entry.subject_hash else None,
            "rows": shown.rows,
            "summaries": shown.summaries,
            "left_out": {kind: count for kind, count in shown.left_out.items() if count},
            "bytes": len(entry.text.encode()),
            "tokens_estimated": estimate(entry.text),
            "requests": [
                {
                    "status": e.status,
                    "failure": e.failure,
                    "request_id": e.request_id,
                    "response_id": e.response_id,
                }
                for e in entry.attempt_log.attempts
            ],
            "seconds": round(seconds, 3),
            "outcome": entry.outcome,
        }
        return json.dumps({name: value for name, value in facts.items() if value is not None})

    def _hash(self, identity: Identity) -> str:
        """The same for the same identifier under the same key; not to be reversed without it."""
        said = f"{identity.kind}\0{identity.value}".encode()
        return hmac.new(self._key, said, hashlib.sha256).hexdigest()


class _AlwaysFree:
    """A lock that nobody ever waits for."""

    def acquire(self) -> bool:
        return True

    def release(self) -> None:
        pass

    def __enter__(self) -> bool:
        return True

    def __exit__(self, *_: object) -> None:
        pass


class _Once(logging.Handler):
    """Reports the first failure of a run of failures, without what could not be written."""

    _failing = _failed = False

    def createLock(self) -> None:  # noqa: N802  logging's name
        """One that is always free, as one thread writes: at its end a process would wait for one that hangs."""
        self.__dict__["lock"] = _AlwaysFree()  # typed as a lock of threads, which it stands for

    def emit(self, record: logging.LogRecord) -> None:
        self._failed = False
        try:
            super().emit(record)
        except OSError:  # from opening a file: the library's own net is around writing only
            self.handleError(record)
        self._failing = self._failed

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802, ARG002  logging's name
        self._failed = True
        if not self._failing:
            logger.error("audit lines are being lost: %s", type(sys.exc_info()[1]).__name__)


class _Waiting(_Once, QueueHandler):
    pass


class _File(_Once, WatchedFileHandler):
    """Opens the file again when it was moved away, as log rotation does."""

    def _open(self) -> IO[str]:  # type: ignore[override]
        private = 0o600
        return open(
            self.baseFilename, "a", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, private)
        )


class _Stream(_Once, logging.StreamHandler[IO[str]]):
    pass


def _record(line: str) -> logging.LogRecord:
    return logging.makeLogRecord({"msg": line})
