"""Static bearer tokens: a file with one line for each client, which holds the hash of its token, not the token.

A plain SHA-256 is enough: a token is 256 random bits, which nobody finds by trying, as they might a password.
A slow, salted hash would protect no more, and cost time on each request.
"""

import hashlib
import hmac
import logging
import re
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from itertools import takewhile
from pathlib import Path
from typing import Final, NamedTuple

from c360_mcp.service.callers.caller import Caller

logger = logging.getLogger(__name__)

PREFIX = "c360_"
"""By which secret scanners recognise a token that was published by mistake."""

GRACE_SECONDS: Final = 60.0
"""Long enough to replace a file, and short for a client that was to be locked out by deleting it."""

_KNOWN_STAY: Final = "the clients known before stay for a minute"
_NOBODY: Final = "nobody is let in"

_UNTIL: Final = "until"
_ONLY: Final = "only"
_METADATA: Final = "metadata"

_UNREAD: Final = (0, 0, 0)
"""A version that no file has, so that the next request reads whatever is there."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class StaticToken(NamedTuple):
    """A line of the file: one client, and the hash of its token."""

    name: str
    digest: str
    """SHA-256 of the token, in hexadecimal."""
    tenant: str | None = None
    until: date | None = None
    """The last day, in UTC, on which it lets in."""
    metadata_only: bool = False
    """Whether it opens interactions without summaries."""

    def __str__(self) -> str:
        only = f"{_ONLY}={_METADATA}" if self.metadata_only else None
        until = f"{_UNTIL}={self.until}" if self.until else None
        return " ".join(filter(None, (self.name, self.digest, self.tenant, only, until)))


def new_token(
    name: str, tenant: str | None = None, until: date | None = None, *, metadata_only: bool = False
) -> tuple[str, StaticToken]:
    """A new token, and the line for the file."""
    token = PREFIX + secrets.token_urlsafe(32)
    tenant = tenant and parse_name(tenant)
    return token, StaticToken(parse_name(name), _digest(token), tenant, until, metadata_only)


def parse_name(value: str) -> str:
    """The name of a client or tenant."""
    if not _NAME.fullmatch(value):
        raise ValueError("a name consists of letters, digits, dots, dashes and underscores")
    return value


def parse_static_tokens(text: str) -> tuple[StaticToken, ...]:
    """Read lines `NAME SHA256 [TENANT] [only=metadata] [until=DATE]`; # begins a comment.

    A `ValueError` names a line by its number only.
    """
    clients: dict[str, StaticToken] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        client = _parse_line(words)
        if client is None:
            raise ValueError(
                f"line {number} is not a name, a SHA-256 in hexadecimal and, at most, a tenant, "
                f"{_ONLY}={_METADATA} and {_UNTIL}=DATE"
            )
        if client.name in clients:
            raise ValueError(f"line {number} repeats a name")
        clients[client.name] = client
    return tuple(clients.values())


def _parse_line(words: list[str]) -> StaticToken | None:
    names = list(takewhile(lambda word: "=" not in word, words))
    if not 2 <= len(names) <= 3 or not _NAME.fullmatch(names[0]) or not _SHA256.fullmatch(names[1]):
        return None
    name, digest, *tenant = names
    with suppress(ValueError):
        until, metadata_only = _parse_options(words[len(names) :])
        return StaticToken(name, digest, tenant[0] if tenant else None, until, metadata_only)
    return None


def _parse_options(words: list[str]) -> tuple[date | None, bool]:
    """The options after the names; raises `ValueError` where one is unknown or stands twice."""
    options = dict(word.split("=", 1) for word in words)
    until, only = options.get(_UNTIL), options.get(_ONLY)
    if not options.keys() <= {_UNTIL, _ONLY} or len(options) < len(words) or only not in {None, _METADATA}:
        raise ValueError
    return None if until is None else date.fromisoformat(until), only is not None


class TokenFile:
    """Verifies tokens against the file as it is now. Raises `ValueError` if it can't be read to begin with.

    The file is read again when it has changed, which is looked for at each request. Where it can't be read, as while
    it is replaced, the clients that were known before are accepted for `GRACE_SECONDS` from when it last could be.
    `clock` is in seconds.
    """

    def __init__(
        self,
        path: str,
        scope: str,
        clock: Callable[[], float] = time.monotonic,
        *,
        metadata_scope: str = "c360:metadata",
    ) -> None:
        self._path = Path(path)
        self._scope = scope
        self._metadata_scope = metadata_scope
        self._clock = clock
        self._known_at = clock()
        self._version = self._stat()
        self._clients = self._read()
        self._problem = ""

    async def verify_token(self, token: str) -> Caller | None:
        """The client whose token this is."""
        self._refresh()
        digest = _digest(token)
        # All are compared, so that the time taken does not tell which one matched.
        matching = [each for each in self._clients if hmac.compare_digest(each.digest, digest)]
        today = datetime.now(UTC).date()
        matching = [each for each in matching if each.until is None or today <= each.until]
        return next(map(self._caller, matching), None)

    def _caller(self, client: StaticToken) -> Caller:
        scope = self._metadata_scope if client.metadata_only else self._scope
        return Caller(client_id=client.name, scopes=[scope], tenant=client.tenant)

    def _refresh(self) -> None:
        """Read the file if it has changed. If that fails, its version stays the old one, so the next request tries again."""
        version = self._stat()
        problem = ""
        if version != self._version:
            try:
                self._clients, self._version = self._read(), version
            except ValueError as error:
                problem = str(error)
        if not problem:
            self._known_at = self._clock()
        elif self._clock() - self._known_at > GRACE_SECONDS:
            self._clients, self._version = (), _UNREAD
        self._warn(problem and f"{problem}; {_KNOWN_STAY if self._clients else _NOBODY}")

    def _warn(self, problem: str) -> None:
        """Log a problem once, not at each request."""
        if problem and problem != self._problem:
            logger.warning("C360_AUTH_TOKENS_FILE %s", problem)
        self._problem = problem

    def _stat(self) -> tuple[int, int, int] | None:
        try:
            stat = self._path.stat()
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_size, stat.st_ino

    def _read(self) -> tuple[StaticToken, ...]:
        try:
            return parse_static_tokens(self._path.read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise ValueError(f"can't be read: {error.strerror}") from None
        except UnicodeDecodeError:
            raise ValueError("is not a text file") from None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
