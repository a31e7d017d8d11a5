"""A bound on requests that a caller sends ahead, before the one under way is answered (HTTP pipelining)."""

import asyncio
from collections.abc import Callable

from uvicorn.protocols.http.flow_control import FlowControl


class OneAtATime(FlowControl):
    """Reads nothing further from a connection as long as input `waits` behind the request that is under way.

    What waits is then at most one read of the socket, 256 KiB; the rest stays with the caller. That the caller has
    disconnected is noticed only when the request under way has been answered.

    Uvicorn 0.54 stops reading when h11 reports such input (`PAUSED`), but takes it back at each `receive()`: an
    application that waits for `http.disconnect` while it works, as Starlette does for streams, resumes reading with
    each request. Every one that is answered, in `on_response_complete`, resumes it as well before the next is taken
    out of the buffer. So with each request, which takes some hundred bytes out of h11's buffer, up to 256 KiB more
    come into it, however promptly the answers are read. The httptools protocol does the same with the queue of its
    parsed requests. Uvicorn could bound both by resuming only when nothing waits:

        def resume_reading(self) -> None:  # in FlowControl, told by the protocol what waits
            if self.read_paused and not self._waits():
                self.read_paused = False
                self._transport.resume_reading()
    """

    def __init__(self, transport: asyncio.Transport, waits: Callable[[], bool]) -> None:
        super().__init__(transport)
        self._waits = waits

    def resume_reading(self) -> None:
        """Read on, unless there is something to do first."""
        if not self._waits():
            super().resume_reading()
