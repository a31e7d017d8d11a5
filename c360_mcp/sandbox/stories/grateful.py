"""A happy customer of some years: everything asked for was done, and on time."""

from c360_mcp.sandbox.story import Story, mail, webchat

# A contact reads in a few lines, not in one per field.
# fmt: off
STORY = Story(
    key="grateful",
    email="mona.lind@example.org",
    contact_id="contact-3310",
    agent_sentiment="POSITIVE",
    contacts=(
        webchat(
            512, "11:02", "14m20s", sentiment="POSITIVE", topics={"installation": 2},
            wrap_up=("Sale",), labels=("Queued", "Handled"), title="Ordering fibre for a new flat",
            summary="Customer asked which plans are available at a new address. Agent checked the address, "
            "offered the 500 Mbit/s fibre plan at $55.00 a month and took the order. Agent booked the "
            "installation for {500} in the morning. Customer asked whether a router is included; agent "
            "confirmed that it is.",
        ),
        webchat(
            201, "13:37", "7m48s", sentiment="POSITIVE", topics={"moving": 3, "appointment": 1},
            wrap_up=("Move booked",), labels=("Queued", "Handled"),
            title="Moving the service to a new address",
            summary="Customer announced a move on {180} and asked to keep the plan. Agent confirmed that "
            "fibre is available at the new address, booked the switch for {179} between 09:00 and 11:00 and "
            "waived the moving fee of $40.00 because of the customer's years with the company. Customer was "
            "pleased.",
        ),
        mail(
            178, "19:20", "3m02s", sentiment="POSITIVE", topics={"praise": 2, "moving": 1},
            queue="Customer care",
            wrap_up=("Compliment",), title="Thanks for a smooth move",
            subject="Thank you! The move went perfectly",
        ),
        webchat(
            88, "15:55", "11m13s", sentiment="POSITIVE", topics={"upgrade": 3},
            wrap_up=("Sale",), labels=("Queued", "Handled"), title="Upgrade to 1 Gbit/s",
            summary="Customer asked about faster plans for sending large photo files. Agent explained that "
            "the 1 Gbit/s plan costs $70.00 a month and needs no visit. Customer ordered it; agent confirmed "
            "that the change takes effect on {87} and that the difference for the running month is $4.50.",
        ),
        mail(
            87, "08:15", "1m10s", direction="OUTBOUND", sentiment="NEUTRAL", topics={"upgrade": 1},
            queue="Customer care", outcome="Handled", labels=("Handled",), title="Upgrade confirmed",
            subject="Your plan has been upgraded to 1 Gbit/s",
        ),
        webchat(
            8, "12:41", "6m29s", sentiment="POSITIVE", topics={"praise": 2, "billing": 1},
            wrap_up=("Resolved",), labels=("Queued", "Handled"), title="Referral credit for a neighbour",
            summary="Customer wrote that a neighbour had ordered after their recommendation and asked about "
            "the referral credit. Agent found the referral, applied the credit of $25.00 during the chat and "
            "confirmed that it shows on the bill of {-9}. Customer praised the speed of the connection and "
            "of the answer. Nothing remains to be done.",
        ),
    ),
)
# fmt: on
