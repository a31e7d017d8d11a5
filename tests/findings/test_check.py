"""`c360-mcp check --identifier`, against a stand-in that behaves each way."""

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from inline_snapshot import snapshot
from starlette.types import ASGIApp, Receive, Scope, Send

from c360_mcp.cli import parse
from c360_mcp.commands.check import check
from c360_mcp.commands.findings import MOST_REQUESTS
from c360_mcp.sandbox.app import create_app
from c360_mcp.sandbox.behaviour import Behaviour
from c360_mcp.sandbox.cast import CAST, DEMO_TENANT, STORIES, Persona
from c360_mcp.sandbox.history import place
from tests.front_door import Script, environment

Capture = pytest.CaptureFixture[str]
MANY = ("--identifier", "archive@example.com")
LATE_FEE = ("--identifier", "customer@example.com")
CALLER = ("--identifier", "+12065550134")


@pytest.fixture(autouse=True)
def loggers() -> Iterator[None]:
    """Commands set up the logging of their process, which is the tests' here."""
    root, package = logging.getLogger(), logging.getLogger("c360_mcp")
    before = root.handlers, package.handlers, package.level, package.propagate
    yield
    root.handlers, package.handlers, package.level, package.propagate = before


@dataclass
class Counter:
    """An API that counts the requests to another, and answers some itself."""

    app: ASGIApp
    busy: frozenset[int] = frozenset()
    """Requests, counted from 1, that get a 503."""
    methods: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.methods.append(scope["method"])
        if len(self.methods) in self.busy:
            await send({"type": "http.response.start", "status": 503, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        await self.app(scope, receive, send)


def checked(capture: Capture, app: ASGIApp, *options: str) -> tuple[int, str]:
    """Status and stdout of `c360-mcp check` against this API."""
    with environment(app) as environ:
        status = check(parse(["check", *options]), environ, demo=False)
    out, errors = capture.readouterr()
    assert errors == ""
    return status, out


def found(capture: Capture, behaviour: Behaviour, *options: str) -> dict[str, str]:
    """The findings by their title, of an API that behaves so, within the requests that are allowed."""
    api = Counter(create_app(behaviour=behaviour))
    status, page = checked(capture, api, *options)
    assert status == 0
    assert 0 < len(api.methods) <= MOST_REQUESTS
    assert set(api.methods) == {"GET"}
    return dict(line.removeprefix("- ").split(": ", 1) for line in page.splitlines()[1:])


KEPT = "Of more than 50, these come back"
ORDER = "Order of a reply"
START = "An interaction that starts at startTime is returned"
END = "An interaction that starts at endTime is returned"
RANGE = "Range of a window"
LETTER_CASE = "An e-mail address in another letter case finds the same"
NATIONAL = "A phone number without its country code finds the same"
CONTACT = "A search by the contact ID finds"
ADDRESSES = "Addresses in the history of the identifier"
SPEECH = "Speech Analytics"
TITLES = "Titles and reserved fields"
RATE = "Rate limit"

BEHAVIOURS: list[tuple[dict[str, Any], tuple[str, ...], dict[str, str]]] = [
    ({"keep": "newest"}, MANY, {KEPT: "the newest"}),
    ({"keep": "oldest"}, MANY, {KEPT: "the oldest"}),
    ({"keep": "arbitrary"}, MANY, {KEPT: "arbitrary: neither the newest nor the oldest"}),
    ({"keep": "newest"}, LATE_FEE, {KEPT: "not known, since fewer than 50 were found"}),
    ({"order": "oldest-first"}, LATE_FEE, {ORDER: "oldest first"}),
    ({"order": "newest-first"}, LATE_FEE, {ORDER: "newest first"}),
    ({"order": "arbitrary"}, LATE_FEE, {ORDER: "neither by time nor against it"}),
    ({"order": "arbitrary", "keep": "oldest"}, MANY, {KEPT: "the oldest"}),
    ({"ends": "both"}, LATE_FEE, {START: "yes", END: "yes"}),
    ({"ends": "start"}, LATE_FEE, {START: "yes", END: "no"}),
    ({"ends": "end"}, LATE_FEE, {START: "no", END: "yes"}),
    ({"ends": "neither"}, MANY, {START: "no", END: "no", KEPT: "the newest"}),
    ({}, LATE_FEE, {RANGE: "3,650 days accepted, no longer one tried"}),
    ({"longest_range": 2_000}, LATE_FEE, {RANGE: "1,825 days accepted, 3,650 days refused (400)"}),
    ({"longest_range": 1_500}, LATE_FEE, {RANGE: "1,095 days accepted, 1,825 days refused (400)"}),
    ({"longest_range": 800}, MANY, {RANGE: "730 days accepted, 1,095 days refused (400)"}),
    ({"longest_range": 366}, MANY, {RANGE: "the default year accepted, 730 days refused (400)"}),
    ({"letter_case": "ignored"}, LATE_FEE, {LETTER_CASE: "yes"}),
    ({"letter_case": "matters"}, LATE_FEE, {LETTER_CASE: "no: nothing is found"}),
    ({}, CALLER, {LETTER_CASE: "not known, since that takes a search by email"}),
    ({"national_numbers": "refused"}, CALLER, {NATIONAL: "no: refused (400)"}),
    ({"national_numbers": "found"}, CALLER, {NATIONAL: "yes"}),
    ({"national_numbers": "missed"}, CALLER, {NATIONAL: "no: nothing is found"}),
    ({"resolve_contacts": False}, LATE_FEE, {CONTACT: "these, and more", ADDRESSES: "one"}),
    ({"resolve_contacts": True}, LATE_FEE, {CONTACT: "the same", ADDRESSES: "several"}),
    ({}, MANY, {CONTACT: "not known, since the interactions carry no contact ID"}),
    (
        {"speech_analytics": False},
        LATE_FEE,
        {SPEECH: "sentiment in 0, topics in 0 of 7 interactions; aggregates absent"},
    ),
    (
        {"titles": False},
        LATE_FEE,
        {
            TITLES: "title in 0, emailSubject in 0, departmentName in 0, signals in 0 of 7 interactions",
            SPEECH: "sentiment in 5, topics in 5 of 7 interactions; aggregates present",
        },
    ),
    (
        {},
        ("--identifier", "newcomer@example.com"),
        {ORDER: "not known, since no reply held two interactions"},
    ),
]


@pytest.mark.parametrize(
    ("behaviour", "options", "lines"),
    BEHAVIOURS,
    ids=[f"{behaviour} {options[1]}" for behaviour, options, _ in BEHAVIOURS],
)
def test_the_page_tells_what_the_api_does(
    capsys: Capture, behaviour: dict[str, Any], options: tuple[str, ...], lines: dict[str, str]
) -> None:
    page = found(capsys, Behaviour(**behaviour), *options)
    assert {title: page[title] for title in lines} == lines


def test_headers_about_the_rate_limit_are_told_with_the_request_that_met_it(capsys: Capture) -> None:
    within = found(capsys, Behaviour(rate_limit=100), *LATE_FEE)[RATE]
    assert re.fullmatch(
        r"x-ratelimit-limit: 100; x-ratelimit-remaining: 9\d; x-ratelimit-reset: \d{10}", within
    )
    fixed = create_app(now=lambda: datetime(2026, 11, 22, 12, tzinfo=UTC), behaviour=Behaviour(rate_limit=3))
    api = Counter(fixed)
    _, page = checked(capsys, api, *MANY)
    assert len(api.methods) == 4
    assert "; 429 at request 4\n" in page
    assert page.count("not known, since the API took no more requests (429)") == 4


def test_a_request_that_fails_costs_its_finding_and_never_leads_to_more_than_a_dozen(capsys: Capture) -> None:
    api = Counter(create_app(), busy=frozenset(range(2, 100)))
    status, page = checked(capsys, api, *LATE_FEE)
    assert status == 0
    assert len(api.methods) <= MOST_REQUESTS
    assert f"- {RANGE}: not known, since a request failed (Unavailable)\n" in page
    assert f"- {CONTACT}: not known, since too many requests would have been made\n" in page


def test_a_whole_page(capsys: Capture) -> None:
    _, page = checked(capsys, create_app(), *LATE_FEE)
    assert re.sub(r"[\d.]+ s\b|[\d,]+(?= bytes)", "…", page) == snapshot("""\
What the Customer 360 API does, found out by c360-mcp 0.1.0 with 5 requests for the history of one customer (by email). This page holds nothing personal and can be pasted into an issue.
- Of more than 50, these come back: not known, since fewer than 50 were found
- Order of a reply: oldest first
- An interaction that starts at startTime is returned: yes
- An interaction that starts at endTime is returned: yes
- Range of a window: 3,650 days accepted, no longer one tried
- An e-mail address in another letter case finds the same: yes
- A phone number without its country code finds the same: not known, since that takes a search by phone number
- A search by the contact ID finds: these, and more
- Addresses in the history of the identifier: one
- Contact IDs: present in 7 of 7 interactions
- Speech Analytics: sentiment in 5, topics in 5 of 7 interactions; aggregates present
- Titles and reserved fields: title in 6, emailSubject in 3, departmentName in 0, signals in 0 of 7 interactions
- Rate limit: no headers
- Latency: median …, worst …
- Size of a reply: … bytes at most, 11 interactions at most
""")


def test_as_json_it_says_the_same(capsys: Capture) -> None:
    _, out = checked(capsys, create_app(), *CALLER, "--json")
    page = json.loads(out)
    assert {name: page[name] for name in ("search_by", "stand_in", "requests")} == snapshot(
        {"search_by": "phone_number", "stand_in": False, "requests": 5}
    )
    findings = page["findings"]
    assert findings["contact_search"] == {"found": "these, and more"}
    assert findings["letter_case"] == {"found": None, "reason": "that takes a search by email"}


@pytest.mark.parametrize("persona", CAST[:-1], ids=lambda persona: persona.title)
def test_nothing_personal_is_on_the_page(capsys: Capture, persona: Persona) -> None:
    options = ("--identifier", persona.identifier, "--search-by", persona.search_by)
    pages = "".join(checked(capsys, create_app(), *options, *more)[1] for more in ((), ("--json",)))
    for said in personal():
        assert said not in pages


def personal() -> set[str]:
    """Every identifier, address, ID, title, topic, queue and tenant of the stand-in."""
    records = place(STORIES, today=datetime.now(UTC).date(), tenant_id=DEMO_TENANT)
    said = {DEMO_TENANT}
    for record in records:
        story, contact = record.story, record.contact
        said |= {
            record.token,
            *(value for value in (story.contact_id, story.account_id, record.address) if value),
        }
        said |= {value for value in (contact.title, contact.subject, contact.queue) if value}
        said |= set(contact.wrap_up) | set(contact.topics or {})
    return said


@pytest.mark.parametrize("options", [("--json",), ("--search-by", "email")], ids=" ".join)
def test_options_of_the_findings_are_refused_without_an_identifier(
    capsys: Capture, options: tuple[str, ...]
) -> None:
    assert check(parse(["check", *options]), {}, demo=True) == 2
    assert capsys.readouterr().err == "c360-mcp check: --search-by and --json go with --identifier.\n"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("John Smith",), "Which kind of identifier is that?"),
        (("a@example.com", "--search-by", "phone_number"), "use --search-by email."),
    ],
)
def test_an_identifier_that_can_not_be_used_is_refused_and_nothing_sent(
    capsys: Capture, options: tuple[str, ...], said: str
) -> None:
    api = Script(lambda _, __: (500, b""))
    with environment(api) as environ:
        assert check(parse(["check", "--identifier", *options]), environ, demo=False) == 1
    assert said in capsys.readouterr().err
    assert api.lines == []


