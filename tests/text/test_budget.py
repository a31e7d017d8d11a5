"""The budget of a result: never exceeded, spent on the newest, and owned up to in the coverage line."""

import re
from dataclasses import dataclass
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from c360_mcp.text.token_estimate import estimate
from tests.replies import (
    Json,
    Query,
    ScriptedApi,
    contact,
    coverage_in,
    failure,
    history,
    ids_in,
    rows_in,
    summary,
)

BUDGETS = (1_000, 1_200, 1_600, 2_500, 4_000, 8_000, 20_000, 50_000)
PHRASES = (
    "late fee",
    "Ünvergleichlich überzogene Gebühr",
    "опять нет интернета",
    "二重請求について",
    "ค่าธรรมเนียมล่าช้า",
    "დაგვიანების საკომისიო",
    "የዘገየ ክፍያ",
    "رسوم التأخير",
    "💳🧾🙏🏽",
    "x7Qz9Kp2",
    "ⵜⴰⵎⴰⵣⵉⵖⵜ",
)


@dataclass(frozen=True)
class Wording:
    """A phrase so many times over, in so many variants."""

    phrase: str
    times: int
    variants: int = 1

    def __getitem__(self, number: int) -> str:
        return f"{' '.join([self.phrase] * self.times)} {number % self.variants}"

    @property
    def all(self) -> list[str]:
        return [self[number] for number in range(self.variants)]


@dataclass(frozen=True)
class Search:
    """What a search of so many rows brings, of kinds that take turns, and how it was asked for."""

    rows: int
    kinds: list[dict[str, Wording]]
    topics: Wording | None
    summaries: Wording
    reasons: Wording
    missing: int
    """One summary in so many is."""
    arguments: dict[str, Any]

    def run(self, api: ScriptedApi, budget: int) -> str:
        ids = [f"int-{number}" for number in range(self.rows)]
        came = {key: number % self.missing > 0 for number, key in enumerate(ids)}
        told = [summary(key, self.summaries[n]) for n, key in enumerate(ids) if came[key]]
        failed = [failure(key, self.reasons[n]) for n, key in enumerate(ids) if not came[key]]
        return api.search(
            history([self._row(number, key) for number, key in enumerate(ids)], self._insights()),
            summaries={"summaries": told, "partialFailures": failed},
            settings={"C360_RESULT_TOKENS": str(budget)},
            **self.arguments,
        )

    def _row(self, number: int, interaction_id: str) -> Json:
        row = contact(number + 1, interactionId=interaction_id, mediaType="CHAT", direction="INBOUND")
        for name, wording in self.kinds[number % len(self.kinds)].items():
            row[name] = wording[number]
            if name in {"wrapUpCodes", "interactionLabels"}:
                row[name] = wording.all
            if name == "topics":
                row[name] = [{"topic": topic, "matches": 2} for topic in wording.all]
        return row

    def _insights(self) -> Json | None:
        topics = self.topics.all if self.topics else []
        frequency = [{"topicName": topic, "categoryName": topic[:9]} for topic in topics]
        return {"aggregatedTopics": {"topicFrequency": frequency}} if topics else None


wordings = st.builds(
    Wording, st.sampled_from(PHRASES), st.sampled_from((1, 1, 3, 30)), st.sampled_from((1, 2, 7))
) | st.builds(Wording, st.sampled_from(PHRASES), st.just(1), st.just(120))
searches = st.builds(
    Search,
    rows=st.sampled_from((0, 1, 2, 7, 30, 50)),
    kinds=st.lists(
        st.fixed_dictionaries(
            {},
            optional=dict.fromkeys(
                (
                    "sentiment",
                    "title",
                    "queueName",
                    "outcomeLabel",
                    "wrapUpCodes",
                    "interactionLabels",
                    "topics",
                    "mediaIdentifier",
                ),
                wordings,
            ),
        ),
        min_size=1,
        max_size=4,
    ),
    topics=st.none() | wordings,
    summaries=st.builds(Wording, st.sampled_from(PHRASES), st.sampled_from((2, 30, 1_000)), st.just(3)),
    reasons=wordings,
    missing=st.sampled_from((1, 2, 5, 99)),
    arguments=st.fixed_dictionaries(
        {
            "include_summaries": st.sampled_from((0, 1, 5, 20)),
            "max_interactions": st.sampled_from((1, 10, 50)),
            "detail": st.sampled_from(("standard", "concise")),
        }
    ),
)


def within(text: str, budget: int) -> bool:
    return estimate(text) <= budget and len(text) <= 50_000


def summaries_in(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("Summary: ")]


def rows_without_ids(text: str) -> list[str]:
    """A row's ID comes to light where its summary is left out."""
    return [re.sub(r"(^#\d+ .*?)(?: \|)? int-\d+$", r"\1", line) for line in rows_in(text)]


