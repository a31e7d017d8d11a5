"""The signals of friction: every rule of the guide, with its edges."""

from typing import Any

import pytest

from tests.replies import Json, ScriptedApi, contact, history, inbound, outbound

REPEAT = "- Repeat inbound contacts, 30 days apart at most: "


def later_by_a_millisecond(row: Json) -> Json:
    return row | {"startedAt": row["startedAt"] + 1}


def callback_marked(days_ago: float, **fields: Any) -> Json:
    return inbound(days_ago, **({"wrapUpCodes": ["Callback"]} | fields))


def scored(*sentiments: str | None) -> list[Json]:
    """Contacts with these sentiments, newest first."""
    return [contact(day, sentiment=sentiment) for day, sentiment in enumerate(sentiments)]


HEADING = "Signals (proxies; rules in c360://guide):"
NOT_FOUND = "- Not found here: "


def assert_signals(api: ScriptedApi, rows: list[Json], expected: list[str]) -> None:
    lines = (api.search(history(rows))).splitlines()
    assert [line for line in lines if line.startswith("- ") and not line.startswith(NOT_FOUND)] == expected
    assert lines.count(HEADING) == 1


def undated(row: Json) -> Json:
    return {name: value for name, value in row.items() if name != "startedAt"}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([inbound(1, "fee"), inbound(31, "fee")], "fee #1 #2", id="30 days to the millisecond"),
        pytest.param(
            [later_by_a_millisecond(inbound(1, "fee")), inbound(31, "fee")], None, id="a millisecond more"
        ),
        pytest.param(
            [inbound(1, "fee"), inbound(25, "fee"), inbound(50, "fee")],
            "fee #1 #2 #3",
            id="each within 30 days of the one before, not of the first",
        ),
        pytest.param([inbound(1, "fee"), outbound(2, topics=[{"topic": "fee"}])], None, id="outbound"),
        pytest.param([inbound(1, "fee"), contact(2, topics=[{"topic": "fee"}])], None, id="no direction"),
        pytest.param([inbound(1, "Late Fee"), inbound(2, "late fee")], "Late Fee #1 #2", id="letter case"),
        pytest.param([inbound(1, "fee", "fee")], None, id="one topic twice in one contact"),
        pytest.param([inbound(1, "fee", "Fee"), inbound(9, "fee")], "fee #1 #2", id="doubled, and repeated"),
        pytest.param([inbound(1), inbound(2)], None, id="no topics"),
        pytest.param([inbound(1, "fee"), inbound(2, "speed")], None, id="two topics"),
        pytest.param([inbound(1, "fee"), undated(inbound(2, "fee"))], None, id="a contact without a start"),
        pytest.param(
            [inbound(1, "fee"), inbound(9, "speed"), inbound(12, "fee"), inbound(80, "fee")],
            "fee #1 #3",
            id="others in between, and one too old",
        ),
        pytest.param(
            [inbound(1, "a"), inbound(2, "a"), inbound(50, "a"), inbound(51, "a"), inbound(52, "a")],
            "a #1 #2 (1 earlier chain)",
            id="of two chains the newer, also where the other is longer",
        ),
        pytest.param(
            [inbound(day, "a") for day in (1, 50, 51, 100, 101)],
            "a #2 #3 (1 earlier chain)",
            id="of the chains the newest, though there is a newer contact",
        ),
        pytest.param(
            [inbound(1, "b"), inbound(2, "b"), *(inbound(day, "a") for day in (50, 51, 100, 101))],
            "a #3 #4 (1 earlier chain); b #1 #2",
            id="the one with the most contacts in chains first",
        ),
        pytest.param(
            [inbound(day, "d", "c", "b", "a") for day in (1, 2)] + [inbound(3, "a")],
            "a #1 #2 #3; d, c, b #1 #2",
            id="the longest first, those about the same rows together",
        ),
        pytest.param(
            [inbound(day, topic) for day, topic in enumerate("abcdabcd", 1)],
            "a #1 #5; b #2 #6; c #3 #7; 1 more topic",
            id="three at most",
        ),
        pytest.param(
            [inbound(day, "e", "d", "c", "b", "a") for day in (1, 2)],
            "e, d, c #1 #2; 2 more topics",
            id="several more",
        ),
        pytest.param(
            [inbound(day, "fee") for day in range(8)],
            "fee #1 #2 #3 #4 #5 #6 … (8 in all)",
            id="of many rows the newest",
        ),
        pytest.param([inbound(day, "fee") for day in range(6)], "fee #1 #2 #3 #4 #5 #6", id="six in full"),
        pytest.param(
            [
                inbound(1, "fee", interactionId="int-1", queueName="Tier 1"),
                inbound(1, "fee", interactionId="int-1", queueName="Tier 2"),
                inbound(2, "fee", interactionId="int-2"),
            ],
            "fee #1 #3",
            id="one contact in two rows is no repetition",
        ),
        pytest.param(
            [inbound(1, "fee, urgent"), inbound(2, "fee, urgent")],
            '"fee, urgent" #1 #2',
            id="a topic that could mislead",
        ),
    ],
)
def test_repeat_contacts(api: ScriptedApi, rows: list[Json], expected: str | None) -> None:
    assert_signals(api, rows, [f"{REPEAT}{expected}"] if expected else [])


