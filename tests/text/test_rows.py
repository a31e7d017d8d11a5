"""One line per interaction: what stands in it, in which order, and what is said once for all of them."""

import calendar
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.front_door import NOW
from tests.replies import Json, ScriptedApi, contact, epoch, history, rows_in

INTERACTION_ID = "int-1921de567b1-7zrCRtowKo5rmiXNVI0G4PLOE-phone-03-acmecorp01"
FULL: Json = {
    "interactionId": INTERACTION_ID,
    "contactId": "contact-123",
    "mediaIdentifier": "+12065551234",
    "mediaType": "CHAT",
    "chatType": "WHATSAPP",
    "direction": "INBOUND",
    "productType": "ENGAGE",
    "startedAt": epoch(datetime(2026, 11, 18, 14, 3, 20, tzinfo=UTC)),
    "endedAt": epoch(datetime(2026, 11, 18, 14, 9, 32, tzinfo=UTC)),
    "sentiment": "NEGATIVE",
    "topics": [{"topic": "billing", "matches": 2}, {"topic": "fees", "matches": 1}],
    "wrapUpCodes": ["Callback", "Refund"],
    "queueName": "Support Queue",
    "outcomeLabel": "Handled",
    "interactionLabels": ["vip", "Queued", "Handled"],
    "title": "Late fee again",
    "emailSubject": "Re: Invoice",
    "departmentName": "Billing EMEA",
    "signals": ["churn risk"],
}


def row(api: ScriptedApi, fields: Json, **arguments: Any) -> str:
    """The row of a customer's only interaction."""
    [line] = rows_in(api.search(history([fields]), **arguments))
    return line


def without(*names: str) -> Json:
    return {name: value for name, value in FULL.items() if name not in names}


def test_a_row_says_everything_in_one_order(api: ScriptedApi) -> None:
    assert row(api, FULL) == (
        '#1 18 Nov 14:03 chat whatsapp engage inbound 6m negative "Late fee again" topics billing x2, fees | '
        "outcome Handled | wrap-up Callback, Refund | signals churn risk | address +12065551234 | "
        f"department Billing EMEA | queue Support Queue | labels vip, Queued | {INTERACTION_ID}"
    )


def test_concise_leaves_out_the_queue_the_labels_and_the_id(api: ScriptedApi) -> None:
    assert row(api, FULL, detail="concise") == (
        '#1 18 Nov 14:03 chat whatsapp engage inbound 6m negative "Late fee again" topics billing x2, fees | '
        "outcome Handled | wrap-up Callback, Refund | signals churn risk | address +12065551234 | "
        "department Billing EMEA"
    )


SAID_BY = {
    "interactionId": f" | {INTERACTION_ID}",
    "contactId": "",
    "mediaIdentifier": " | address +12065551234",
    "mediaType": " chat",
    "chatType": " whatsapp",
    "direction": " inbound",
    "productType": " engage",
    "sentiment": " negative",
    "topics": "topics billing x2, fees | ",
    "wrapUpCodes": " | wrap-up Callback, Refund",
    "queueName": " | queue Support Queue",
    "interactionLabels": " | labels vip, Queued",
    "departmentName": " | department Billing EMEA",
    "signals": " | signals churn risk",
    "endedAt": " 6m",
    "emailSubject": "",
}


@pytest.mark.parametrize("absent", [None, "", "missing", "empty"])
@pytest.mark.parametrize("name", SAID_BY)
def test_a_field_that_is_absent_leaves_no_trace(api: ScriptedApi, name: str, absent: str | None) -> None:
    values = {"missing": without(name), "empty": FULL | {name: []}}
    fields = values.get(absent or "", FULL | {name: absent})
    assert row(api, fields) == row(api, FULL).replace(SAID_BY[name], "", 1)


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"title": None}, '"Re: Invoice"'),
        ({"title": " \u200b "}, '"Re: Invoice"'),
        ({"title": None, "emailSubject": None}, "negative | topics billing x2, fees | outcome"),
        ({"topics": None, "outcomeLabel": None}, '"Late fee again" wrap-up Callback, Refund | signals'),
        ({"outcomeLabel": None}, "topics billing x2, fees | wrap-up Callback, Refund | signals"),
        ({"outcomeLabel": None}, "labels vip, Queued, Handled"),
    ],
)
def test_what_stands_next_moves_up(api: ScriptedApi, fields: Json, line: str) -> None:
    assert line in row(api, FULL | fields)
    assert "  " not in row(api, FULL | fields)