@settings(max_examples=60)
@given(search=searches, budgets=st.lists(st.sampled_from(BUDGETS), min_size=2, max_size=2, unique=True))
def test_a_result_stays_within_its_budget_and_a_larger_one_never_shows_less(
    api: ScriptedApi, search: Search, budgets: list[int]
) -> None:
    smaller, larger = sorted(budgets)
    little, much = search.run(api, smaller), search.run(api, larger)
    assert within(little, smaller)
    assert within(much, larger)
    assert len(rows_in(little)) <= len(rows_in(much))
    assert len(summaries_in(little)) <= len(summaries_in(much))
    assert rows_without_ids(little) == rows_without_ids(much)[: len(rows_in(little))]
    assert summaries_in(little) == summaries_in(much)[: len(summaries_in(little))]


@settings(max_examples=40)
@given(search=searches, budget=st.sampled_from(BUDGETS))
def test_what_is_shown_is_the_newest_and_the_coverage_line_names_the_rest(
    api: ScriptedApi, search: Search, budget: int
) -> None:
    text = search.run(api, budget)
    numbers = [int(line[1:].split(" ", 1)[0]) for line in rows_in(text)]
    assert numbers == list(range(1, len(numbers) + 1))
    wanted = min(search.rows, search.arguments["max_interactions"])
    line = re.sub(r"( and t| T)he summar(y|ies) of [#\d to]+ left", " left", coverage_in(text))
    hidden = re.search(r" #(\d+)(?: to #(\d+))? \(counted above\) left out to stay within", line)
    if len(numbers) < wanted:
        assert hidden
        assert (int(hidden[1]), int(hidden[2] or hidden[1])) == (len(numbers) + 1, wanted)
    else:
        assert not hidden


@settings(max_examples=15)
@given(search=searches, budget=st.sampled_from(BUDGETS))
def test_the_same_input_always_gives_the_same_text(api: ScriptedApi, search: Search, budget: int) -> None:
    assert search.run(api, budget) == search.run(api, budget)


@settings(max_examples=60)
@given(
    identifier=st.builds(
        lambda phrase, n: (phrase * n)[:256], st.sampled_from(PHRASES), st.sampled_from((1, 300))
    ),
    rows=st.sampled_from((0, 1, 60, 1_300)),
    oddities=st.lists(st.sampled_from(["damaged", {}, {"contactId": "x" * 256, "startedAt": 0}]), max_size=3),
    start_time=st.sampled_from((None, "P30D")),
    include_summaries=st.sampled_from((0, 20)),
    reasons=wordings,
)
@example(
    identifier="𓀀𓁐" * 128,
    rows=1_300,
    oddities=["damaged"],
    start_time="P30D",
    include_summaries=20,
    reasons=Wording("ⵜ", 80, 20),
)
def test_the_least_budget_holds_the_coverage_line_of_anything(
    api: ScriptedApi,
    identifier: str,
    rows: int,
    oddities: list[Any],
    start_time: str | None,
    include_summaries: int,
    reasons: Wording,
) -> None:
    entries = [
        contact(day, interactionId=f"int-{day}", contactId=f"c{day}{'x' * 60}", title=identifier)
        for day in range(rows)
    ]
    failures = [failure(f"int-{n}", reasons[n]) for n in range(20)]
    text = api.search(
        history([*entries[:1], *entries[:1], *entries[1:], *oddities]),
        summaries={"summaries": [7], "partialFailures": failures},
        search_by="account_id",
        identifier=identifier,
        start_time=start_time,
        include_summaries=include_summaries,
        settings={"C360_RESULT_TOKENS": "1000"},
    )
    assert within(text, 1_000)
    assert coverage_in(text)


@dataclass(frozen=True)
class Batch:
    """So many IDs of such a length, and what the API says of them."""

    count: int
    length: int
    summaries: Wording
    reasons: Wording
    missing: int

    @property
    def ids(self) -> list[str]:
        return [f"int-{n}-{'Q7z9' * 64}"[: self.length] for n in range(self.count)]

    @property
    def came(self) -> int:
        return sum(n % self.missing > 0 for n in range(self.count))

    def answer(self, _: str, __: object) -> tuple[int, Json]:
        reply: Json = {"summaries": [], "partialFailures": []}
        for n, key in enumerate(self.ids):
            if n % self.missing:
                reply["summaries"].append(summary(key, self.summaries[n], duration=n * 100))
            else:
                reply["partialFailures"].append(failure(key, self.reasons[n]))
        return 200, reply


batches = st.builds(
    Batch,
    count=st.sampled_from((1, 2, 10, 50)),
    length=st.sampled_from((8, 60, 256)),
    summaries=wordings,
    reasons=wordings,
    missing=st.sampled_from((1, 2, 5, 99)),
)


