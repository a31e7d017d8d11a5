"""The HTTP requests that one tool call made, for the audit log; nothing personal is kept of them."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

import anyio

from c360_mcp.intake.gate import Gate

_RESPONSE_ID = re.compile(r"(?!(?:[^\dA-Za-z]*\d){7,}[^A-Za-z]*\Z)[A-Za-z0-9._:-]{1,128}")
"""An ID in usual characters. Seven digits or more without a letter might be a phone number."""


@dataclass(slots=True)
class Attempt:
    """One HTTP request and its result; a retry is an attempt of its own.

    `failure` is the name of an error class, or None for a usable reply. It is `Cancelled` from the start, and stays
    so where the attempt never ends by itself. `size` counts the bytes of the body read so far, after decompression;
    `seconds` is how long the attempt took.
    """

    request_id: str
    response_id: str | None = None
    status: int | None = None
    failure: str | None = "Cancelled"
    size: int = 0
    seconds: float = 0.0
    rate_limit: Mapping[str, str] = field(default_factory=dict)
    """The response's headers about rate limits, by name."""

    def answered(self, status: int, response_id: str) -> None:
        """Note status and ID of the response; an ID that might not be one is dropped, since it is shown and logged."""
        self.status = status
        self.response_id = response_id if _is_harmless(response_id) else None

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Measure how long the block runs, as `seconds`."""
        begun = anyio.current_time()
        try:
            yield
        finally:
            self.seconds = anyio.current_time() - begun


@dataclass(slots=True)
class AttemptLog:
    """The attempts of one tool call, or of one part of it, in the order in which they began."""

    attempts: list[Attempt] = field(default_factory=list)
    parent: "AttemptLog | None" = None
    """The log of the whole call, where this is the log of a part of it; it receives every attempt, too."""
    age: float = 0.0
    """Seconds since the oldest reply came that was made for another call."""

    @property
    def call(self) -> "AttemptLog":
        """The log of the whole call."""
        return self.parent.call if self.parent else self

    @property
    def size(self) -> int:
        """Bytes of all response bodies, after decompression."""
        return sum(attempt.size for attempt in self.attempts)

    @property
    def answered(self) -> Attempt:
        """The attempt whose reply counts: of two at once, the other was given up."""
        return next((each for each in reversed(self.attempts) if each.failure is None), self.attempts[-1])

    def adopt(self, other: "AttemptLog", age: float) -> None:
        """Add the attempts that another call made, and whose reply this one uses as well, `age` seconds later."""
        if self.parent:
            self.parent.adopt(other, age)
        self.attempts.extend(other.attempts)
        self.age = max(self.age, age)

    def begin(self) -> Attempt:
        """Add a new attempt, under a request ID of its own."""
        attempt = self.parent.begin() if self.parent else Attempt(request_id=uuid4().hex)
        self.attempts.append(attempt)
        return attempt


def _is_harmless(response_id: str) -> bool:
    """Say whether the gate lets it pass as an ID, and has nothing in it to mask."""
    if not _RESPONSE_ID.fullmatch(response_id):
        return False
    gate = Gate()
    return gate.identifier(response_id) == gate.text(response_id, len(response_id))