def test_a_start_alone_makes_a_row(api: ScriptedApi) -> None:
    assert row(api, contact(1)) == "#1 21 Nov 15:47"


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"interactionId": "int-abc123"}, "#1 start unknown | int-abc123"),
        ({"title": "Late fee"}, '#1 start unknown "Late fee"'),
        ({"mediaType": "FAX", "direction": "SIDEWAYS"}, "#1 start unknown fax sideways"),
        ({"mediaType": "VIDEO CALL"}, '#1 start unknown "video call"'),
        (
            {"mediaType": "phone", "direction": "outbound", "productType": "cc"},
            "#1 start unknown phone outbound",
        ),
        ({"mediaType": "PHONE", "productType": "UC"}, "#1 start unknown phone uc"),
        ({"chatType": "SOMETHING_NEW"}, "#1 start unknown something_new"),
        ({"sentiment": "MIXED"}, "#1 start unknown mixed"),
        ({"sentiment": "Rather Cross"}, '#1 start unknown "rather cross"'),
        ({"outcomeLabel": "Sold, twice"}, '#1 start unknown | outcome "Sold, twice"'),
        ({"wrapUpCodes": ["a", None, 7, " ", "b"]}, "#1 start unknown | wrap-up a, b"),
        ({"topics": [{"topic": "fees"}, {"matches": 3}, "x", None]}, "#1 start unknown | topics fees"),
        ({"topics": [{"topic": "fees", "matches": 0}]}, "#1 start unknown | topics fees x0"),
        ({"topics": [{"topic": "fees", "matches": "12"}]}, "#1 start unknown | topics fees x12"),
        ({"topics": [{"topic": "fees", "matches": 1.5}]}, "#1 start unknown | topics fees"),
    ],
)
def test_every_vocabulary_is_open(api: ScriptedApi, fields: Json, line: str) -> None:
    assert row(api, fields) == line


@pytest.mark.parametrize(
    ("lasting", "shown"),
    [
        (timedelta(0), "0s"),
        (timedelta(milliseconds=400), "0s"),
        (timedelta(seconds=45), "45s"),
        (timedelta(seconds=59, milliseconds=600), "1m"),
        (timedelta(minutes=6, seconds=12), "6m"),
        (timedelta(minutes=59, seconds=40), "1h00m"),
        (timedelta(hours=1, minutes=5), "1h05m"),
        (timedelta(hours=8), "8h00m"),
    ],
)
def test_a_length_is_shown_in_its_largest_units(api: ScriptedApi, lasting: timedelta, shown: str) -> None:
    begun = NOW - timedelta(days=5)
    line = row(api, {"startedAt": epoch(begun), "endedAt": epoch(begun + lasting)})
    assert line == f"#1 17 Nov 15:47 {shown}"


@pytest.mark.parametrize(
    ("ended", "shown"),
    [
        (datetime(2026, 11, 17, 23, 59, 59, tzinfo=UTC), "#1 17 Nov 15:47 8h13m"),
        (datetime(2026, 11, 18, 0, 0, tzinfo=UTC), "#1 17 Nov 15:47 to 18 Nov 00:00 8h13m"),
        (datetime(2026, 11, 19, 19, 17, tzinfo=UTC), "#1 17 Nov 15:47 to 19 Nov 19:17 2d03h"),
        (datetime(2027, 1, 2, 15, 47, tzinfo=UTC), "#1 17 Nov 15:47 to 2027-01-02 15:47 46d00h"),
    ],
)
def test_an_end_on_a_later_day_is_shown(api: ScriptedApi, ended: datetime, shown: str) -> None:
    line = row(api, contact(5, endedAt=epoch(ended)))
    assert line == shown


def test_the_later_day_of_an_end_is_that_of_the_zone(api: ScriptedApi) -> None:
    chat = {
        "startedAt": epoch(datetime(2026, 11, 17, 23, 30, tzinfo=UTC)),
        "endedAt": epoch(datetime(2026, 11, 18, 0, 30, tzinfo=UTC)),
    }
    text = api.search(history([chat]))
    assert "Last contact: #1 2026-11-17 23:30 to 2026-11-18 00:30 (5 days ago) | 1h00m" in text
    assert row(api, chat) == "#1 17 Nov 23:30 to 18 Nov 00:30 1h00m"
    assert row(api, chat, settings={"C360_TIMEZONE": "America/New_York"}) == "#1 17 Nov 18:30 1h00m"


def test_an_end_before_the_start_is_called_so(api: ScriptedApi) -> None:
    assert row(api, contact(1, endedAt=epoch(NOW - timedelta(days=2)))) == (
        "#1 21 Nov 15:47 ended before its start"
    )


@pytest.mark.parametrize("ended", [None, "soon", 0, 7e20])
def test_of_a_contact_without_a_recorded_end_the_heading_says_so(api: ScriptedApi, ended: Any) -> None:
    text = api.search(history([contact(1, endedAt=ended), contact(2, endedAt=epoch(NOW))]))
    assert " newest first, times in UTC. No length: no end recorded.\n" in text
    assert rows_in(text)[0] == "#1 21 Nov 15:47"
    known = [contact(2, endedAt=epoch(NOW)), {"endedAt": epoch(NOW)}]
    assert "no end recorded" not in api.search(history(known))


