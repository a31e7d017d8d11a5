"""What one tool call did on the wire: for the audit line, with nothing personal in it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

import anyio


@dataclass(slots=True)
class Exchange:
    """One request and what became of it.

    `failure` is the name of an error class, None for a usable reply, `Cancelled` until the exchange is over.
    `size` counts the bytes of the body that were read, decompressed; `seconds` is how long it all took.
    """

    request_id: str
    response_id: str | None = None
    status: int | None = None
    failure: str | None = "Cancelled"
    size: int = 0
    seconds: float = 0.0

    def answered(self, status: int, response_id: str) -> None:
        """Note the head of the response; an ID in any but the usual characters is not kept."""
        self.status = status
        self.response_id = response_id if re.fullmatch(r"[A-Za-z0-9._:-]{1,128}", response_id) else None

    @contextmanager
    def timed(self) -> Iterator[None]:
        """It takes as long as the block runs."""
        begun = anyio.current_time()
        try:
            yield
        finally:
            self.seconds = anyio.current_time() - begun


@dataclass(slots=True)
class Journal:
    """The exchanges of one tool call, or of a part of it, in the order in which they began."""

    exchanges: list[Exchange] = field(default_factory=list)
    whole: "Journal | None" = None
    """What this is a part of: whatever is entered here stands there, too."""

    @property
    def size(self) -> int:
        """Bytes of all bodies, decompressed."""
        return sum(exchange.size for exchange in self.exchanges)

    def begin(self) -> Exchange:
        """Enter a new exchange."""
        exchange = self.whole.begin() if self.whole else Exchange(request_id=uuid4().hex)
        self.exchanges.append(exchange)
        return exchange
