"""Replies of the API as tests write them down, and one API over real HTTP that gives them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import Client
from starlette.types import ASGIApp

from c360_mcp.server.app import create_server
from tests.front_door import NOW, Script, environment, refused, told

Json = dict[str, Any]
Query = list[tuple[str, str]]
Answer = Callable[[str, Query], tuple[int, Any]]

NO_SETTINGS: Mapping[str, str] = MappingProxyType({})
NO_SUMMARIES: Json = {"summaries": [], "partialFailures": []}

DANGEROUS = re.compile(
    r"!\[|\]\(|://(?=attacker)| [ㅣ丨] |<[a-zA-Z/!]|`|[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e"
    r"\u2060-\u206f\ufeff\U000e0000-\U000e0fff]"
)
"""What no result may hold: beginnings of Markdown and HTML, and characters that can't be seen."""


def epoch(moment: datetime) -> int:
    """In milliseconds, as the API writes times."""
    return round(moment.timestamp() * 1000)


def contact(days_ago: float, **fields: Any) -> Json:
    """An interaction that began so many days before now, with these fields and no others."""
    return {"startedAt": epoch(NOW - timedelta(days=days_ago))} | fields


def inbound(days_ago: float, *topics: str, **fields: Any) -> Json:
    """A call from the customer about these topics."""
    about = [{"topic": topic, "matches": 1} for topic in topics]
    return contact(days_ago, mediaType="PHONE", direction="INBOUND", topics=about, **fields)


def outbound(days_ago: float, media: str = "PHONE", **fields: Any) -> Json:
    return contact(days_ago, mediaType=media, direction="OUTBOUND", **fields)


def history(rows: Sequence[Any], insights: Any = None) -> Json:
    return {"interactions": list(rows), "insights": insights}


def summary(interaction_id: str, text: str, **content: Any) -> Json:
    return {"interactionId": interaction_id, "content": {"result": text, "status": "success"} | content}


def failure(interaction_id: str, reason: str) -> Json:
    return {"interactionId": interaction_id, "reason": reason}


def ids_in(query: Query) -> list[str]:
    return [value for name, value in query if name == "interactionId"]


class ScriptedApi:
    """An API over real HTTP, and the servers that ask it, kept open for many tests; each says what it answers."""

    def __init__(self, script: Script, environ: Mapping[str, str], portal: BlockingPortal, stack: ExitStack):
        self.script = script
        self._environ = environ
        self._portal = portal
        self._stack = stack
        self._clients: dict[object, Client] = {}

    def search(self, reply: Any, *, summaries: Any = None, **arguments: Any) -> str:
        """The text of a search that this reply answers, by default by e-mail."""
        replies = {"interactions-insight": reply, "transcript-summaries": summaries or NO_SUMMARIES}
        self.answers(lambda resource, _: (200, replies[resource]))
        return self.search_again(**arguments)

    def search_again(
        self, *, settings: Mapping[str, str] = NO_SETTINGS, now: datetime = NOW, **arguments: Any
    ) -> str:
        given = {"search_by": "email", "identifier": "customer@example.com"} | arguments
        client = self._client(settings, now)
        return self._portal.call(partial(told, client, "get_customer_interactions", **given))

    def summarise(self, ids: Sequence[str], answer: Answer, settings: Mapping[str, str] = NO_SETTINGS) -> str:
        """The text of `get_transcript_summaries`."""
        self.answers(answer)
        return self.summarise_again(ids, settings)

    def summarise_again(self, ids: Sequence[str], settings: Mapping[str, str] = NO_SETTINGS) -> str:
        client = self._client(settings, NOW)
        return self._portal.call(partial(told, client, "get_transcript_summaries", interaction_ids=list(ids)))

    def refuse(self, answer: Answer, tool: str, **arguments: Any) -> str:
        """The text of a failure."""
        self.answers(answer)
        return self._portal.call(partial(refused, self._client(NO_SETTINGS, NOW), tool, **arguments))

    def answers(self, answer: Answer) -> None:
        self.script.answer = answer
        self.script.asked.clear()

    def _client(self, settings: Mapping[str, str], now: datetime) -> Client:
        key = (tuple(settings.items()), now)
        if key not in self._clients:
            client = Client(create_server({**self._environ, **settings}, now=lambda: now))
            self._clients[key] = self._stack.enter_context(self._portal.wrap_async_context_manager(client))
        return self._clients[key]


@contextmanager
def scripted_api(app: ASGIApp | None = None) -> Iterator[ScriptedApi]:
    """An API that answers as told, or the one given."""
    script = Script(lambda *_: (500, None))
    with environment(app or script) as environ, start_blocking_portal() as portal, ExitStack() as stack:
        yield ScriptedApi(script, environ, portal, stack)


def rows_in(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("#")]


def coverage_in(text: str) -> str:
    """The coverage line, which is the last and the only one."""
    lines = text.split("\n")
    assert [line for line in lines if line.lower().startswith("coverage:")] == [lines[-1]]
    return lines[-1]
