"""The documentation's rules about requests are the oracle here, one row a rule."""

import pytest

from .asking import Pairs, Sandbox, bad_request

EMAIL = "customer@example.com"
PHONE = "+12065550134"

ONE_IDENTITY = "Exactly one of email, phoneNumber, contactId and accountId is required"
NATIVE_ONLY = "Only the native CRM is supported"


@pytest.mark.parametrize(
    "params",
    [
        {"contactId": "contact-123", "crmId": "native"},
        {"accountId": "account-456"},
        {"accountId": "account-456", "crmId": "native"},
        {"email": EMAIL},
        {"phoneNumber": PHONE},
    ],
    ids=" and ".join,
)
def test_every_documented_strategy_finds_interactions(sandbox: Sandbox, params: dict[str, str]) -> None:
    assert sandbox.interactions(**params)


@pytest.mark.parametrize(
    ("params", "detail"),
    [
        ({}, ONE_IDENTITY),
        ({"crmId": "native"}, ONE_IDENTITY),
        ({"email": EMAIL, "phoneNumber": PHONE}, ONE_IDENTITY),
        ({"email": EMAIL, "accountId": "account-456"}, ONE_IDENTITY),
        ({"contactId": "contact-123", "accountId": "account-456", "crmId": "native"}, ONE_IDENTITY),
        ({"contactId": "contact-123"}, "crmId is required with contactId"),
        ({"email": EMAIL, "crmId": "native"}, "crmId is not allowed with email"),
        ({"phoneNumber": PHONE, "crmId": "native"}, "crmId is not allowed with phoneNumber"),
        ({"contactId": "contact-123", "crmId": "salesforce"}, NATIVE_ONLY),
        ({"contactId": "contact-123", "crmId": "NATIVE"}, NATIVE_ONLY),
        ({"contactId": "contact-123", "crmId": ""}, NATIVE_ONLY),
        ({"accountId": "account-456", "crmId": "zendesk"}, NATIVE_ONLY),
        ({"contactId": " ", "crmId": "native"}, "contactId must not be blank"),
        ({"accountId": ""}, "accountId must not be blank"),
        ({"email": ""}, "email must not be blank"),
        ({"email": "customer"}, "email must be an email address"),
        ({"Email": EMAIL}, "Unknown query parameter"),
        ({"email": EMAIL, "limit": "10"}, "Unknown query parameter"),
    ],
)
def test_every_other_combination_is_refused(sandbox: Sandbox, params: dict[str, str], detail: str) -> None:
    response = sandbox.search(**params)
    assert (response.status_code, response.json()) == (400, bad_request(detail))
    assert response.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "name", ["email", "phoneNumber", "contactId", "accountId", "crmId", "startTime", "endTime"]
)
def test_a_search_parameter_may_be_given_once(sandbox: Sandbox, name: str) -> None:
    response = sandbox.get("interactions-insight", [(name, "x"), (name, "x")])
    assert response.json() == bad_request("A query parameter was given more than once")


@pytest.mark.parametrize(
    "number",
    [
        "12065550134",
        "+1 206 555 0134",
        "+02065550134",
        "+1234567890123456",
        "+1",
        "(206) 555-0134",
        "+१२०६५५५०१३४",
    ],
)
def test_a_phone_number_that_is_not_e164_is_refused(sandbox: Sandbox, number: str) -> None:
    response = sandbox.search(phoneNumber=number)
    assert response.json() == bad_request("phoneNumber must be in E.164 format")


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("phoneNumber=+12065550134", "phoneNumber must be in E.164 format"),
        ("email=first+last@example.com", "email must be an email address"),
        (
            "email=customer@example.com&endTime=2026-11-01T00:00:00+01:00",
            "endTime must be in ISO-8601 format with timezone",
        ),
    ],
)
def test_a_literal_plus_is_read_as_a_space_and_refused(sandbox: Sandbox, query: str, detail: str) -> None:
    response = sandbox.http.get(f"/v1/public/tenants/acmecorp01/interactions-insight?{query}")
    assert response.json() == bad_request(detail)


@pytest.mark.parametrize(
    "moment",
    [
        "2026-10-01T00:00:00Z",
        "2026-10-01T00:00Z",
        "2026-10-01T00:00:00.123Z",
        "2026-10-01T00:00:00.123456789Z",
        "2026-10-01T00:00:00-05:00",
        "2026-10-01T00:00:00+05:30",
        "0001-01-01T00:00:00+14:00",
    ],
)
def test_iso_8601_times_with_a_timezone_are_accepted(sandbox: Sandbox, moment: str) -> None:
    assert sandbox.search(email=EMAIL, startTime=moment).status_code == 200


@pytest.mark.parametrize("name", ["startTime", "endTime"])
@pytest.mark.parametrize(
    "moment",
    [
        "2026-10-01T00:00:00",
        "2026-10-01",
        "2026-10-01 00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-02-29T00:00:00Z",
        "2026-10-01T25:00:00Z",
        "2026-10-01T00:00:00+0500",
        "2026-10-01T00:00:00+25:00",
        "20261001T000000Z",
        "0000-01-01T00:00:00Z",
        "1790812800000",
        "yesterday",
        "",
    ],
)
def test_other_times_are_refused(sandbox: Sandbox, name: str, moment: str) -> None:
    response = sandbox.search(email=EMAIL, **{name: moment})
    assert response.json() == bad_request(f"{name} must be in ISO-8601 format with timezone")


@pytest.mark.parametrize(
    "window",
    [
        {"startTime": "2026-10-02T00:00:00Z", "endTime": "2026-10-01T00:00:00Z"},
        {"startTime": "2026-10-01T00:00:00-05:00", "endTime": "2026-10-01T04:59:59Z"},
        {"startTime": "2026-11-22T15:30:01Z"},
    ],
    ids=["end given", "in different zones", "end is now"],
)
def test_a_start_after_the_end_is_refused(sandbox: Sandbox, window: dict[str, str]) -> None:
    response = sandbox.search(email=EMAIL, **window)
    assert response.json() == bad_request("startTime must not be after endTime")


def test_a_window_may_be_a_single_moment(sandbox: Sandbox) -> None:
    moment = "2026-10-01T00:00:00Z"
    assert sandbox.interactions(email=EMAIL, startTime=moment, endTime=moment) == []


@pytest.mark.parametrize(
    ("pairs", "detail"),
    [
        ([], "interactionId must be given and must not be blank"),
        ([("interactionId", "")], "interactionId must be given and must not be blank"),
        (
            [("interactionId", "int-1"), ("interactionId", " ")],
            "interactionId must be given and must not be blank",
        ),
        ([("interactionIds", "int-1")], "Unknown query parameter"),
        ([("interactionId", "int-1"), ("email", EMAIL)], "Unknown query parameter"),
        ([("interactionId", f"int-{n}") for n in range(51)], "At most 50 interaction IDs are accepted"),
    ],
    ids=["none", "blank", "one of two blank", "misspelt", "one too many names", "51"],
)
def test_summaries_need_one_to_fifty_interaction_ids(sandbox: Sandbox, pairs: Pairs, detail: str) -> None:
    response = sandbox.get("transcript-summaries", pairs)
    assert (response.status_code, response.json()) == (400, bad_request(detail))


def test_fifty_interaction_ids_are_accepted(sandbox: Sandbox) -> None:
    reply = sandbox.summaries(*(f"int-{n}" for n in range(50)))
    assert len(reply["partialFailures"]) == 50
