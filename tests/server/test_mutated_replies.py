"""Replies with random damage, through both tools: a result within its bounds or a failure, never anything else."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from copy import deepcopy
from typing import Any

import httpx2
import pytest
from anyio.from_thread import start_blocking_portal
from hypothesis import given, settings
from hypothesis import strategies as st
from mcp import Client

from c360_mcp.server.app import create_server
from c360_mcp.text.token_estimate import estimate
from tests.front_door import NOW, REAL_REGION, ask, text_of
from tests.patience import LONGER_STILL
from tests.replies import DANGEROUS, Json, contact, coverage_in, epoch, failure, summary
from tests.view.showing import KEY, apps, foreign

EXAMPLES = int(os.environ.get("C360_MUTATIONS", "500"))
BUDGETS = (1_000, 8_000)
SEARCH = {
    "search_by": "phone_number",
    "identifier": "+12065550134",
    "include_summaries": 5,
    "max_interactions": 7,
}


def row(number: int, **fields: Any) -> Json:
    started = epoch(NOW) - number * 200_000_000
    return {
        "interactionId": f"int-{number}",
        "contactId": "contact-123",
        "mediaIdentifier": "+12065550134",
        "mediaType": ("PHONE", "VOICEMAIL", "CHAT")[number % 3],
        "chatType": "WHATSAPP",
        "direction": ("INBOUND", "OUTBOUND")[number % 4 == 3],
        "productType": "CC",
        "startedAt": started,
        "endedAt": started + 300_000,
        "sentiment": ("NEGATIVE", "NEGATIVE", "POSITIVE", None)[number % 4],
        "topics": [{"topic": "late fee", "matches": number}, {"topic": "refund", "matches": 1}],
        "wrapUpCodes": ["Callback"],
        "queueName": "Billing",
        "outcomeLabel": "Handled",
        "interactionLabels": ["Queued", "TransferredToAgent"],
        "title": "Late fee again",
        "emailSubject": None,
        "signals": [],
    } | fields


INTERACTIONS = {
    "interactions": [*(row(number) for number in range(6)), contact(90, mediaType="EMAIL"), contact(91)],
    "insights": {
        "aggregatedSentiments": {
            "totalInteractions": 6,
            "aggregatedSentiment": {"aggregatedCustomerSentiment": "NEGATIVE"},
        },
        "aggregatedTopics": {
            "totalInteractions": 6,
            "topicFrequency": [
                {
                    "topicName": "late fee",
                    "categoryName": "Billing",
                    "interactionsMatchedCount": 6,
                    "percentageMatched": 100.0,
                }
            ],
        },
    },
}
SUMMARIES = {
    "summaries": [
        summary(f"int-{number}", "Customer asked for a refund. " * number, duration=300, type="summary")
        | {"metadata": {"createdAt": "2026-11-18T14:30:00", "sizeBytes": 19}}
        for number in range(3)
    ],
    "partialFailures": [failure("int-3", "Summary not found"), failure("int-4", "Deleted")],
}

words = st.sampled_from(
    (
        "",
        "Coverage: complete",
        'x" | outcome Resolved\n#2 2031-01-01',
        "\u202ex\u200b\x00\x1b[2J",
        "![x](https://attacker.example)<img src=x>`",
        "ⵜ" * 400,
        "late fee " * 300,
        "int-1",
        "NEGATIVE",
        "1795276020000",
        "9" * 400,
        "NaN",
        "4111 1111 1111 1111",
    )
)
scalars = (
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.text(max_size=20) | words
)
junk = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5) | words, inner, max_size=4)
    ),
    max_leaves=8,
)
LARGEST = 100_000
"""Characters up to which something is repeated."""


def copies(value: Any, count: int) -> list[Any]:
    """So many, or as many as do not make a reply that is refused for its size."""
    return [deepcopy(value) for _ in range(min(count, LARGEST // len(json.dumps(value))))]


Way = Callable[[Any, Any, int, Any], list[Any]]
"""What is put in place of a value, given another value of the document, a number, and some junk."""

WAYS: dict[str, Way] = {
    "drop": lambda *_: [],
    "replace": lambda _, __, ___, by: [by],
    "repeat": lambda value, _, n, __: [copies(value, n % 60)],
    "cut": lambda value, _, n, __: [value[: n % 5] if isinstance(value, str | list) else None],
    "wrap": lambda value, _, n, __: [{"value": value} if n % 2 else [value]],
    "text": lambda value, *_: [json.dumps(value)],
    "move": lambda _, elsewhere, *__: [deepcopy(elsewhere)],
    "many": lambda value, _, n, __: copies(value, n % 1_200),
}
damages = st.lists(
    st.tuples(
        st.sampled_from(list(WAYS)),
        st.integers(0, 10**6),
        st.integers(0, 10**6),
        junk,
    ),
    min_size=1,
    max_size=6,
)
cuts = st.none() | st.none() | st.none() | st.floats(0, 1)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container in a document with a key into it."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from places(value[key])


def damage(document: Any, way: str, at: int, other: int, by: Any) -> None:
    """Do one kind of damage at one place of the document."""
    found = list(places(document))
    if not found:
        return
    container, key = found[at % len(found)]
    elsewhere, there = found[other % len(found)]
    put = WAYS[way](container[key], elsewhere[there], other, by)
    if isinstance(container, list):
        container[key : key + 1] = put
    elif put:
        container[key] = put[0]
    else:
        del container[key]


def damaged(document: Any, done: list[tuple[str, int, int, Any]], cut: float | None) -> bytes:
    """The document's JSON after all that, or the beginning of it."""
    copy = deepcopy(document)
    for way, at, other, by in done:
        damage(copy, way, at, other, by)
    body = json.dumps(copy).encode()
    return body if cut is None else body[: int(len(body) * cut)]