@pytest.mark.parametrize(
    ("fields", "tag"),
    [
        ({"outcomeLabel": "Abandoned"}, "Abandoned"),
        ({"interactionLabels": ["Queued", "Abandoned"]}, "Abandoned"),
        ({"wrapUpCodes": ["ABANDONED"]}, "ABANDONED"),
        ({"wrapUpCodes": ["Abandoned in queue"]}, "Abandoned in queue"),
        ({"outcomeLabel": "Not abandoned"}, None),
        ({"title": "Abandoned"}, None),
        ({"queueName": "Abandoned"}, None),
        ({"outcomeLabel": 7, "interactionLabels": None}, None),
    ],
)
def test_contacts_tagged_as_abandoned(api: ScriptedApi, fields: Json, tag: str | None) -> None:
    rows = [contact(1), contact(2, **fields)]
    assert_signals(api, rows, [f"- Tagged as abandoned: {tag} #2"] if tag else [])


def test_an_outbound_contact_that_was_abandoned_is_not_the_customers_waiting(api: ScriptedApi) -> None:
    rows = [outbound(1, outcomeLabel="Abandoned"), inbound(2, outcomeLabel="Abandoned")]
    said = "- Outbound, tagged as abandoned (not the customer waiting): Abandoned #1"
    assert_signals(api, rows, ["- Tagged as abandoned: Abandoned #2", said])
    assert_signals(api, rows[:1], [said])


@pytest.mark.parametrize(
    ("fields", "labels"),
    [
        ({"outcomeLabel": "TransferredToQueue"}, ["TransferredToQueue"]),
        ({"interactionLabels": ["TransferredToAgent"]}, ["TransferredToAgent"]),
        ({"wrapUpCodes": ["blindtransfer"]}, ["blindtransfer"]),
        ({"interactionLabels": ["ForwardedToExternalNumber"]}, ["ForwardedToExternalNumber"]),
        (
            {"outcomeLabel": "TransferredToAgent", "interactionLabels": ["TransferredToQueue"]},
            ["TransferredToAgent", "TransferredToQueue"],
        ),
        ({"outcomeLabel": "ConsultationEstablished"}, []),
        ({"outcomeLabel": "Transferred to a colleague"}, ['"Transferred to a colleague"']),
    ],
)
def test_transfers_are_named_by_tag_and_as_routing(api: ScriptedApi, fields: Json, labels: list[str]) -> None:
    transferred = f"- Tagged as transferred (routing, not escalation): {', '.join(labels)} #1"
    assert_signals(api, [contact(1, **fields)], [transferred] if labels else [])


def phone(day: float) -> Json:
    return contact(day, mediaType="PHONE")


CALLBACK = "- Callback noted, no later outbound call among these: "


