"""The search that a briefing begins with, worked out from what a person typed."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from c360_mcp.errors import InvalidArgument
from c360_mcp.search.identity import Scope, SearchBy, identify, recognise
from c360_mcp.search.period import recognise_period
from c360_mcp.search.typed_text import clean_identifier

SUMMARIES = 5
"""Transcript summaries that a briefing rests on."""

_WHICH_KIND = (
    "which kind of identifier that is (an e-mail address, a phone number with country code, a contact ID or an "
    "account ID), or for one if it is a name"
)


def briefing_arguments(
    values: Mapping[str, str], default_country: str | None, now: datetime
) -> dict[str, str | int] | None:
    """Arguments of `get_customer_interactions`; `None` where the kind of identifier is not certain.

    `values` may hold `customer`, `search_by` and `period`. Raises `InvalidArgument` where an identifier is
    malformed, or `search_by` is no kind of identifier. Times without an offset are in the zone of `now`.
    """
    kind = _kind(values, default_country)
    if kind is None:
        return None
    identity = identify(kind, values["customer"], default_country=default_country)
    # A number stays as typed, so that the result can say what was assumed in reading it.
    identifier = clean_identifier(values["customer"]) if kind is SearchBy.PHONE_NUMBER else identity.value
    arguments: dict[str, str | int] = {"search_by": kind.value, "identifier": identifier}
    start = recognise_period(values.get("period", ""), now)
    if start:
        arguments["start_time"] = start
    return arguments | {"scope": Scope.CONTACT.value, "include_summaries": SUMMARIES}


def search_step(values: Mapping[str, str], default_country: str | None, now: datetime) -> str:
    """What to do first: the call to make, or the questions to ask before it."""
    if "customer" not in values:
        return ""
    arguments = briefing_arguments(values, default_country, now)
    period = values.get("period", "")
    start = recognise_period(period, now)
    questions, parts = [], _known(arguments, start)
    if arguments is None:
        questions.append(_WHICH_KIND)
    if period and not start:
        questions.append(f"from which date on to look, since {_shown(period)} does not say so for certain")
        parts.append("start_time")
    first = f"First ask me {', and '.join(questions)}. Then call" if questions else "Call"
    return f"{first} get_customer_interactions once, with {_enumerated(parts)}."


def _known(arguments: Mapping[str, str | int] | None, start: str | None) -> list[str]:
    if arguments:
        return [json.dumps(arguments, ensure_ascii=False)]
    since = [f'start_time="{start}"'] if start else []
    return [f"search_by ({', '.join(SearchBy)})", "identifier", *since, f"include_summaries={SUMMARIES}"]


def _shown(period: str) -> str:
    from c360_mcp.intake.gate import Gate, quoted

    return quoted(Gate().text(period, 100))


def _enumerated(parts: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part)


def _kind(values: Mapping[str, str], default_country: str | None) -> SearchBy | None:
    given = values.get("search_by")
    if given is None:
        return recognise(values["customer"], default_country)
    if given not in set(SearchBy):
        raise InvalidArgument(f"search_by is one of {', '.join(SearchBy)}.")
    return SearchBy(given)
