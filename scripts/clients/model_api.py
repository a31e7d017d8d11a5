"""A stand-in for the API of a model: it keeps what each request shows, asks for one call, and then says that it is done."""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol

from task import Call, Tool

Json = Mapping[str, Any]
DONE = "That is all."
"""What the model says at the end."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a model is shown in one request."""

    tools: Sequence[Tool]
    """Those of this server, under the names that it gave them."""
    results: Sequence[str]
    """Of the calls so far, oldest first."""
    words: str = ""
    """What was typed, and what the program said beside it."""


class Dialect(Protocol):
    """How one vendor's API puts things."""

    def read(self, request: Json) -> Shown:
        """What a request shows to the model."""

    def call(self, call: Call) -> Sequence[Json]:
        """The events by which the model asks for a call."""

    def say(self, text: str) -> Sequence[Json]:
        """The events by which the model says something and is done."""


class ModelApi(ThreadingHTTPServer):
    """A model that makes `call` as soon as it is offered the tool, if there is one to make."""

    daemon_threads = True

    def __init__(self, dialect: Dialect, call: Call | None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self._dialect = dialect
        self._call = call
        self.shown: list[Shown] = []
        """For each request, in the order in which they came."""

    @property
    def url(self) -> str:
        """Where it is served."""
        return f"http://127.0.0.1:{self.server_port}"

    def answer(self, request: Json) -> Sequence[Json]:
        """The events of the model's answer."""
        shown = self._dialect.read(request)
        self.shown.append(shown)
        call = self._call
        if call and not shown.results and any(tool.name == call.name for tool in shown.tools):
            return self._dialect.call(call)
        return self._dialect.say(DONE)


@contextmanager
def serve_model(dialect: Dialect, call: Call | None) -> Iterator[ModelApi]:
    """Serve such a model on a port of this machine until the block ends."""
    with ModelApi(dialect, call) as api:
        threading.Thread(target=api.serve_forever, daemon=True).start()
        try:
            yield api
        finally:
            api.shutdown()


class _Handler(BaseHTTPRequestHandler):
    server: ModelApi

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        events = self.server.answer(json.loads(body))
        self._reply("text/event-stream", "".join(_event(event) for event in events))

    def do_GET(self) -> None:
        self._reply("application/json", "{}")

    def _reply(self, media_type: str, text: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: Any) -> None:
        """Log nothing."""


def _event(event: Json) -> str:
    named = f"event: {event['type']}\n" if "type" in event else ""
    return f"{named}data: {json.dumps(event)}\n\n"
