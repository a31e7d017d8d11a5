"""The search that a briefing begins with, worked out from what a person typed."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from c360_mcp.errors import InvalidArgument
from c360_mcp.search.identity import Scope, SearchBy, identify, kind_named, recognise
from c360_mcp.search.period import recognise_period
from c360_mcp.search.typed_text import clean_identifier
from c360_mcp.server.typed_words import is_filled_in_later, put_together

SUMMARIES = 5
"""Transcript summaries that a briefing rests on."""

_KINDS = ", ".join(SearchBy)
_WHICH_KIND = (
    "First ask me which kind of identifier that is (an e-mail address, a phone number with country code, a contact ID "
    "or an account ID), or for one if it is a name. Then call"
)


def usable(
    values: Mapping[str, str], default_country: str | None, now: datetime
) -> tuple[dict[str, str], dict[str, str]]:
    """The values of a briefing's arguments that can be used, and those that can't; of other prompts, all can."""
    if "customer" not in values:
        return dict(values), {}
    typed = put_together(
        values, partial(_is_identifier, default_country=default_country), partial(_is_period, now=now)
    )
    unused = {}
    if not _fits(typed, default_country):
        unused["search_by"] = typed.pop("search_by")
    if "period" in typed and not is_filled_in_later(typed["period"]) and not _is_period(typed["period"], now):
        unused["period"] = typed.pop("period")
    return typed, unused


def briefing_arguments(
    values: Mapping[str, str], default_country: str | None, now: datetime
) -> dict[str, str | int] | None:
    """Arguments of `get_customer_interactions`; `None` where the kind of identifier is not certain.

    `values` may hold `customer`, `search_by` and `period`. Raises `InvalidArgument` where an identifier is
    malformed. Times without an offset are in the zone of `now`.
    """
    kind = kind_named(values.get("search_by", "")) or recognise(values["customer"], default_country)
    if kind is None:
        return None
    identity = identify(kind, values["customer"], default_country=default_country)
    # A number stays as typed, so that the result can say what was assumed in reading it.
    identifier = clean_identifier(values["customer"]) if kind is SearchBy.PHONE_NUMBER else identity.value
    arguments: dict[str, str | int] = {"search_by": kind.value, "identifier": identifier}
    if start := recognise_period(values.get("period", ""), now):
        arguments["start_time"] = start
    return arguments | {"scope": Scope.CONTACT.value, "include_summaries": SUMMARIES}


def search_step(values: Mapping[str, str], default_country: str | None, now: datetime) -> str:
    """What to do first: the call to make, or the question to ask before it. `values` are those that are `usable`."""
    if "customer" not in values:
        return ""
    first, arguments = _WHICH_KIND, None
    try:
        arguments = briefing_arguments(values, default_country, now)
    except InvalidArgument as error:
        first = f"First ask me for the identifier again, written without spaces: {error} Then call"
    if is_filled_in_later(values["customer"]):
        first = (
            "By the form of what is given, or after you have asked me which kind of identifier it is, call"
        )
    parts = [json.dumps(arguments, ensure_ascii=False)] if arguments else _still_open(values, now)
    return f"{'Call' if arguments else first} get_customer_interactions once, with {_enumerated(parts)}."


def _still_open(values: Mapping[str, str], now: datetime) -> list[str]:
    period = values.get("period", "")
    start = period if is_filled_in_later(period) else recognise_period(period, now)
    since = [f'start_time="{start}"'] if start else []
    return [f"search_by ({_KINDS})", "identifier", *since, f"include_summaries={SUMMARIES}"]


def _fits(values: Mapping[str, str], default_country: str | None) -> bool:
    """Whether a kind that was named is one, and one that the customer's identifier can be of."""
    if "search_by" not in values or is_filled_in_later(values["search_by"]):
        return True
    kind, recognised = kind_named(values["search_by"]), recognise(values["customer"], default_country)
    return kind is not None and (
        recognised in {None, kind} or kind not in {SearchBy.EMAIL, SearchBy.PHONE_NUMBER}
    )


def _is_identifier(typed: str, default_country: str | None) -> bool:
    kind = recognise(typed, default_country)
    if kind is None:
        return False
    try:
        identify(kind, typed, default_country=default_country)
    except InvalidArgument:
        return False
    return True


def _is_period(typed: str, now: datetime) -> bool:
    return recognise_period(typed, now) is not None


def _enumerated(parts: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part)