@pytest.mark.parametrize(
    ("rows", "cited"),
    [
        pytest.param([callback_marked(1)], "Callback #1", id="a wrap-up code"),
        pytest.param(
            [inbound(1, outcomeLabel="ForwardedToCallback")], "ForwardedToCallback #1", id="an outcome"
        ),
        pytest.param(
            [inbound(1, interactionLabels=["call back"])], "call back #1", id="a label in two words"
        ),
        pytest.param(
            [inbound(1, wrapUpCodes=["Call-back requested"])], "Call-back requested #1", id="with a hyphen"
        ),
        pytest.param([inbound(1, wrapUpCodes=["CALL_BACK"])], "CALL_BACK #1", id="with an underscore"),
        pytest.param([contact(1, wrapUpCodes=["Callback"])], "Callback #1", id="no direction"),
        pytest.param([inbound(1, interactionLabels=["PostCallSurveyCallback"])], None, id="a survey"),
        pytest.param(
            [inbound(1, interactionLabels=["PostCallSurveyCallback", "Callback"])],
            "Callback #1",
            id="a survey, and more",
        ),
        pytest.param([outbound(1, wrapUpCodes=["Callback"])], None, id="outbound itself"),
        pytest.param([outbound(1), callback_marked(2)], None, id="a later outbound call"),
        pytest.param([callback_marked(1), outbound(2)], "Callback #1", id="an earlier outbound call"),
        pytest.param(
            [outbound(1), callback_marked(1)], "Callback #2", id="an outbound call at the same moment"
        ),
        pytest.param([outbound(1, "EMAIL"), callback_marked(2)], "Callback #2", id="a later outbound e-mail"),
        pytest.param([inbound(1), callback_marked(2)], "Callback #2", id="a later inbound call"),
        pytest.param(
            [callback_marked(1), outbound(2), callback_marked(3)], "Callback #1", id="one answered, one not"
        ),
        pytest.param(
            [undated(callback_marked(1))], "Callback #1", id="no start, and no outbound call at all"
        ),
        pytest.param([outbound(1), undated(callback_marked(2))], None, id="no start: it may be settled"),
        pytest.param([callback_marked(1), undated(outbound(2))], None, id="an outbound call of unknown time"),
        pytest.param([phone(1), callback_marked(2)], None, id="a later call, perhaps outbound"),
        pytest.param(
            [contact(1, direction="OUTBOUND"), callback_marked(2)], None, id="a later contact, perhaps a call"
        ),
        pytest.param(
            [outbound(1, "VOICEMAIL"), callback_marked(2)], None, id="a voicemail left for the customer"
        ),
        pytest.param([inbound(1, wrapUpCodes=["CallbackCompleted"])], None, id="made"),
        pytest.param([inbound(1, wrapUpCodes=["Callback declined"])], None, id="declined"),
        pytest.param([inbound(1, wrapUpCodes=["No callback needed"])], None, id="not needed"),
        pytest.param([inbound(1, wrapUpCodes=["Callback not made"])], "Callback not made #1", id="not made"),
        pytest.param(
            [
                inbound(1, wrapUpCodes=["Callback"]),
                inbound(2, outcomeLabel="ForwardedToCallback"),
                inbound(3, interactionLabels=["callback"]),
            ],
            "Callback #1 #3; ForwardedToCallback #2",
            id="by mark, letter case aside",
        ),
    ],
)
def test_callbacks_noted(api: ScriptedApi, rows: list[Json], cited: str | None) -> None:
    assert_signals(api, rows, [f"{CALLBACK}{cited}"] if cited else [])


VOICEMAIL = "- Voicemail with no later outbound contact among these: "
LEFT = {"mediaType": "VOICEMAIL", "direction": "INBOUND"}


@pytest.mark.parametrize(
    ("rows", "cited"),
    [
        pytest.param([contact(1, **LEFT)], "#1", id="a voicemail"),
        pytest.param([contact(1, mediaType="voicemail")], "#1", id="in small letters, without direction"),
        pytest.param([inbound(1, outcomeLabel="ForwardedToVoicemail")], "#1", id="forwarded to voicemail"),
        pytest.param([outbound(1, "VOICEMAIL")], None, id="left for the customer"),
        pytest.param([outbound(1), contact(2, **LEFT)], None, id="a later outbound call"),
        pytest.param([outbound(1, "EMAIL"), contact(2, **LEFT)], None, id="a later outbound e-mail"),
        pytest.param([contact(1, **LEFT), outbound(2)], "#1", id="an earlier outbound call"),
        pytest.param([inbound(1), contact(2, **LEFT)], "#2", id="a later inbound call"),
        pytest.param([outbound(1), contact(1, **LEFT)], "#1", id="an outbound call at the same moment"),
        pytest.param([contact(1, **LEFT), undated(outbound(2))], None, id="an outbound call of unknown time"),
        pytest.param([undated(contact(1, **LEFT))], "#1", id="no start, and no outbound contact at all"),
        pytest.param([phone(1), contact(2, **LEFT)], None, id="a later contact, perhaps outbound"),
    ],
)
def test_voicemails_without_a_later_outbound_contact(
    api: ScriptedApi, rows: list[Json], cited: str | None
) -> None:
    assert_signals(api, rows, [f"{VOICEMAIL}{cited}"] if cited else [])


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"outcomeLabel": "Escalated"}, "Escalated #1"),
        ({"interactionLabels": ["vip", "escalation"]}, "escalation #1"),
        ({"wrapUpCodes": ["Pre-ESCALATION"]}, "Pre-ESCALATION #1"),
        ({"wrapUpCodes": ["Escalated", "L2 escalation"]}, "Escalated, L2 escalation #1"),
        (
            {"wrapUpCodes": [f"Escalated {letter}" for letter in "abcde"]},
            "Escalated a, Escalated b, Escalated c #1; 2 more tags",
        ),
        ({"title": "Escalation"}, None),
        ({"queueName": "Escalations"}, None),
        ({"interactionLabels": ["TransferredToAgent"]}, None),
        ({"wrapUpCodes": ["Not escalated"]}, None),
        ({"wrapUpCodes": ["NoEscalation"]}, None),
        ({"wrapUpCodes": ["De-escalated"]}, None),
        ({"wrapUpCodes": ["deescalation"]}, None),
    ],
)
def test_contacts_tagged_as_escalated(api: ScriptedApi, fields: Json, found: str | None) -> None:
    text = api.search(history([contact(1, **fields)]))
    lines = [line for line in text.splitlines() if line.startswith("- Tagged as escalated: ")]
    assert lines == ([f"- Tagged as escalated: {found}"] if found else [])


