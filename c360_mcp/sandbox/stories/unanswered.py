"""A voicemail that nobody answered, after a callback that nobody made."""

from c360_mcp.sandbox.story import Contact, Story, call

# A contact reads in a few lines, not in one per field.
# fmt: off
STORY = Story(
    key="unanswered",
    phone="+12065550177",
    account_id="account-7781",
    sparse=True,
    contacts=(
        call(
            45, "10:28", "13m55s", sentiment="NEUTRAL", topics={"line fault": 3, "appointment": 1},
            wrap_up=("Technician booked",), queue="Technical support", labels=("Queued", "Handled"),
            summary="Customer reported crackling on the landline since a storm. Agent measured the line, "
            "found moisture in the connection and booked a technician for {41}. Agent explained that the "
            "visit is free because the fault lies outside the house. Customer asked for a call half an hour "
            "before arrival; agent noted it.",
        ),
        call(
            38, "09:14", "5m21s", direction="OUTBOUND", sentiment="POSITIVE", topics={"line fault": 1},
            wrap_up=("Resolved",), queue="Technical support", labels=("Handled",),
            summary="Agent called to ask whether the repair of {41} had helped. Customer confirmed that the "
            "line is clear again and thanked the technician. Agent closed the fault and asked the customer "
            "to call again should the noise return with the next heavy rain.",
        ),
        call(
            13, "16:39", "3m07s", sentiment="NEUTRAL", topics={"line fault": 2},
            wrap_up=("Callback",), queue="Technical support", outcome="ForwardedToCallback",
            labels=("Queued", "OfferingTimeout", "ForwardedToCallback"),
            summary="Customer called because the landline has had no dial tone since the morning of {13}. "
            "All agents were busy; customer chose a callback at this number, on a mobile phone, and was told "
            "that it would come the same day.",
        ),
        call(
            8, "08:02", "6m48s",
            queue="Technical support", outcome="Abandoned", labels=("Queued", "Abandoned"),
        ),
        Contact(
            6, "20:17", "52s", media="VOICEMAIL", sentiment="NEGATIVE",
            topics={"line fault": 2, "complaint": 1},
            queue="After-hours voicemail", outcome="ForwardedToVoicemail",
            labels=("Queued", "ForwardedToVoicemail"),
            summary="Customer left a message: the landline has been dead since {13}, the callback requested "
            "that day never came, and waiting on the line on {8} was in vain. Customer's mother, who lives "
            "in the house, depends on a medical alarm that uses the line. Customer asked for a call back on "
            "this number before {3}.",
        ),
    ),
)
# fmt: on