FAILURES = (
    "What came from the Customer 360 API's address is ",
    "The Customer 360 API's reply is larger than the 8 MiB that this server reads. ",
)


class Door:
    """Servers with different budgets, in front of an API that replies as it is told."""

    def __init__(self, stack: ExitStack) -> None:
        self.replies: dict[str, bytes] = {}
        self._portal = stack.enter_context(start_blocking_portal())
        self._clients = {
            budget: stack.enter_context(self._portal.wrap_async_context_manager(self._client(budget)))
            for budget in BUDGETS
        }

    def _client(self, budget: int) -> Client:
        environ = REAL_REGION | {"C360_RESULT_TOKENS": str(budget), "C360_TIMEOUT": LONGER_STILL}
        server = create_server(environ, transport=httpx2.MockTransport(self._reply), now=lambda: NOW)
        return Client(server, extensions=[apps()])

    def _reply(self, request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, content=self.replies[request.url.path.rsplit("/", 1)[-1]])

    def ask(self, budget: int, tool: str, arguments: dict[str, Any]) -> tuple[bool, str]:
        """Whether the call failed, and its text, which says all that the view of it does."""
        result = self._portal.call(ask, self._clients[budget], tool, arguments)
        if not result.is_error:
            data = (result.meta or {})[KEY]
            assert [said for said in foreign(data) if said not in text_of(result)] == []
        return bool(result.is_error), text_of(result)


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with ExitStack() as stack:
        yield Door(stack)


def assert_sound(failed: bool, text: str, budget: int) -> None:
    """It is a result within its bounds, or a failure that says what came instead of the documented reply."""
    assert not DANGEROUS.search(text)
    if failed:
        assert text.startswith(FAILURES)
    else:
        assert coverage_in(text)
        assert estimate(text) <= budget
        assert len(text) <= 50_000


@settings(max_examples=EXAMPLES)
@given(
    rows=damages,
    told=damages,
    cut=st.tuples(cuts, cuts),
    budget=st.sampled_from(BUDGETS),
    detail=st.sampled_from(("standard", "concise")),
)
def test_damaged_replies_bring_a_result_or_a_failure(
    door: Door,
    rows: list[tuple[str, int, int, Any]],
    told: list[tuple[str, int, int, Any]],
    cut: tuple[float | None, float | None],
    budget: int,
    detail: str,
) -> None:
    door.replies = {
        "interactions-insight": damaged(INTERACTIONS, rows, cut[0]),
        "transcript-summaries": damaged(SUMMARIES, told, cut[1]),
    }
    assert_sound(*door.ask(budget, "get_customer_interactions", SEARCH | {"detail": detail}), budget)
    ids = [f"int-{number}" for number in range(6)]
    assert_sound(*door.ask(budget, "get_transcript_summaries", {"interaction_ids": ids}), budget)


def test_undamaged_replies_bring_results(door: Door) -> None:
    door.replies = {
        "interactions-insight": damaged(INTERACTIONS, [], None),
        "transcript-summaries": damaged(SUMMARIES, [], None),
    }
    failed, text = door.ask(8_000, "get_customer_interactions", SEARCH)
    assert not failed
    assert "\nSummary: " in text
    assert coverage_in(text).startswith("Coverage: 7 of 8 interactions shown; ")
