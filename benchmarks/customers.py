"""Generated customers: replies of the API with 50 interactions each and IDs of real length."""

import random
import string
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

NOW = datetime(2026, 11, 22, 15, 47, tzinfo=UTC)
ROWS = 50
_BASE62 = string.ascii_letters + string.digits


@dataclass(frozen=True, slots=True)
class Customer:
    """A name for the table, the identifier to search by, and the API's reply."""

    name: str
    search_by: str
    identifier: str
    reply: dict[str, Any]


def customers() -> list[Customer]:
    """The customers of the table; the same on every run."""
    return [
        _customer("busy, titles", "email", "customer@example.com", titled=True, make=_mixed),
        _customer("busy, no titles", "email", "customer@example.com", titled=False, make=_mixed),
        _customer("calls, titles", "phone_number", "+12065550134", titled=True, make=_call),
        _customer("calls, no titles", "phone_number", "+12065550134", titled=False, make=_call),
        _customer("e-mails, titles", "email", "a.long.name@mail.example.org", titled=True, make=_mail),
        _customer("e-mails, no titles", "email", "a.long.name@mail.example.org", titled=False, make=_mail),
        _customer("sparse, no titles", "account_id", "account-456", titled=False, make=_sparse),
        _customer("labelled, titles", "contact_id", "contact-123", titled=True, make=_labelled),
        _customer("labelled, no titles", "contact_id", "contact-123", titled=False, make=_labelled),
        _customer("nothing shared, calls", "phone_number", "+12065550134", titled=True, make=_unlike_calls),
        _customer(
            "nothing shared, e-mails", "email", "customer@example.com", titled=True, make=_unlike_mails
        ),
        _customer("nothing shared, mixed", "contact_id", "contact-123", titled=True, make=_unlike),
    ]


Make = Callable[[random.Random, str, dict[str, Any]], dict[str, Any]]

_TOPICS = ("billing", "late fee", "cancellation", "delivery", "password reset", "upgrade", "refund", "outage")
_QUEUES = ("Support Queue", "Billing EMEA", "Retention", "inbound chat", "Tier 2 Technical")
_TITLES = (
    "Late fee disputed for the third time",
    "Account upgrade request",
    "Delivery delayed, new date wanted",
    "Customer asks to cancel the broadband contract",
    "Password reset and two-factor set-up",
    "Refund for a double charge in October",
)
_SUBJECTS = (
    "Re: Invoice 88213",
    "Billing inquiry",
    "Second request: where is my order?",
    "Fwd: contract renewal terms",
)
_PLACES = (
    *("North", "South", "Harbour", "Midlands", "Tyrol", "Valencia", "Ontario", "Pacific", "Baltic", "Alpine"),
    *(
        "Riverside",
        "Downtown",
        "Airport",
        "Northwest",
        "Saxony",
        "Bavaria",
        "Lisbon",
        "Nordic",
        "Prairie",
        "Delta",
    ),
)
_MATTERS = (
    *(
        "billing",
        "returns",
        "renewals",
        "escrow",
        "warranty",
        "logistics",
        "onboarding",
        "collections",
        "claims",
    ),
    *(
        "provisioning",
        "fraud desk",
        "retention",
        "installations",
        "repairs",
        "loyalty",
        "permits",
        "fleet",
        "leasing",
    ),
)
_WRAP_UPS = ("resolved", "callback", "happy", "follow-up needed", "wrong department")


def _customer(name: str, search_by: str, identifier: str, *, titled: bool, make: Make) -> Customer:
    chance = random.Random(name)  # noqa: S311  benchmarks want the same customers on every run
    start = NOW - timedelta(days=360)
    rows = [
        make(chance, identifier, _common(chance, start + timedelta(days=7 * n, hours=n % 9)))
        for n in range(ROWS)
    ]
    for row in rows:
        row["title"] = chance.choice(_TITLES) if titled else None
        row["emailSubject"] = chance.choice(_SUBJECTS) if titled and row["mediaType"] == "EMAIL" else None
    return Customer(name, search_by, identifier, {"interactions": rows, "insights": _insights(rows)})


