"""Customers without end, no two of whom share a text or an ID: what a server kept of either would show."""

from hashlib import sha256
from typing import Any

from customers import customers

_ROWS: list[dict[str, Any]] = customers()[0].reply["interactions"]


def interactions(customer: str, rows: int) -> list[dict[str, Any]]:
    """So many interactions of the customer with this e-mail address, oldest first; the same whenever asked."""
    own = _word(customer)
    return [
        _varied(row, customer, own, _word(f"{customer} {number}")) for number, row in enumerate(_ROWS[:rows])
    ]


def _varied(row: dict[str, Any], customer: str, own: str, once: str) -> dict[str, Any]:
    """`own` is a word of the customer's, as names recur with them; `once` is one of this interaction alone."""
    subject = row["emailSubject"]
    return row | {
        "interactionId": f"{row['interactionId']}-{once}",
        "mediaIdentifier": customer,
        "topics": [topic | {"topic": f"{topic['topic']} {own}"} for topic in row["topics"]],
        "wrapUpCodes": [f"{code} {own}" for code in row["wrapUpCodes"]],
        "queueName": f"{row['queueName']} {own}",
        "interactionLabels": [*row["interactionLabels"], f"label {own}"],
        "title": f"{row['title']} {once}",
        "emailSubject": subject and f"{subject} {once}",
    }


def _word(seed: str) -> str:
    return sha256(seed.encode()).hexdigest()[:8]
