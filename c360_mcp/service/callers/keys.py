"""An issuer's public keys, kept in memory."""

import logging
import math
import time
from collections.abc import Callable

import anyio
import jwt

from c360_mcp.service.callers.issuer import KeysUnavailable, fetch_keys

KEEP_SECONDS = 3_600
"""After which keys are fetched again, so that one that the issuer withdrew is no longer accepted."""
LONGEST_TRUST = 24 * 3_600
"""Seconds for which keys are still used while the issuer does not answer."""
RETRY_SECONDS = 30
"""At least between two fetches, so that tokens with invented key IDs don't make the service ask the issuer each time."""

logger = logging.getLogger(__name__)


class KeySet:
    """Fetches keys when the first token comes, every hour, and when a token names a key that is not known.

    `clock` gives seconds.
    """

    def __init__(self, issuer: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._issuer = issuer
        self._clock = clock
        self._keys: tuple[jwt.PyJWK, ...] = ()
        self._fetched = self._tried = -math.inf
        self._fetching = anyio.Lock()

    async def matching(self, algorithm: str, key_id: str | None) -> list[jwt.PyJWK]:
        """The keys that may have signed a token with this header; raises `KeysUnavailable` where none can be had."""
        found = self._find(algorithm, key_id)
        if not found or (self._age() > KEEP_SECONDS and not self._fetching.locked()):
            await self._renew()
            found = self._find(algorithm, key_id)
        if self._age() > LONGEST_TRUST:
            raise KeysUnavailable
        return found

    def _age(self) -> float:
        return self._clock() - self._fetched

    def _find(self, algorithm: str, key_id: str | None) -> list[jwt.PyJWK]:
        return [
            key
            for key in self._keys
            if key.algorithm_name == algorithm and (key_id is None or key.key_id in (None, key_id))
        ]

    async def _renew(self) -> None:
        """Fetch the keys, unless that was just tried. Callers who need them meanwhile wait for the same fetch."""
        async with self._fetching:
            if self._clock() - self._tried < RETRY_SECONDS:
                return
            self._tried = self._clock()
            try:
                self._keys = await fetch_keys(self._issuer)
                self._fetched = self._clock()
            except KeysUnavailable as error:
                logger.warning("the keys of C360_AUTH_ISSUER can't be fetched: %s", error)
