"""Failed log-ins: a line each for whoever runs the service, bounded in number and without anything that was sent."""

import logging
import math
import time
from collections.abc import Callable
from typing import Final

MOST_LINES: Final = 10
"""In a minute: enough to see what is wrong, and too few to fill a disk."""
MINUTE: Final = 60.0

logger = logging.getLogger(__name__)


class TokenRefused(Exception):  # noqa: N818  says what happened
    """A token that lets nobody in. The text says why in this server's words, and repeats nothing of the token."""


class RefusalLog:
    """Warns of refused callers. Of those beyond `MOST_LINES` in a minute, a later line tells how many there were.

    `clock` gives seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._minute_began = -math.inf
        self._lines = self._untold = 0

    def note(self, why: str) -> None:
        """Log a refusal: `why` follows "a caller was refused: "."""
        now = self._clock()
        if now - self._minute_began >= MINUTE:
            self._minute_began, self._lines = now, 0
        if self._lines == MOST_LINES:
            self._untold += 1
            return
        others = f" ({self._untold:,} more were refused since the last such line)" if self._untold else ""
        logger.warning("a caller was refused: %s%s", why, others)
        self._lines, self._untold = self._lines + 1, 0