@pytest.mark.parametrize(
    ("search", "address", "shown"),
    [
        (("email", "Customer@Example.com"), "customer@EXAMPLE.com", False),
        (("email", "customer@example.com"), "other@example.com", True),
        (("phone_number", "+1 206 555 0134"), "+12065550134", False),
        (("phone_number", "+12065550134"), "12065550134", False),
        (("phone_number", "+12065550134"), "+1 (206) 555-0134", False),
        (("phone_number", "+12065550134"), "+12065550135", True),
        (("phone_number", "+12065550134"), "2065550134", True),
        (("contact_id", "contact-123"), "+12065550134", True),
        (("account_id", "account-456"), "customer@example.com", True),
    ],
)
def test_the_address_is_shown_where_it_is_not_the_one_searched_for(
    api: ScriptedApi, search: tuple[str, str], address: str, *, shown: bool
) -> None:
    line = row(api, contact(1, mediaIdentifier=address), search_by=search[0], identifier=search[1])
    tail = (f' | address "{address}"' if " " in address else f" | address {address}") if shown else ""
    assert line == f"#1 21 Nov 15:47{tail}"


@pytest.mark.parametrize(
    ("zone", "started", "shown"),
    [
        ("UTC", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2026-10-25 00:30"),
        ("Europe/London", datetime(2026, 10, 24, 23, 59, tzinfo=UTC), "2026-10-25 00:59"),
        ("Europe/London", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2026-10-25 01:30 BST"),
        ("Europe/London", datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2026-10-25 01:30 GMT"),
        ("Europe/London", datetime(2026, 10, 25, 2, 0, tzinfo=UTC), "2026-10-25 02:00"),
        ("America/Los_Angeles", datetime(2026, 11, 1, 8, 59, tzinfo=UTC), "2026-11-01 01:59 PDT"),
        ("America/Los_Angeles", datetime(2026, 11, 1, 9, 20, tzinfo=UTC), "2026-11-01 01:20 PST"),
        ("America/Los_Angeles", datetime(2026, 11, 1, 10, 0, tzinfo=UTC), "2026-11-01 02:00"),
        ("America/Nuuk", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2026-10-24 23:30 UTC-01"),
        ("America/Nuuk", datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2026-10-24 23:30 UTC-02"),
        ("Europe/London", datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "2026-03-29 02:30"),
        ("Asia/Kathmandu", datetime(2026, 1, 1, 23, 0, tzinfo=UTC), "2026-01-02 04:45"),
    ],
)
def test_times_are_shown_in_the_configured_zone(
    api: ScriptedApi, zone: str, started: datetime, shown: str
) -> None:
    text = api.search(history([{"startedAt": epoch(started)}]), settings={"C360_TIMEZONE": zone})
    year, month, day = shown[:10].split("-")
    assert f"\n{year}:\n#1 {int(day)} {calendar.month_abbr[int(month)]} {shown[11:]}\n" in text
    assert f"1 row below, newest first, times in {zone}." in text
    assert f"Last contact: #1 {shown} (" in text
    assert f"{NOW.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone}" in text.splitlines()[0]


def test_the_hour_that_comes_twice_keeps_its_order(api: ScriptedApi) -> None:
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    rows = [{"startedAt": epoch(first), "title": "first"}, {"startedAt": epoch(second), "title": "second"}]
    text = api.search(history(rows), settings={"C360_TIMEZONE": "Europe/London"})
    assert rows_in(text) == ['#1 25 Oct 01:30 GMT "second"', '#2 25 Oct 01:30 BST "first"']


def test_rows_come_newest_first_and_those_without_a_start_last_whatever_order_the_api_lists_them_in(
    api: ScriptedApi,
) -> None:
    rows = [
        {"title": "undated one"},
        contact(3, title="tie one"),
        contact(9, title="oldest"),
        contact(1, title="newest"),
        {"title": "undated two", "startedAt": "yesterday"},
        contact(3, title="tie two"),
    ]
    for listed in (rows, rows[::-1], rows[3:] + rows[:3]):
        assert rows_in(api.search(history(listed))) == [
            '#1 21 Nov 15:47 "newest"',
            '#2 19 Nov 15:47 "tie two"',
            '#3 19 Nov 15:47 "tie one"',
            '#4 13 Nov 15:47 "oldest"',
            '#5 start unknown "undated two"',
            '#6 start unknown "undated one"',
        ]


def test_rows_of_one_year_stand_below_it(api: ScriptedApi) -> None:
    rows = [contact(10), contact(20), contact(400), {"title": "undated"}]
    lines = api.search(history(rows), start_time="P3Y").splitlines()
    assert lines[lines.index("2026:") : -1] == [
        "2026:",
        "#1 12 Nov 15:47",
        "#2 2 Nov 15:47",
        "2025:",
        "#3 18 Oct 15:47",
        '#4 start unknown "undated"',
    ]


NO_ENDS = " No length: no end recorded."


def heading_and_rows(api: ScriptedApi, rows: list[Json], **arguments: Any) -> tuple[str, list[str]]:
    """What the heading says after its first sentence, and the rows without their starts."""
    text = api.search(history(rows), **arguments)
    [heading] = [line for line in text.splitlines() if ", newest first, times in UTC." in line]
    said = heading.partition(", newest first, times in UTC.")[2].removesuffix(NO_ENDS).strip()
    return said, [line.partition(" | ")[2] for line in rows_in(text)]


def numbered(*rows: Json) -> list[Json]:
    return [contact(day, **row) for day, row in enumerate(rows)]


def test_what_most_rows_share_is_said_once_and_undone_where_it_does_not_hold(api: ScriptedApi) -> None:
    shared = {"outcomeLabel": "Handled", "queueName": "Support", "departmentName": "North"}
    other = {"outcomeLabel": "Abandoned", "queueName": "Billing"}
    said, rows = heading_and_rows(api, numbered(*[shared] * 5, other, {}))
    assert said == "Unless a row says otherwise: outcome Handled; department North; queue Support."
    assert rows == [
        *[""] * 5,
        "outcome Abandoned | no department | queue Billing",
        "no outcome | no department | no queue",
    ]


def test_in_concise_only_what_it_shows_is_said_once(api: ScriptedApi) -> None:
    shared = {"outcomeLabel": "Handled", "queueName": "Support", "interactionLabels": ["vip"]}
    said, rows = heading_and_rows(api, numbered(*[shared] * 5, {}), detail="concise")
    assert said == "Unless a row says otherwise: outcome Handled."
    assert rows == [*[""] * 5, "no outcome"]


def test_what_fewer_than_half_or_fewer_than_five_share_stays_in_the_rows(api: ScriptedApi) -> None:
    shared = {"outcomeLabel": "Handled"}
    assert heading_and_rows(api, numbered(*[shared] * 4)) == ("", ["outcome Handled"] * 4)
    said, rows = heading_and_rows(api, numbered(*[shared] * 5, *[{}] * 6))
    assert (said, rows) == ("", ["outcome Handled"] * 5 + [""] * 6)
    said, rows = heading_and_rows(api, numbered(*[shared] * 5, *[{}] * 5))
    assert (said, rows) == ("Unless a row says otherwise: outcome Handled.", [""] * 5 + ["no outcome"] * 5)


def test_a_shared_address_does_not_hide_the_one_searched_for(api: ScriptedApi) -> None:
    elsewhere = {"mediaIdentifier": "+12065550134"}
    said, rows = heading_and_rows(
        api, numbered(*[elsewhere] * 5, {"mediaIdentifier": "customer@example.com"}, {})
    )
    assert said == "Unless a row says otherwise: address +12065550134."
    assert rows == [*[""] * 5, "address customer@example.com", "no address"]


@pytest.mark.parametrize(
    ("labels", "said"), [(["Queued"], "label Queued"), (["Queued", "vip"], "labels Queued, vip")]
)
def test_labels_that_all_rows_carry_are_said_once(api: ScriptedApi, labels: list[str], said: str) -> None:
    rows = [{"interactionLabels": [*labels, *more]} for more in (["a"], ["b"], ["c"], [], ["d"])]
    heading, shown = heading_and_rows(api, numbered(*rows))
    assert heading == f"All carry the {said}."
    assert shown == ["labels a", "labels b", "labels c", "", "labels d"]


def test_labels_of_the_rows_shown_are_not_said_of_those_left_out(api: ScriptedApi) -> None:
    rows = [contact(day, interactionLabels=["vip" if day < 5 else "complaint"]) for day in range(10)]
    text = api.search(history(rows), max_interactions=5)
    assert f", newest first, times in UTC. All shown carry the label vip.{NO_ENDS}\n" in text


def test_no_row_denies_labels_that_all_carry(api: ScriptedApi) -> None:
    rows = [{"interactionLabels": ["Queued", "vip"]}] * 5 + [{"interactionLabels": ["Queued"]}]
    said, shown = heading_and_rows(api, numbered(*rows))
    assert said == "All carry the label Queued."
    assert shown == ["labels vip"] * 5 + [""]


def test_shared_labels_are_undone_by_no_labels_or_by_the_one_that_is_the_outcome(api: ScriptedApi) -> None:
    own = {"outcomeLabel": "Abandoned", "interactionLabels": ["Abandoned"]}
    said, shown = heading_and_rows(api, numbered(*[{"interactionLabels": ["vip"]}] * 5, own, {}))
    assert said == "Unless a row says otherwise: labels vip."
    assert shown == [*[""] * 5, "outcome Abandoned | labels Abandoned", "no labels"]


def test_a_label_that_repeats_the_outcome_is_left_out(api: ScriptedApi) -> None:
    fields = {"outcomeLabel": "Handled", "interactionLabels": ["Queued", "Handled"]}
    assert row(api, contact(1, **fields)) == "#1 21 Nov 15:47 | outcome Handled | labels Queued"


def test_where_there_are_several_contacts_each_row_says_whose_it_is(api: ScriptedApi) -> None:
    rows = [contact(1, contactId="c-1"), contact(2, contactId="c-2"), contact(3)]
    for detail in ("standard", "concise"):
        assert rows_in(api.search(history(rows), detail=detail)) == [
            "#1 21 Nov 15:47 | contact ID c-1",
            "#2 20 Nov 15:47 | contact ID c-2",
            "#3 19 Nov 15:47",
        ]
    assert "contact ID" not in "".join(rows_in(api.search(history([rows[0], rows[0], rows[2]]))))


def test_the_contact_that_most_rows_share_is_named_once(api: ScriptedApi) -> None:
    rows = [contact(day, contactId="c-1") for day in range(6)]
    heading, shown = heading_and_rows(api, [*rows, contact(7, contactId="c-2"), contact(8)])
    assert heading == "Unless a row says otherwise: contact ID c-1."
    assert shown[-3:] == ["", "contact ID c-2", "no contact ID"]


def test_a_contact_of_which_only_the_end_is_known_stands_where_it_ended(api: ScriptedApi) -> None:
    rows = [contact(5, mediaType="PHONE"), {"mediaType": "PHONE", "endedAt": epoch(NOW) - 3_600_000}]
    text = api.search(history(rows))
    assert rows_in(text) == [
        "#1 start unknown, ended 2026-11-22 14:47 phone",
        "#2 17 Nov 15:47 phone",
    ]
    assert (
        text.splitlines()[1]
        == "Newest returned: #1 start unknown, ended 2026-11-22 14:47 (1 hour ago) | phone"
    )


def test_ids_stand_verbatim_or_not_at_all(api: ScriptedApi) -> None:
    ids = [INTERACTION_ID, "INT_4+5.%7E", "x" * 256, "x" * 257, 'int" | outcome', "int 7", "", "#1"]
    text = api.search(history([contact(day, interactionId=typed) for day, typed in enumerate(ids)]))
    assert [line.partition(" | ")[2] for line in rows_in(text)] == [
        INTERACTION_ID,
        "INT_4+5.%7E",
        "x" * 256,
        *[""] * 5,
    ]


def last_contact(api: ScriptedApi, fields: Json) -> str:
    return api.search(history([fields])).splitlines()[1]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (FULL, '(4 days ago) | chat whatsapp engage inbound 6m | negative | "Late fee again" | outcome Handled'),
        (
            without("title", "emailSubject"),
            "(4 days ago) | chat whatsapp engage inbound 6m | negative | topics billing x2, fees | outcome Handled",
        ),
        (without("title", "emailSubject", "topics", "sentiment", "outcomeLabel", "mediaType", "chatType",
                 "productType", "direction", "endedAt"), "(4 days ago)"),
    ],
)  # fmt: skip
def test_the_last_contact_in_one_line(api: ScriptedApi, fields: Json, line: str) -> None:
    assert last_contact(api, fields) == f"Last contact: #1 2026-11-18 14:03 {line}"


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(days=1), "1 day ago"),
        (timedelta(hours=39), "1 day ago"),  # it is 15:47
        (timedelta(hours=40), "2 days ago"),
        (timedelta(hours=63), "2 days ago"),
        (timedelta(hours=64), "3 days ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
        (timedelta(minutes=60), "1 hour ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=-5), "just now"),
        (timedelta(minutes=-6), "in the future"),
    ],
)
def test_how_long_ago_the_last_contact_was(api: ScriptedApi, ago: timedelta, said: str) -> None:
    assert f"({said})" in last_contact(api, {"startedAt": epoch(NOW - ago)})


def test_in_a_window_that_has_ended_the_last_contact_is_the_last_of_the_window(api: ScriptedApi) -> None:
    text = api.search(history([contact(4)]), end_time="2026-11-20")
    assert text.splitlines()[1].startswith("Last in this window: #1 2026-11-18 15:47 (4 days ago)")


def test_days_since_the_last_contact_are_those_of_the_zone_that_times_are_shown_in(api: ScriptedApi) -> None:
    contact_ = history([{"startedAt": epoch(NOW - timedelta(hours=40))}])  # at 23:47 UTC, two midnights ago
    text = api.search(contact_, settings={"C360_TIMEZONE": "Asia/Tokyo"})
    assert text.splitlines()[1] == "Last contact: #1 2026-11-21 08:47 (2 days ago)"


def test_on_the_long_day_on_which_clocks_go_back_a_day_is_still_a_day(api: ScriptedApi) -> None:
    midnight = datetime(2026, 11, 1, 0, 10, tzinfo=ZoneInfo("America/New_York"))
    later = midnight.astimezone(UTC) + timedelta(hours=24, minutes=10)
    text = api.search(
        history([{"startedAt": epoch(midnight)}]), now=later, settings={"C360_TIMEZONE": "America/New_York"}
    )
    assert text.splitlines()[1] == "Last contact: #1 2026-11-01 00:10 (1 day ago)"


def test_what_is_not_in_the_window_is_not_the_last_contact_of_it(api: ScriptedApi) -> None:
    rows = [contact(0), contact(4)]
    text = api.search(history(rows), end_time="2026-11-20")
    assert text.splitlines()[1] == "Last in this window: #2 2026-11-18 15:47 (4 days ago)"
    alone = api.search(history(rows[:1]), end_time="2026-11-20")
    assert alone.splitlines()[1] == "Newest returned: #1 2026-11-22 15:47 (just now)"


def test_what_is_yet_to_come_is_not_the_last_contact(api: ScriptedApi) -> None:
    text = api.search(history([contact(-20, mediaType="CHAT"), contact(1, mediaType="EMAIL")]))
    assert text.splitlines()[1] == "Last contact: #2 2026-11-21 15:47 (1 day ago) | email"


@pytest.mark.parametrize(
    "rows",
    [
        [contact(1), {"mediaType": "CHAT"}],
        [contact(1), "damaged"],
        [contact(day) for day in range(50)],
    ],
)
def test_the_newest_is_not_called_the_last_where_a_newer_one_may_be_missing(
    api: ScriptedApi, rows: list[Any]
) -> None:
    lines = api.search(history(rows)).splitlines()
    assert lines[1].startswith("Newest returned: #1 2026-11-2")
    assert any(line.startswith("Contacts, at least. ") for line in lines)


def test_where_the_last_contact_is_outbound_the_last_inbound_one_follows(api: ScriptedApi) -> None:
    rows = [
        contact(1, mediaType="EMAIL", direction="OUTBOUND"),
        contact(2, mediaType="PHONE"),
        contact(3, mediaType="CHAT", direction="INBOUND"),
    ]
    assert api.search(history(rows)).splitlines()[1:3] == [
        "Last contact: #1 2026-11-21 15:47 (1 day ago) | email outbound",
        "Last inbound: #3 2026-11-19 15:47 (3 days ago) | chat inbound",
    ]
    unknown = api.search(history([*rows, {"mediaType": "CHAT"}])).splitlines()
    assert unknown[2].startswith("Newest inbound returned: #3 ")
    assert "inbound:" not in api.search(history(rows[1:]))


def test_a_contact_that_the_apis_clock_puts_a_little_ahead_is_the_last(api: ScriptedApi) -> None:
    ahead = contact(-4 / 1440, mediaType="CHAT")
    text = api.search(history([ahead, contact(1, mediaType="EMAIL")]))
    assert text.splitlines()[1] == "Last contact: #1 2026-11-22 15:51 (just now) | chat"


def test_a_history_without_any_start_has_no_last_contact_but_a_newest_row(api: ScriptedApi) -> None:
    assert last_contact(api, {"mediaType": "CHAT"}) == "Newest returned: #1 start unknown | chat"


def test_activity_counts_spans_that_lie_in_the_window_and_channels_by_direction(api: ScriptedApi) -> None:
    rows = [
        contact(0, mediaType="PHONE", direction="INBOUND"),
        contact(7, mediaType="phone", direction="INBOUND"),
        contact(7.001, mediaType="CHAT", direction="OUTBOUND"),
        contact(30, mediaType="EMAIL"),
        contact(91, direction="INBOUND"),
        contact(-0.01, mediaType="CHAT", direction="SIDEWAYS"),
    ]
    assert activity(api, rows) == (
        "Contacts. Begun in the last 7, 30, 90 days of the window: 2, 4, 4; inbound 2, 2, 2. "
        "Inbound: phone 2, channel unknown 1. Outbound: chat 1. Sideways: chat 1. Direction unknown: email 1."
    )
    assert activity(api, rows[:2], start_time="P20D") == (
        "Contacts. Begun in the last 7 days of the window: 2. Inbound: phone 2."
    )
    assert activity(api, rows[:2], start_time="P2D") == "Contacts. Inbound: phone 2."


def test_the_preferred_channel_is_told_by_direction(api: ScriptedApi) -> None:
    rows = [
        *(contact(day, mediaType="CHAT", direction="INBOUND") for day in range(3)),
        *(contact(day + 0.5, mediaType="EMAIL", direction="INBOUND") for day in range(2)),
        *(contact(day + 0.7, mediaType="EMAIL", direction="OUTBOUND") for day in range(4)),
    ]
    assert activity(api, rows, start_time="P6D") == "Contacts. Inbound: chat 3, email 2. Outbound: email 4."


def test_queues_are_counted_once_a_contact(api: ScriptedApi) -> None:
    call = contact(1, mediaType="PHONE", direction="INBOUND", mediaIdentifier="+12065550134")
    legs = [call | {"queueName": queue, "title": queue} for queue in ("Care", "Billing", "Care 2")]
    rows = [*legs, contact(2, queueName="Billing", direction="INBOUND"), contact(3, direction="INBOUND")]
    assert activity(api, rows, start_time="P4D").endswith(' Queues: Billing 2, Care 1, "Care 2" 1.')
    assert "Queues" not in activity(api, rows[-1:])
    many = [contact(day, queueName=f"Queue {'ABCDEFGH'[day]}") for day in range(8)]
    assert activity(api, many).endswith(", Queue E 1, Queue F 1, … (8 kinds).")


def test_of_many_channels_the_most_frequent_are_named(api: ScriptedApi) -> None:
    rows = [contact(n / 10, mediaType=f"KIND{kind}") for n, kind in enumerate((1, 1, 2, 3, 4, 5, 6, 7))]
    assert activity(api, rows, start_time="P2D") == (
        'Contacts. Direction unknown: "kind1" 2, "kind2" 1, "kind3" 1, "kind4" 1, "kind5" 1, "kind6" 1, … (7 kinds).'
    )
    assert activity(api, rows[:-1], start_time="P2D").endswith(' "kind5" 1, "kind6" 1.')


def activity(api: ScriptedApi, rows: list[Json], **arguments: Any) -> str:
    lines = api.search(history(rows), **arguments).splitlines()
    [line] = [line for line in lines if line.startswith(("Contacts. ", "Contacts, at least. "))]
    return line


def test_a_contact_that_the_apis_clock_puts_a_little_ahead_counts(api: ScriptedApi) -> None:
    ahead = [contact(-2 / 1440, mediaType="PHONE")]
    assert activity(api, ahead).startswith(
        "Contacts. Begun in the last 7, 30, 90 days of the window: 1, 1, 1; inbound 0, 0, 0. "
    )
    assert activity(api, ahead, end_time="2026-11-22T15:46:00Z") == "Contacts. Direction unknown: phone 1."


def test_where_nothing_is_known_of_activity_nothing_is_said(api: ScriptedApi) -> None:
    text = api.search(history([contact(0, title="Late fee")]), start_time="PT2H")
    assert "Contacts" not in text


def sentiment(api: ScriptedApi, rows: list[Json], insights: Any = None) -> list[str]:
    lines = api.search(history(rows, insights)).splitlines()
    return [line for line in lines if line.startswith(("Sentiment", "8x8's aggregate"))]


def test_the_sequence_of_sentiments_runs_newest_first_and_counts_the_unscored(api: ScriptedApi) -> None:
    said = ["NEGATIVE", "negative", None, "MIXED", "POSITIVE", "", "POSITIVE", "AMBIVALENT"]
    rows = [contact(day, sentiment=value) for day, value in enumerate(said)]
    assert sentiment(api, rows) == [
        "Sentiment of scored contacts, newest first: negative x2, mixed, positive x2, ambivalent; 2 without one."
    ]


def test_a_sentiment_without_a_date_has_no_place_in_the_sequence(api: ScriptedApi) -> None:
    undated = {"mediaType": "CHAT", "sentiment": "POSITIVE"}
    rows = [contact(1, sentiment="NEGATIVE"), undated]
    assert sentiment(api, rows) == [
        "Sentiment of scored contacts, newest first: negative; undated positive 1."
    ]
    assert sentiment(api, [undated]) == ["Sentiment of scored contacts, newest first: undated positive 1."]


def test_a_long_sequence_is_cut_and_summed_up(api: ScriptedApi) -> None:
    rows = [contact(day, sentiment=("POSITIVE", "NEUTRAL")[day % 2]) for day in range(13)]
    assert sentiment(api, rows) == [
        "Sentiment of scored contacts, newest first: "
        + "positive, neutral, " * 5
        + "…; in all positive 7, neutral 6."
    ]
    assert sentiment(api, rows[:10]) == [
        "Sentiment of scored contacts, newest first: " + ", ".join(["positive, neutral"] * 5) + "."
    ]


WITHOUT_ANALYTICS = (
    "Sentiment, topics and so repeat contacts: unknown. None could be read, as where Speech Analytics is not licensed; "
    "that is not neutral."
)
AGGREGATE = {"aggregatedSentiment": {"aggregatedCustomerSentiment": "NEGATIVE"}, "totalInteractions": 4}


@pytest.mark.parametrize(
    ("rows", "insights", "lines"),
    [
        ([contact(1)], None, [WITHOUT_ANALYTICS]),
        (
            [contact(1, topics=[{"topic": "fee"}])],
            {},
            ["Sentiment: unknown, none could be read; that is not neutral."],
        ),
        (
            [contact(1)],
            {"aggregatedSentiments": AGGREGATE | {"totalInteractions": 0}},
            [
                "8x8's aggregate sentiment over 0 interactions: unknown.",
                "Sentiment by contact: unknown, none could be read.",
            ],
        ),
        (
            [],
            {"aggregatedSentiments": AGGREGATE | {"totalInteractions": None}},
            ["8x8's aggregate sentiment over an unknown number of interactions: customer negative."],
        ),
        (
            [contact(1)],
            {"aggregatedSentiments": AGGREGATE},
            [
                "8x8's aggregate sentiment over 4 interactions: customer negative.",
                "Sentiment by contact: unknown, none could be read.",
            ],
        ),
        (
            [],
            {"aggregatedSentiments": AGGREGATE},
            ["8x8's aggregate sentiment over 4 interactions: customer negative."],
        ),
        ([], None, []),
    ],
)
def test_a_sentiment_that_was_not_sent_is_unknown(
    api: ScriptedApi, rows: list[Json], insights: Any, lines: list[str]
) -> None:
    assert sentiment(api, rows, insights) == lines


def frequency(name: str | None, count: Any = None, share: Any = None, category: Any = None) -> Json:
    return {
        "topicName": name,
        "categoryName": category,
        "interactionsMatchedCount": count,
        "percentageMatched": share,
    }


@pytest.mark.parametrize(
    ("topics", "line"),
    [
        ([frequency("billing", 1, 50.0, "Finance")], "Finance (billing 1, 50%)."),
        ([frequency("billing", 1), frequency("refund", 0, 0)], "billing 1."),
        ([frequency("refund", 0, 0)], None),
        (
            [frequency("a", 1, 33.333, "X"), frequency("b", 2, "66.7", "Y"), frequency("c", 2, 0, "X")],
            "Y (b 2, 66.7%); X (c 2, 0%; a 1, 33.3%).",
        ),
        ([frequency("a", 2), frequency("b", None, 5), frequency("c")], "a 2; b 5%; c."),
        ([frequency(None, 3), "x", None], None),
        ([], None),
        (
            [frequency(f"t{n}", 20 - n) for n in range(12)],
            '"t0" 20; "t1" 19; "t2" 18; "t3" 17; "t4" 16; "t5" 15; "t6" 14; "t7" 13; "t8" 12; "t9" 11; "t10" 10; "t11" 9.',
        ),
    ],
)
def test_8x8s_topics_keep_their_numbers_most_frequent_first(
    api: ScriptedApi, topics: list[Any], line: str | None
) -> None:
    text = api.search(history([contact(1)], {"aggregatedTopics": {"topicFrequency": topics}}))
    said = f"8x8's topics over an unknown number of interactions: {line}"
    assert [found for found in text.splitlines() if "8x8's topics" in found] == ([said] if line else [])


def test_no_topic_of_8x8s_is_lost_where_there_is_room(api: ScriptedApi) -> None:
    topics = [frequency(f"topic {n:02}", 100 - n) for n in range(30)]
    reply = history([contact(1)], {"aggregatedTopics": {"totalInteractions": 7, "topicFrequency": topics}})
    lines = [line for line in api.search(reply).splitlines() if "8x8's topics" in line]
    assert lines[0].startswith('8x8\'s topics over 7 interactions: "topic 00" 100; "topic 01" 99; ')
    assert lines[0].endswith('; "topic 11" 89; 18 more.')
    assert lines[1].startswith('More of 8x8\'s topics: "topic 12" 88; ')
    assert lines[2].endswith('"topic 29" 71.')
    assert len(lines) == 3


def test_days_are_counted_by_the_clock_on_the_wall_as_the_window_is(api: ScriptedApi) -> None:
    start = NOW.astimezone(ZoneInfo("America/New_York")) - timedelta(days=30)  # an hour longer than in summer
    text = api.search(
        history([{"startedAt": epoch(start + timedelta(minutes=30)), "mediaType": "PHONE"}]),
        settings={"C360_TIMEZONE": "America/New_York"},
        start_time="P30D",
    )

    assert "Begun in the last 7, 30 days of the window: 0, 1; inbound 0, 0." in text


@pytest.mark.parametrize(
    ("sharing", "rows", "once"), [(5, 10, True), (5, 11, False), (4, 8, False), (6, 12, True)]
)
def test_a_value_is_said_once_from_half_of_the_rows_on_and_no_fewer_than_five(
    api: ScriptedApi, sharing: int, rows: int, *, once: bool
) -> None:
    queues = ["Shared"] * sharing + [f"Queue {n}" for n in range(rows - sharing)]
    text = api.search(history([contact(day, queueName=queue) for day, queue in enumerate(queues)]))
    assert ("Unless a row says otherwise: queue Shared." in text) == once
    assert text.count("| queue Shared") == (0 if once else sharing)
