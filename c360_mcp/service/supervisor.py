"""What a worker process does when its supervisor has gone."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable

GRACE_SECONDS = 5.0
"""For the calls under way. Until the worker has ended it keeps the port, which a new supervisor may be waiting for."""


def end_with_supervisor() -> None:
    """End this process soon after the one that started it, however that ended; in a process without one, do nothing.

    A supervisor that is killed by SIGKILL can't tell its workers, which would go on serving without it.
    """
    if supervisor := multiprocessing.parent_process():
        # Its `join` waits for the end of a pipe whose other end only the supervisor holds, so it works on any system.
        threading.Thread(target=_end_after, args=[supervisor.join], name="supervisor", daemon=True).start()


def _end_after(supervisor_ended: Callable[[], object]) -> None:
    supervisor_ended()
    os.kill(os.getpid(), signal.SIGTERM)  # as from a supervisor: calls under way finish, new ones are refused
    time.sleep(GRACE_SECONDS)
    os.kill(os.getpid(), signal.SIGINT)  # upon which those that still go on are not waited for
