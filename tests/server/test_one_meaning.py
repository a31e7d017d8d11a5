"""Arguments in forms that models and clients really send, and that can mean one thing only: they are taken for that."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.front_door import refused, replying, told, wired

pytestmark = pytest.mark.anyio

ROWS = {
    "interactions": [
        {
            "interactionId": f"int-{n}",
            "startedAt": 1_795_000_000_000 - n * 86_400_000,
            "contactId": "contact-1",
            "labels": ["Queued"],
        }
        for n in range(1, 9)
    ]
}
SUMMARIES = {
    "summaries": [
        {"interactionId": f"int-{n}", "summary": {"en": f"Customer asked for {n}."}} for n in range(1, 9)
    ],
    "partialFailures": [],
}
BY_EMAIL = {"search_by": "email", "identifier": "customer@example.com"}


async def outcome(tool: str, arguments: Mapping[str, Any]) -> tuple[str, Any]:
    """What the model is told, and what the API was asked."""
    api = replying(ROWS, SUMMARIES)
    async with wired(api) as client:
        return await told(client, tool, **arguments), api.asked


SAME: dict[str, dict[object, list[Any]]] = {
    "search_by": {
        "email": ["EMAIL", "Email", "e-mail", "E-Mail", " email ", "email_address", "Email address", "emailAddress", ["email"], '"email"', "mail"],
        "phone_number": ["Phone number", "phone", "phoneNumber", "PHONE_NUMBER", "phone-number", "telephone", "mobile", "Tel."],
        "contact_id": ["contactId", "Contact ID", "CONTACT_ID", "contact", "contact-id"],
        "account_id": ["accountId", "Account ID", "account", "account_id\n"],
    },
    "start_time": {
        None: ["", " ", None, "null", "None", "undefined", "default", "N/A", [], {}, '""', "P1Y", "p1y", "P12M"],
        "P30D": ["30 days", "last 30 days", "30d", "-P30D", "30 days ago", " P30D ", "'P30D'", ["P30D"]],
        "2026-10-01": ["2026/10/01", "1 October 2026", "Oct 1, 2026", "2026-10-1", 20261001],
        "2026-10-01T14:00:00Z": ["2026-10-01 14:00 UTC", "2026-10-01T14:00:00.000Z", "2026-10-01T14:00Z[UTC]"],
        "2026-11-21": ["yesterday", "Yesterday"],
    },
    "end_time": {
        None: ["", None, "now", "Now", "NOW", '"now"', "null", "today", "tomorrow", "2026-11-22", "2099-12-31", "2026-11-22T15:48Z"],
        "2026-11-21": ["yesterday", "21.11.2026", "11/21/2026"],
    },
    "max_interactions": {
        None: ["", None, "null", "default", "50", 50.0],
        3: ["3", 3.0, "3.0", " 3 ", "+3", "03", [3], "'3'"],
    },
    "include_summaries": {None: ["", None, "0", 0.0, "none"], 2: ["2", 2.0, "2.00"]},
    "scope": {None: ["", None, "Identifier"], "contact": ["Contact", "CONTACT", " contact", ["contact"]]},
    "detail": {None: ["", None, "Standard"], "concise": ["Concise", "CONCISE", "concise.", '"concise"']},
}  # fmt: skip
OF_KIND: dict[str, dict[str, list[Any]]] = {
    "email": {
        "customer@example.com": [
            '"customer@example.com"', "'customer@example.com'", "`customer@example.com`", "“customer@example.com”",
            '\\"customer@example.com\\"', "customer%40example.com", "customer%2540example.com", " customer@example.com\n",
            "mailto:customer@example.com", "mailto:customer%40example.com", "<customer@example.com>",
            "Jo Doe <customer@example.com>", "customer@example.com <customer@example.com>", "customer@example.com.",
            "customer@example.com,", "customer @example.com", "customer@ example.com", "Email: customer@example.com",
            "[customer@example.com](mailto:customer@example.com)", ["customer@example.com"], "customer＠example.com",
        ],
        "a.b+vip@example.com": ["a.b%2Bvip%40example.com", "mailto:a.b%2Bvip@example.com?subject=x"],
    },
    "phone_number": {
        "+12065550134": [
            "tel:+12065550134", "tel:+1-206-555-0134", "TEL:+12065550134", "whatsapp:+12065550134", "Tel: +1 206 555 0134",
            "Phone: +1 (206) 555-0134", "sms:+12065550134", "callto:+12065550134", "%2B12065550134",
            "%2B1%20206%20555%200134", '"+12065550134"', "+1.206.555.0134", "+1 206-555-0134", "(+1) 206 555 0134",
            "https://wa.me/12065550134", "＋１２０６５５５０１３４", ["+12065550134"], "\u202a+12065550134\u202c",
        ],
    },
    "contact_id": {
        "contact-123": ['"contact-123"', "'contact-123'", " contact-123 ", "`contact-123`", ["contact-123"]],
        "12345": [12345, 12345.0, "12345"],
    },
    "account_id": {"0011U00000abcDE": ['"0011U00000abcDE"', "“0011U00000abcDE”", "0011U00000abcDE\r\n"]},
}  # fmt: skip
IDS: dict[tuple[str, ...], list[Any]] = {
    ("int-1",): [
        "int-1", '"int-1"', "'int-1'", " int-1 ", "[int-1]", '["int-1"]', "['int-1']", '[["int-1"]]', [["int-1"]], ['["int-1"]'],
        ['"int-1"'], ["'int-1'"], [" int-1\n"], '["int-1",]', "int-1,", ["int-1", "int-1"],
    ],
    ("int-1", "int-2"): [
        '["int-1", "int-2"]', '["int-1","int-2"]', "['int-1', 'int-2']", "[int-1, int-2]", "int-1,int-2", "int-1, int-2",
        "int-1;int-2", "int-1\nint-2", '"int-1", "int-2"', ' [ "int-1" , "int-2" ] ', '[\n  "int-1",\n  "int-2"\n]',
        ['["int-1", "int-2"]'], [["int-1", "int-2"]], ["int-1", "'int-2'"], '[["int-1", "int-2"]]',
    ],
}  # fmt: skip

FORMS = [
    (name, form, plain) for name, table in SAME.items() for plain, forms in table.items() for form in forms
]


@pytest.mark.parametrize(
    ("name", "form", "plain"), FORMS, ids=[f"{name} {form!r}" for name, form, _ in FORMS]
)
async def test_an_argument_in_another_form_is_the_one_that_it_can_only_mean(
    name: str, form: object, plain: object
) -> None:
    identifier = {"phone_number": "+12065550134"}.get(str(plain), "customer@example.com")
    base = BY_EMAIL | {"identifier": identifier}
    meant = base if plain is None else base | {name: plain}
    assert await outcome("get_customer_interactions", base | {name: form}) == await outcome(
        "get_customer_interactions", meant
    )


IDENTIFIERS = [
    (kind, form, plain) for kind, table in OF_KIND.items() for plain, forms in table.items() for form in forms
]


@pytest.mark.parametrize(
    ("kind", "form", "plain"), IDENTIFIERS, ids=[f"{kind} {form!r}" for kind, form, _ in IDENTIFIERS]
)
async def test_an_identifier_is_taken_out_of_what_it_came_in(kind: str, form: object, plain: str) -> None:
    meant = await outcome("get_customer_interactions", {"search_by": kind, "identifier": plain})
    assert await outcome("get_customer_interactions", {"search_by": kind, "identifier": form}) == meant


LISTS = [(form, plain) for plain, forms in IDS.items() for form in forms]


@pytest.mark.parametrize(("form", "plain"), LISTS, ids=[repr(form) for form, _ in LISTS])
async def test_interaction_ids_are_a_list_however_it_is_written(form: object, plain: tuple[str, ...]) -> None:
    meant = await outcome("get_transcript_summaries", {"interaction_ids": list(plain)})
    assert await outcome("get_transcript_summaries", {"interaction_ids": form}) == meant


@pytest.mark.parametrize("value", [True, False, "true", None, ""])
@pytest.mark.parametrize(
    ("tool", "arguments"),
    [("get_customer_interactions", BY_EMAIL), ("get_transcript_summaries", {"interaction_ids": ["int-1"]})],
)
async def test_the_argument_that_gemini_cli_adds_to_every_tool_is_passed_over(
    tool: str, arguments: dict[str, Any], value: object
) -> None:
    assert await outcome(tool, arguments | {"wait_for_previous": value}) == await outcome(tool, arguments)


async def test_other_arguments_that_there_are_none_of_stay_refused() -> None:
    async with wired(replying(ROWS)) as client:
        for name in ("waitForPrevious", "wait", "_wait_for_previous", "task_progress"):
            sentence = await refused(client, "get_customer_interactions", **BY_EMAIL, **{name: True})
            assert sentence.startswith("Unknown argument: ")