@pytest.mark.parametrize(
    ("sentiments", "expected"),
    [
        (["NEGATIVE", "NEGATIVE", "POSITIVE", "NEUTRAL"], "worse at #2 and stayed so: #1 #2"),
        (["POSITIVE", "POSITIVE", "NEUTRAL", "NEGATIVE"], "better at #2 and stayed so: #1 #2"),
        (["NEGATIVE", "negative", "NEUTRAL", "NEUTRAL"], "worse at #2 and stayed so: #1 #2"),
        (["NEGATIVE"] * 3 + ["MIXED", "MIXED"], "worse at #3 and stayed so: #1 #2 #3"),
        (["NEGATIVE", None, "NEGATIVE", None, "NEUTRAL", "POSITIVE"], "worse at #3 and stayed so: #1 #3"),
        (["NEGATIVE", "NEUTRAL", "NEUTRAL", "NEUTRAL"], None),
        (["NEGATIVE", "NEGATIVE", "UNKNOWN", "UNKNOWN"], None),
        (["POSITIVE", "POSITIVE", "NEGATIVE", "bewildered"], None),
        (["NEGATIVE", "NEGATIVE", "POSITIVE", "NEGATIVE"], None),
        (["NEGATIVE", "NEGATIVE", "POSITIVE"], None),
        (["NEGATIVE", "NEGATIVE"], None),
        (["NEUTRAL", "NEUTRAL", "NEGATIVE", "NEGATIVE"], None),
        (["MIXED", "MIXED", "POSITIVE", "POSITIVE"], None),
        (["NEGATIVE", "MIXED", "NEGATIVE", "POSITIVE", "POSITIVE"], None),
        ([None, None, None, None], None),
    ],
)
def test_a_turn_in_sentiment(api: ScriptedApi, sentiments: list[str | None], expected: str | None) -> None:
    assert_signals(
        api, scored(*sentiments), [f"- Sentiment, where scored, turned {expected}"] if expected else []
    )


def test_a_contact_of_unknown_time_takes_no_part_in_a_turn(api: ScriptedApi) -> None:
    rows = [*scored("NEGATIVE", "NEGATIVE", "POSITIVE"), {"mediaType": "CHAT", "sentiment": "POSITIVE"}]
    assert_signals(api, rows, [])


def test_signals_come_in_the_order_of_the_guide_and_count_rows_that_are_not_shown(
    api: ScriptedApi,
) -> None:
    rows = [
        contact(0, mediaType="EMAIL", direction="INBOUND", sentiment="NEGATIVE"),
        inbound(1, "fee", sentiment="NEGATIVE", outcomeLabel="Abandoned"),
        inbound(2, "fee", sentiment="POSITIVE", interactionLabels=["TransferredToAgent", "Escalated"]),
        inbound(3, sentiment="POSITIVE", wrapUpCodes=["Callback"], outcomeLabel="ForwardedToVoicemail"),
    ]
    text = api.search(history(rows), max_interactions=1)
    assert [line for line in text.splitlines() if line.startswith("- ")] == [
        f"{REPEAT}fee #2 #3",
        "- Tagged as abandoned: Abandoned #2",
        "- Tagged as transferred (routing, not escalation): TransferredToAgent #3",
        f"{CALLBACK}Callback #4",
        f"{VOICEMAIL}#4",
        "- Tagged as escalated: Escalated #3",
        "- Sentiment, where scored, turned worse at #2 and stayed so: #1 #2",
    ]


TAGS = 'any outcome, label or wrap-up code with "abandon", "transfer", "forwarded" or "escalat"'