def failed(capture: Capture, api: Script) -> tuple[int, str]:
    """Status and stderr of a check that finds out nothing; stdout is silent."""
    with environment(api) as environ:
        status = check(parse(["check", *LATE_FEE]), environ, demo=False)
    out, errors = capture.readouterr()
    assert out == ""
    return status, errors


def test_where_the_first_request_fails_that_is_all_that_is_said(capsys: Capture) -> None:
    refused = Script(lambda _, __: (401, b""))
    status, said = failed(capsys, refused)
    assert (status, len(refused.lines)) == (1, 1)
    assert said.startswith("Not working. The Customer 360 API refused access (status 401).")
    assert failed(capsys, Script(lambda _, __: (200, {"status": "UP"}))) == snapshot(
        (1, "Not working. The address answers, but not as the Customer 360 API does: check C360_BASE_URL.\n")
    )


def test_interactions_without_ids_and_replies_of_another_form_leave_things_unknown(capsys: Capture) -> None:
    nameless = {"interactions": [{"startedAt": 1_795_000_000_000 + number} for number in range(50)]}
    api = Script(lambda _, query: (200, {"status": "UP"} if dict(query).get("startTime") else nameless))
    _, page = checked(capsys, api, *LATE_FEE)
    assert f"- {KEPT}: not known, since an interaction has no ID or no start\n" in page
    assert f"- {RANGE}: not known, since a reply has not the documented form\n" in page
    assert f"- {LETTER_CASE}: not known, since no interactions with IDs were found\n" in page
