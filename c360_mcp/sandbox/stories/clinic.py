"""A clinic that moves house, known by its account alone: no address was kept with its interactions."""

from c360_mcp.sandbox.story import Contact, Story, call, mail

# A contact reads in a few lines, not in one per field.
# fmt: off
STORY = Story(
    key="clinic",
    account_id="account-456",
    sparse=True,
    contacts=(
        call(
            64, "09:30", "42m16s", product="UC", sentiment="NEUTRAL",
            topics={"moving": 5, "number porting": 3},
            queue="Business accounts", labels=("Queued", "Handled"), wrap_up=("Project opened",),
            summary="Customer announced that the clinic moves to new premises on {-12} and wants to keep its "
            "main number and eight extensions. Agent explained that the number can be ported within the same "
            "area code, that the order needs 30 days and that a site survey comes first. Agent promised a "
            "quote by email by {55} and named $1,150.00 as the usual price. Customer asked for no "
            "interruption on a working day.",
        ),
        mail(
            56, "10:02", "5m00s", direction="OUTBOUND", product="CC", sentiment="NEUTRAL",
            topics={"moving": 2}, queue="Business accounts", outcome="Handled", labels=("Handled",),
        ),
        call(
            49, "13:12", "11m40s", product="UC", sentiment="POSITIVE", topics={"moving": 2, "contract": 1},
            queue="Business accounts", labels=("DirectAgentAccess", "Handled"), wrap_up=("Order placed",),
            summary="Customer accepted the quote of $1,080.00 received on {56} and ordered the move. Agent "
            "placed the order, confirmed the site survey for {36} at 14:00 and stated that the porting date "
            "of {-12} will be confirmed after the survey. Customer will send the floor plan.",
        ),
        call(
            34, "08:45", "58m31s", product="UC", sentiment="MIXED", topics={"moving": 4, "appointment": 3},
            queue="Business accounts", labels=("Queued", "ConferenceEstablished", "Handled"),
            wrap_up=("Follow-up",),
            summary="Conference with the customer and the survey team. The survey of {36} took place but "
            "found that the new premises have only one duct. Survey team needs a second duct, to be built by "
            "the landlord by {-4}. Customer was glad of the clear explanation and worried about the date. "
            "Agent promised to confirm by {20} whether {-12} still holds, and to name a fallback if it does "
            "not.",
        ),
        Contact(
            15, "17:20", "4m33s", product="UC", sentiment="NEGATIVE", topics={"moving": 2, "complaint": 1},
            queue="Business accounts", outcome="TransferredToQueue",
            labels=("Queued", "TransferredToQueue", "Abandoned"),
        ),
        call(
            3, "09:51", "18m08s", sentiment="NEGATIVE", topics={"number porting": 4, "moving": 2},
            queue="Business accounts", labels=("Queued", "Handled"), wrap_up=("Callback",),
            summary="Customer stated that the confirmation promised for {20} never came and that the "
            "landlord has finished the second duct. Agent found that the porting order was not submitted "
            "after the survey and submitted it during the call. With 30 days' notice the number cannot move "
            "before {-27}. Agent promised to request an exception and to call back by {1}. Customer asked "
            "for forwarding to mobile phones as a fallback.",
        ),
    ),
)
# fmt: on
