"""The search that a briefing begins with, worked out from what a person typed."""

import json
from collections.abc import Mapping

from c360_mcp.errors import InvalidArgument
from c360_mcp.intake.gate import Gate, quoted
from c360_mcp.search.identity import SearchBy, identify, recognise
from c360_mcp.search.period import recognise_period

SUMMARIES = 5
"""Transcript summaries that a briefing rests on."""


def briefing_arguments(values: Mapping[str, str], default_country: str | None) -> dict[str, str | int] | None:
    """Arguments of `get_customer_interactions`; `None` where the kind of identifier is not certain.

    `values` may hold `customer`, `search_by` and `period`. Raises `InvalidArgument` where an identifier is
    malformed, or `search_by` is no kind of identifier.
    """
    kind = _kind(values)
    if kind is None:
        return None
    identify(kind, values["customer"], default_country=default_country)
    arguments: dict[str, str | int] = {"search_by": kind.value, "identifier": values["customer"]}
    start = recognise_period(values.get("period", ""))
    if start:
        arguments["start_time"] = start
    return arguments | {"include_summaries": SUMMARIES}


def search_step(values: Mapping[str, str], default_country: str | None) -> str:
    """What to do first: the call to make, or the question to ask."""
    if "customer" not in values:
        return ""
    arguments = briefing_arguments(values, default_country)
    if arguments is None:
        kinds = ", ".join(SearchBy)
        return (
            "First ask me which kind of identifier that is, since it can't be told for certain: an e-mail address, a "
            "phone number with country code, a contact ID or an account ID. A name alone finds nobody. Then call "
            f"get_customer_interactions once with search_by ({kinds}), identifier and include_summaries={SUMMARIES}."
        )
    call = f"Call get_customer_interactions once, with {json.dumps(arguments, ensure_ascii=False)}."
    period = values.get("period", "")
    if period and "start_time" not in arguments:
        typed = quoted(Gate().text(period, 100))
        return f"First ask me from which date on to look, since {typed} does not say so for certain. {call} Add start_time."
    return call


def _kind(values: Mapping[str, str]) -> SearchBy | None:
    given = values.get("search_by")
    if given is None:
        return recognise(values["customer"])
    if given not in set(SearchBy):
        raise InvalidArgument(f"search_by is one of {', '.join(SearchBy)}.")
    return SearchBy(given)
