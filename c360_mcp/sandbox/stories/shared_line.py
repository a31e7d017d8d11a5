"""One telephone in a household, and two people who call from it: one is promised a callback that she never gets."""

from c360_mcp.sandbox.story import Story, call

# A contact reads in a few lines, not in one per field.
# fmt: off
HERS = Story(
    key="shared-line-hers",
    phone="+12065550166",
    contact_id="contact-7001",
    contacts=(
        call(
            4, "10:12", "5m40s", sentiment="NEUTRAL", topics={"billing": 2}, queue="Welcome",
            outcome="TransferredToQueue", labels=("Queued", "TransferredToQueue"),
        ),
        call(
            4, "10:12", "9m05s", leg=1, sentiment="NEUTRAL", topics={"billing": 3}, queue="Billing",
            outcome="TransferredToQueue", labels=("Queued", "TransferredToQueue"),
        ),
        call(
            4, "10:12", "21m30s", leg=2, sentiment="NEGATIVE", topics={"billing": 4, "complaint": 1},
            queue="Billing disputes", wrap_up=("Callback promised",), labels=("Queued", "Handled"),
            title="A charge for a line that was cancelled",
            summary="Customer disputed a charge of $42.00 for a second line that was cancelled on {40}. The call passed "
            "two other teams before. Agent saw the cancellation but could not remove the charge, and promised a "
            "callback by {2} with the decision.",
        ),
    ),
)

HIS = Story(
    key="shared-line-his",
    phone="+12065550166",
    contact_id="contact-7002",
    contacts=(
        call(
            9, "17:45", "6m10s", sentiment="POSITIVE", topics={"billing": 1, "upgrade": 2}, queue="Sales",
            wrap_up=("Information given",), labels=("Queued", "Handled"),
            title="Price of a faster plan",
            summary="Customer asked what the bill comes to with a faster plan. Agent named $79.00 a month and offered to "
            "call back with an offer in writing. Customer wanted to think it over and named the evening as the best "
            "time.",
        ),
        call(
            1, "11:20", "3m15s", direction="OUTBOUND", sentiment="POSITIVE", topics={"upgrade": 1}, queue="Sales",
            wrap_up=("Offer accepted",), labels=("Handled",),
            title="Offer for a faster plan",
            summary="Agent called with the offer for the faster plan at $79.00 a month, without a new term. Customer "
            "accepted it for the next billing period, and agent confirmed the change by email during the call. Nothing "
            "else is open.",
        ),
    ),
)
# fmt: on
