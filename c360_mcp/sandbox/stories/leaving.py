"""Someone about to leave: slow evenings, a missed engineer, an offer that never came, a named competitor."""

from c360_mcp.sandbox.story import Story, call, whatsapp

# A contact reads in a few lines, not in one per field.
# fmt: off
_SLOW_EVENINGS = (
    call(
        210, "10:15", "8m44s", direction="OUTBOUND", sentiment="POSITIVE",
        topics={"upgrade": 2, "contract": 1},
        wrap_up=("Sale",), queue="Retention", labels=("Handled",),
        summary="Agent called to offer the 250 Mbit/s plan at £48.00 a month. Customer accepted because two "
        "people in the household work from home, and kept the existing contract, which ends on {-20}. Agent "
        "confirmed that no new minimum term applies. Customer said that the service had been good so far.",
    ),
    call(
        120, "18:22", "16m02s", sentiment="NEUTRAL", topics={"speed": 4, "appointment": 1},
        wrap_up=("Engineer booked",), queue="Technical support", labels=("Queued", "Handled"),
        summary="Customer reported that the connection falls to about 20 Mbit/s between 19:00 and 22:00 "
        "although the plan promises 250. Agent ran a line test, found errors on the cabinet side and booked "
        "an engineer for {113} between 08:00 and 12:00. Customer took the morning off work for the visit.",
    ),
    call(
        110, "09:40", "21m37s", sentiment="MIXED", topics={"appointment": 4, "complaint": 1},
        wrap_up=("Engineer booked",), queue="Technical support",
        labels=("Queued", "TransferredToAgent", "Handled"),
        summary="Customer stated that the engineer booked for {113} did not come and that nobody called. "
        "Agent apologised, saw that the visit had been cancelled for lack of staff and booked a new one for "
        "{104}. Agent credited £12.00 for the missed appointment. Customer thanked the agent for the quick "
        "credit but was unhappy about the lost morning.",
    ),
)

_LOSING_PATIENCE = (
    whatsapp(
        75, "07:58", "34m10s", sentiment="NEGATIVE", topics={"outage": 5, "refund": 1},
        wrap_up=("Credit issued",), queue="Social messaging", labels=("Queued", "Handled"),
        summary="Customer wrote that there had been no connection since the evening of {77}. Agent confirmed "
        "an outage in the area caused by a damaged cable and expected the repair by {74}. Agent issued a "
        "credit of £8.00 for the days without service. Customer replied that a credit does not help to keep "
        "a job and asked for a permanent solution to the evening slowdowns as well.",
    ),
    call(
        40, "17:31", "48m19s", sentiment="NEGATIVE", topics={"speed": 6, "competitor": 2, "complaint": 1},
        wrap_up=("Fault ticket opened", "Churn risk"), queue="Technical support",
        labels=("Queued", "TransferredToQueue", "TransferredToAgent", "Handled", "Churn risk"),
        summary="Customer called again about slow evenings; the engineer's visit of {104} had changed "
        "nothing. The call was transferred from Technical support to the network team and back. Agent "
        "confirmed that the cabinet is over capacity and that an extension has no date. Customer mentioned "
        "an offer from Northlink of 500 Mbit/s at £36.00 a month. Agent could not match it and opened a "
        "fault ticket.",
    ),
    call(
        17, "12:05", "25m50s", sentiment="NEGATIVE",
        topics={"cancellation": 3, "competitor": 3, "contract": 2},
        wrap_up=("Retention offer",), queue="Retention",
        labels=("Queued", "Handled", "Churn risk", "Escalation"),
        summary="Customer asked for the end date of the contract and the notice to be given. Agent confirmed "
        "that the contract ends on {-20} and that 14 days' notice is needed, so by {-6}. Customer again "
        "named Northlink's offer of £36.00 a month. Agent promised to have a retention offer sent by email "
        "by {14} and asked the customer to wait for it before deciding.",
    ),
    call(
        6, "16:48", "41s", direction="OUTBOUND", queue="Retention", outcome="UnknownOutcome",
        wrap_up=("No answer",),
    ),
    call(
        4, "18:11", "31m26s", sentiment="NEGATIVE",
        topics={"cancellation": 5, "complaint": 3, "competitor": 2},
        wrap_up=("Cancellation requested", "Callback"), queue="Retention", summary_failures=1,
        labels=("Queued", "ConsultationEstablished", "Handled", "Escalation", "Churn risk"),
        summary="Customer stated that the retention offer promised for {14} never arrived and asked how to "
        "keep the phone number when moving to Northlink. Agent consulted a supervisor, explained the porting "
        "process and noted the customer's wish to cancel as of {-20}; notice was not given formally yet. "
        "Agent promised that a supervisor calls on {1} with a final offer. Customer said that without it the "
        "notice goes out by {-6}.",
    ),
)
# fmt: on

STORY = Story(
    key="leaving",
    phone="+442079460123",
    contact_id="contact-2044",
    agent_sentiment="POSITIVE",
    contacts=_SLOW_EVENINGS + _LOSING_PATIENCE,
)