def _common(chance: random.Random, begun: datetime) -> dict[str, Any]:
    epoch = int(begun.timestamp() * 1000)
    return {
        "interactionId": f"int-{epoch:x}-{''.join(chance.choices(_BASE62, k=25))}-phone-03-acmecorp01",
        "contactId": None,
        "mediaIdentifier": None,
        "mediaType": "PHONE",
        "chatType": None,
        "direction": chance.choices(("INBOUND", "OUTBOUND"), (4, 1))[0],
        "productType": "CC",
        "startedAt": epoch,
        "endedAt": epoch + chance.randrange(20_000, 2_400_000),
        "sentiment": chance.choice(("POSITIVE", "NEUTRAL", "NEGATIVE", None)),
        "topics": [
            {"topic": topic, "matches": chance.randrange(1, 5)}
            for topic in chance.sample(_TOPICS, chance.randrange(3))
        ],
        "wrapUpCodes": chance.sample(_WRAP_UPS, chance.randrange(2)),
        "queueName": chance.choice(_QUEUES),
        "outcomeLabel": "Handled",
        "interactionLabels": ["Queued", "Handled"],
        "title": None,
        "emailSubject": None,
        "departmentName": None,
        "signals": [],
    }


def _mixed(chance: random.Random, identifier: str, row: dict[str, Any]) -> dict[str, Any]:
    return chance.choice((_call, _mail, _chat))(chance, identifier, row)


def _call(chance: random.Random, identifier: str, row: dict[str, Any]) -> dict[str, Any]:
    outcome = chance.choice(("Handled", "Handled", "Abandoned", "TransferredToQueue"))
    labels = ["Queued", "Dequeued", outcome]
    return row | {"mediaIdentifier": identifier, "outcomeLabel": outcome, "interactionLabels": labels}


def _mail(chance: random.Random, identifier: str, row: dict[str, Any]) -> dict[str, Any]:
    outcome = chance.choice(("RepliedToEmail", "Handled"))
    return row | {"mediaType": "EMAIL", "mediaIdentifier": identifier, "outcomeLabel": outcome}


def _chat(chance: random.Random, identifier: str, row: dict[str, Any]) -> dict[str, Any]:
    kind = chance.choice(("WHATSAPP", "WebChat"))
    return row | {"mediaType": "CHAT", "chatType": kind, "mediaIdentifier": identifier}


def _sparse(_: random.Random, __: str, row: dict[str, Any]) -> dict[str, Any]:
    """What a tenant without Speech Analytics and without labels of its own has to say."""
    nothing: dict[str, Any] = {
        "sentiment": None,
        "topics": [],
        "wrapUpCodes": [],
        "interactionLabels": [],
        "outcomeLabel": "Handled",
    }
    return row | nothing | {"mediaIdentifier": "+12065550134"}


def _labelled(chance: random.Random, _: str, row: dict[str, Any]) -> dict[str, Any]:
    """A tenant that puts much on every interaction."""
    return row | {
        "contactId": "contact-123",
        "mediaIdentifier": "+12065550134",
        "topics": [
            {"topic": topic, "matches": chance.randrange(1, 9)} for topic in chance.sample(_TOPICS, 4)
        ],
        "wrapUpCodes": chance.sample(_WRAP_UPS, 2),
        "interactionLabels": ["Queued", "Dequeued", "OfferingTimeout", "Handled", "vip", "retention 2026"],
    }


def _unlike_calls(chance: random.Random, identifier: str, row: dict[str, Any]) -> dict[str, Any]:
    return _unlike(chance, identifier, _call(chance, identifier, row))


def _unlike_mails(chance: random.Random, identifier: str, row: dict[str, Any]) -> dict[str, Any]:
    return _unlike(chance, identifier, _mail(chance, identifier, row))


def _unlike(chance: random.Random, _: str, row: dict[str, Any]) -> dict[str, Any]:
    """Queue, labels, outcome and codes that no other interaction has."""
    return row | {
        "queueName": _name(chance),
        "outcomeLabel": _name(chance),
        "interactionLabels": [_name(chance) for _ in range(2)],
        "wrapUpCodes": [_name(chance)],
    }


def _name(chance: random.Random) -> str:
    return f"{chance.choice(_PLACES)} {chance.choice(_MATTERS)}"


def _insights(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    scored = sum(1 for row in rows if row["sentiment"])
    if not scored:
        return None
    found = {
        topic: sum(1 for row in rows if topic in {t["topic"] for t in row["topics"]}) for topic in _TOPICS
    }
    return {
        "aggregatedSentiments": {
            "totalInteractions": scored,
            "aggregatedSentiment": {
                "aggregatedCustomerSentiment": "NEGATIVE",
                "aggregatedAgentSentiment": "NEUTRAL",
                "aggregatedOverallSentiment": "NEUTRAL",
            },
        },
        "aggregatedTopics": {
            "totalInteractions": scored,
            "topicFrequency": [
                {
                    "topicName": topic,
                    "categoryName": "Service",
                    "interactionsMatchedCount": count,
                    "percentageMatched": round(100 * count / scored, 1),
                }
                for topic, count in found.items()
            ],
        },
    }