def told_by_id(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("int-")]


@settings(max_examples=60)
@given(batch=batches, budgets=st.lists(st.sampled_from(BUDGETS), min_size=2, max_size=2, unique=True))
def test_summaries_by_id_stay_within_their_budget(api: ScriptedApi, batch: Batch, budgets: list[int]) -> None:
    texts = {
        budget: api.summarise(batch.ids, batch.answer, {"C360_RESULT_TOKENS": str(budget)})
        for budget in sorted(budgets)
    }
    assert all(within(text, budget) for budget, text in texts.items())
    little, much = texts.values()
    assert told_by_id(little) == told_by_id(much)[: len(told_by_id(little))]
    for text in texts.values():
        hidden = re.search(r" (\d+) left out to stay within", coverage_in(text))
        assert batch.came - len(told_by_id(text)) == (int(hidden[1]) if hidden else 0)


@settings(max_examples=10)
@given(phrase=st.sampled_from(PHRASES))
def test_the_calls_that_the_coverage_line_names_bring_every_summary(api: ScriptedApi, phrase: str) -> None:
    ids = [f"int-{n}" for n in range(12)]
    told = {key: summary(key, f"{key}: " + f"{phrase} " * 5) for key in ids}

    def answer(_: str, query: list[tuple[str, str]]) -> tuple[int, Json]:
        return 200, {"summaries": [told[key] for key in ids_in(query)], "partialFailures": []}

    seen: list[str] = []
    rest = ids
    for _ in range(len(ids)):
        text = api.summarise(rest, answer, {"C360_RESULT_TOKENS": "1000"})
        seen += [line.split(" ", 1)[0] for line in told_by_id(text)]
        following = re.search(r"call again with the interaction_ids from (\S+) on\.", coverage_in(text))
        if not following:
            break
        rest = ids[ids.index(following[1]) :]
    assert seen == ids


def test_summaries_of_which_not_all_fit_are_asked_for_by_what_fits(api: ScriptedApi) -> None:
    told = {
        "summaries": [summary("int-1", "Long. " * 900), summary("int-2", "Short.")],
        "partialFailures": [],
    }
    text = api.summarise(["int-1", "int-2"], lambda *_: (200, told), {"C360_RESULT_TOKENS": "1000"})
    assert coverage_in(text) == (
        "Coverage: 0 of 2 summaries are here. 2 left out to stay within 1,000 tokens: call again with int-2. "
        "1 does not fit alone: whoever runs this server can raise C360_RESULT_TOKENS. "
        "A summary is a machine's account of the conversation, not a transcript."
    )
    fitting = {"summaries": told["summaries"][1:], "partialFailures": []}
    called = api.summarise(["int-2"], lambda *_: (200, fitting), {"C360_RESULT_TOKENS": "1000"})
    assert coverage_in(called).startswith("Coverage: complete, every summary asked for is here.")
    alone = api.summarise(["int-1"], lambda *_: (200, told), {"C360_RESULT_TOKENS": "1000"})
    assert "whoever runs this server can raise C360_RESULT_TOKENS." in coverage_in(alone)


def test_a_summary_that_fits_only_alone_is_asked_for_alone(api: ScriptedApi) -> None:
    told = [summary("int-1", "A sentence. " * 250), summary("int-2", "A sentence. " * 250)]
    settings = {"C360_RESULT_TOKENS": "1000"}

    def answer(_: str, query: Query) -> tuple[int, Json]:
        asked = [each for each in told if each["interactionId"] in ids_in(query)]
        return 200, {"summaries": asked, "partialFailures": []}

    text = api.summarise(["int-1", "int-2"], answer, settings)
    assert (
        " left out to stay within 1,000 tokens: call again with the interaction_ids from int-2 on. " in text
    )
    then = api.summarise(["int-2"], answer, settings)
    assert coverage_in(then).startswith("Coverage: complete, every summary asked for is here.")


def test_of_many_summaries_one_too_long_the_call_for_the_others_names_but_one(api: ScriptedApi) -> None:
    ids = [f"int-{'x' * 50}-{number:02}" for number in range(50)]
    texts = ["Long. " * 900, *["A sentence. " * 9] * 49]
    told = [summary(key, text) for key, text in zip(ids, texts, strict=True)]

    def answer(_: str, query: Query) -> tuple[int, Json]:
        asked = [each for each in told if each["interactionId"] in ids_in(query)]
        return 200, {"summaries": asked, "partialFailures": []}

    text = api.summarise(ids, answer, {"C360_RESULT_TOKENS": "1000"})
    assert within(text, 1_000)
    assert f": call again with {ids[1]} alone, then with the others. 1 does not fit alone: whoever " in text
