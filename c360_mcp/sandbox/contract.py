"""Reads the parameters of requests, and refuses those that break the API's documentation with a 400."""

import re
from collections.abc import Container, Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from starlette.exceptions import HTTPException

from c360_mcp.sandbox.behaviour import Behaviour

MAX_INTERACTIONS = 50
MAX_SUMMARIES = 50

_IDENTITIES = ("email", "phoneNumber", "contactId", "accountId")
_SEARCH_PARAMETERS = {*_IDENTITIES, "crmId", "startTime", "endTime"}

# A `+` that is not escaped arrives as a space, which matches none of these.
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
_E164 = re.compile(r"\+[1-9][0-9]{1,14}")
_DIGITS = re.compile(r"[0-9]{3,15}")
_DATE_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)

Query = Iterable[tuple[str, str]]


class BadRequest(HTTPException):
    """A request that the documentation does not allow."""

    def __init__(self, detail: str) -> None:
        super().__init__(400, detail)


class Search(NamedTuple):
    """An accepted search: the identity's query parameter, its value, and the window."""

    parameter: str
    value: str
    start: datetime
    end: datetime


def read_search(query: Query, *, now: datetime, behaviour: Behaviour) -> Search:
    """Read the query of `interactions-insight`."""
    given = _each_once(query, _SEARCH_PARAMETERS)
    parameter = _only_identity(given)
    _check_crm(parameter, given.get("crmId"))
    _check_format(parameter, given[parameter], national=behaviour.national_numbers != "refused")
    end = _moment("endTime", given["endTime"]) if "endTime" in given else now
    start = _moment("startTime", given["startTime"]) if "startTime" in given else _one_year_before(end)
    if start > end:
        raise BadRequest("startTime must not be after endTime")
    if behaviour.longest_range is not None and end - start > timedelta(days=behaviour.longest_range):
        raise BadRequest(f"The time range must not exceed {behaviour.longest_range} days")
    return Search(parameter, given[parameter], start, end)


def read_interaction_ids(query: Query) -> list[str]:
    """Read the query of `transcript-summaries`: the IDs asked for, each once, in order."""
    pairs = list(query)
    _check_known((name for name, _ in pairs), {"interactionId"})
    ids = [value for _, value in pairs]
    if not ids or not all(value.strip() for value in ids):
        raise BadRequest("interactionId must be given and must not be blank")
    if len(ids) > MAX_SUMMARIES:
        raise BadRequest(f"At most {MAX_SUMMARIES} interaction IDs are accepted")
    return list(dict.fromkeys(ids))


def _each_once(query: Query, known: Container[str]) -> dict[str, str]:
    pairs = list(query)
    _check_known((name for name, _ in pairs), known)
    given = dict(pairs)
    if len(given) < len(pairs):
        raise BadRequest("A query parameter was given more than once")
    return given


def _check_known(names: Iterable[str], known: Container[str]) -> None:
    if any(name not in known for name in names):
        raise BadRequest("Unknown query parameter")


def _only_identity(given: Mapping[str, str]) -> str:
    identities = [name for name in _IDENTITIES if name in given]
    if len(identities) != 1:
        raise BadRequest("Exactly one of email, phoneNumber, contactId and accountId is required")
    return identities[0]


def _check_crm(parameter: str, crm_id: str | None) -> None:
    if parameter == "contactId" and crm_id is None:
        raise BadRequest("crmId is required with contactId")
    if parameter in {"email", "phoneNumber"} and crm_id is not None:
        raise BadRequest(f"crmId is not allowed with {parameter}")
    if crm_id not in {None, "native"}:
        raise BadRequest("Only the native CRM is supported")


def _check_format(parameter: str, value: str, *, national: bool) -> None:
    if not value.strip():
        raise BadRequest(f"{parameter} must not be blank")
    if parameter == "email" and not _EMAIL.fullmatch(value):
        raise BadRequest("email must be an email address")
    if parameter == "phoneNumber" and not (_E164.fullmatch(value) or (national and _DIGITS.fullmatch(value))):
        raise BadRequest("phoneNumber must be in E.164 format")


def _moment(parameter: str, value: str) -> datetime:
    try:
        if _DATE_TIME.fullmatch(value):
            return datetime.fromisoformat(value)
    except ValueError:
        pass
    raise BadRequest(f"{parameter} must be in ISO-8601 format with timezone")


def _one_year_before(end: datetime) -> datetime:
    """Go back one year by the calendar, from 29 February to the 28th."""
    leap_day = (end.month, end.day) == (2, 29)
    return end.replace(year=max(end.year - 1, 1), day=28 if leap_day else end.day)