@pytest.mark.parametrize(
    ("rows", "absent"),
    [
        pytest.param([inbound(1, "fee")], f"{TAGS}; repeat inbound contacts", id="no signal"),
        pytest.param([inbound(1)], TAGS, id="without topics, nobody knows of repeat contacts"),
        pytest.param([inbound(1), outbound(2)], TAGS, id="of outbound ones they would not know either"),
        pytest.param(
            [outbound(1)], f"{TAGS}; repeat inbound contacts", id="outbound ones are none, for certain"
        ),
        pytest.param(
            [inbound(1, "fee"), contact(2, direction="INTERNAL")],
            f"{TAGS}; repeat inbound contacts",
            id="nor are those of another direction",
        ),
        pytest.param(
            [inbound(1, "fee"), inbound(2), undated(inbound(3, "fee")), contact(4)],
            f"{TAGS}; repeat inbound contacts (3 contacts could not be judged: no topics, start or direction)",
            id="where some can be judged, how many can not",
        ),
        pytest.param(
            [inbound(1, "fee"), inbound(2, "fee", outcomeLabel="Abandoned")],
            'any outcome, label or wrap-up code with "transfer", "forwarded" or "escalat"',
            id="the others",
        ),
        pytest.param(
            [
                inbound(
                    1, wrapUpCodes=["Not escalated", "De-escalated"], outcomeLabel="ForwardedToVoicemail"
                ),
                outbound(0),
            ],
            'any outcome, label or wrap-up code with "abandon" or "transfer"; a transfer in those with "forwarded" '
            '(denied, or of something else); an escalation in those with "escalat" (denied, or of something else)',
            id="words that are there and say something else",
        ),
    ],
)
def test_what_was_looked_for_in_vain_is_named_in_words_of_the_rows(
    api: ScriptedApi, rows: list[Json], absent: str
) -> None:
    assert f"{NOT_FOUND}{absent}." in api.search(history(rows)).splitlines()


LONG_TAG = "A tenant that writes whole sentences into its codes, and in the end: "


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"wrapUpCodes": [f"{LONG_TAG}the call was escalated"]}, id="cut"),
        pytest.param({"outcomeLabel": f"{LONG_TAG}the call was escalated"}, id="an outcome"),
        pytest.param({"interactionLabels": [f"label {n}" for n in range(101)]}, id="too many"),
        pytest.param({"outcomeLabel": {"name": "Escalated"}}, id="of another type"),
        pytest.param({"wrapUpCodes": ["Sale", {"name": "Escalated"}]}, id="of another type in a list"),
        pytest.param({"interactionLabels": "Escalated"}, id="no list"),
    ],
)
def test_a_word_is_not_denied_of_tags_that_could_not_be_read_whole(api: ScriptedApi, fields: Json) -> None:
    rows = [inbound(1, "fee"), outbound(2, **fields)]
    absent = f"{NOT_FOUND}{TAGS} (those of #2 could not be read whole); repeat inbound contacts."
    assert absent in api.search(history(rows)).splitlines()


@pytest.mark.parametrize(
    "fields",
    [
        {"outcomeLabel": None, "interactionLabels": None, "wrapUpCodes": []},
        {"outcomeLabel": "", "interactionLabels": ["", None, " "], "wrapUpCodes": "", "queueName": 7},
        {"outcomeLabel": "Waiting…", "interactionLabels": [f"label {n}" for n in range(100)]},
        {"outcomeLabel": "x" * 80, "wrapUpCodes": [f"One{' ' * 90}word"]},
    ],
)
def test_tags_that_are_absent_or_read_whole_leave_no_doubt(api: ScriptedApi, fields: Json) -> None:
    text = api.search(history([outbound(1, **fields)]))
    assert f"{NOT_FOUND}{TAGS}; repeat inbound contacts." in text.splitlines()


def test_nothing_is_said_of_kinds_that_were_all_found_nor_of_signals_where_there_is_no_row(
    api: ScriptedApi,
) -> None:
    marks = ["Abandoned", "TransferredToQueue", "Escalated"]
    text = api.search(history([inbound(1, "fee", interactionLabels=marks), inbound(2, "fee")]))
    assert "Not found" not in text
    assert "Signals" not in api.search(history([]))


def test_rules_read_times_to_the_millisecond_whatever_unit_they_come_in(api: ScriptedApi) -> None:
    first = inbound(31, "fee")
    seconds = first | {"startedAt": first["startedAt"] / 1000}
    digits = inbound(1, "fee") | {"startedAt": str(inbound(1)["startedAt"])}
    assert_signals(api, [digits, seconds], [f"{REPEAT}fee #1 #2"])
