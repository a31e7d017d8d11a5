"""The calls of the soak: of every kind that comes by in an hour, each with what its answer must hold."""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import count
from typing import Any

from histories import interactions
from wire import ERAS, Answer

_INTERACTIONS, _SUMMARIES = "get_customer_interactions", "get_transcript_summaries"


class Goodbye(Enum):
    """When a caller hangs up."""

    AFTER_THE_ANSWER = auto()
    IN_THE_CALL = auto()
    IN_THE_BODY = auto()


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked, and what must come of it."""

    tool: str
    arguments: Mapping[str, Any]
    holds: tuple[str, ...] = ()
    """Parts of the answer's text, in their order."""
    refused: bool = False
    goodbye: Goodbye = Goodbye.AFTER_THE_ANSWER

    def answered_by(self, answer: Answer) -> bool:
        """Whether the answer is what it must be."""
        message = json.loads(answer.body)
        if "error" in message:
            return self.refused and self._held_by(message["error"]["message"])
        result = message["result"]
        return bool(result["isError"]) == self.refused and self._held_by(result["content"][0]["text"])

    def _held_by(self, text: str) -> bool:
        for part in self.holds:
            _, found, text = text.partition(part)
            if not found:
                return False
        return True


Make = Callable[[int], Call]


def calls() -> Iterator[tuple[str, str, Call]]:
    """Kind, era and call, without end; the same on every run, and no customer twice."""
    chance = random.Random("soak")  # noqa: S311  every run is to bring the same
    shares = [share for share, _ in _KINDS.values()]
    for number in count():
        (kind,) = chance.choices(list(_KINDS), shares)
        yield kind, chance.choice(ERAS), _KINDS[kind][1](number)


def _rows(rows: int, customer: str, **arguments: object) -> Call:
    noun = "interaction" if rows == 1 else "interactions"
    head = (f"E-mail address {customer} | ", f" | {rows} {noun} returned")
    newest_first = reversed(interactions(customer, rows))
    shown = (part for row in newest_first for part in (f'"{row["title"]}"', row["interactionId"]))
    return _search(customer, *head, *shown, "\nCoverage: ", **arguments)


def _rows_up_to(most: int, **arguments: object) -> Make:
    def make(number: int) -> Call:
        rows = number % (most + 1)
        return _rows(rows, f"calm-{number}-{rows}@example.com", **arguments)

    return make


def _shaky(number: int) -> Call:
    return _rows(3, f"shaky-{number}-3@example.com")


def _summaries(number: int) -> Call:
    ids = [f"int-{number}-{each}" for each in range(1 + number % 25)]
    held = (f'{each} | "Summary of {each}."\n' for each in ids)
    return Call(_SUMMARIES, {"interaction_ids": ids}, (*held, "Coverage: complete"))


def _failing(mood: str, sentence: str) -> Make:
    return lambda number: replace(_search(f"{mood}-{number}-0@example.com", sentence), refused=True)


def _gone(goodbye: Goodbye) -> Make:
    return lambda number: replace(_search(f"held-{number}-0@example.com"), goodbye=goodbye)


def _wrong_argument(number: int) -> Call:
    sentence = 'Unknown argument: "customer". The tool takes search_by, '
    return replace(_search(f"calm-{number}-0@example.com", sentence, customer=number), refused=True)


def _wrong_value(number: int) -> Call:
    return replace(_search(f"customer {number}", "This isn't an e-mail address. "), refused=True)


def _unknown_tool(number: int) -> Call:
    return Call(f"get_customer_{number}", {}, ("Unknown tool. Known tools: ",), refused=True)


def _search(identifier: str, *holds: str, **arguments: object) -> Call:
    return Call(_INTERACTIONS, {"search_by": "email", "identifier": identifier} | arguments, holds)


_KINDS: dict[str, tuple[int, Make]] = {
    "up to 5 interactions": (40, _rows_up_to(5)),
    "up to 20 interactions": (10, _rows_up_to(20)),
    "up to 50 interactions": (4, _rows_up_to(50)),
    "interactions with summaries": (8, _rows_up_to(5, include_summaries=5)),
    "transcript summaries": (20, _summaries),
    "wrong argument": (3, _wrong_argument),
    "wrong value": (3, _wrong_value),
    "unknown tool": (2, _unknown_tool),
    "refused by the API": (2, _failing("refused", "did not accept this request (status 400)")),
    "garbled by the API": (1, _failing("garbled", "is JSON that is not an object, not the documented reply")),
    "API unavailable": (1, _failing("unavailable", "is not available for the moment (status 503)")),
    "API answers at the second try": (1, _shaky),
    "caller gone in the call": (4, _gone(Goodbye.IN_THE_CALL)),
    "caller gone in the body": (1, _gone(Goodbye.IN_THE_BODY)),
}
"""The share of each, in hundredths, and how the call of a number is made."""
