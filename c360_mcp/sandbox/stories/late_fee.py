"""A late fee, charged in error, that keeps coming back; most promises made about it are broken."""

from c360_mcp.sandbox.story import Story, call, mail, webchat

# A contact reads in a few lines, not in one per field.
# fmt: off

_CHATS_AND_EMAILS = (
    webchat(
        96, "16:20", "9m05s", sentiment="POSITIVE", topics={"autopay": 3, "billing": 1},
        wrap_up=("Autopay set up",), labels=("Queued", "Handled"), title="Setting up autopay",
        summary="Customer asked how to have the monthly bill of $64.00 paid automatically. Agent set up "
        "autopay from the customer's checking account and confirmed that the first draw takes place on {70}, "
        "the due date of the next bill. Customer asked whether a late fee can occur with autopay. Agent "
        "stated that it cannot as long as the account holds enough money. Customer was satisfied.",
    ),
    mail(
        61, "08:47", "12m30s", sentiment="NEUTRAL", topics={"late fee": 2, "autopay": 1}, queue="Billing",
        wrap_up=("Information given",), title="Late fee despite autopay",
        subject="Late fee of $35 on my bill of {65}, although autopay paid it",
    ),
    webchat(
        33, "18:02", "22m41s", sentiment="NEGATIVE", topics={"late fee": 6, "refund": 3},
        wrap_up=("Fee credit requested",), labels=("Queued", "TransferredToAgent", "Handled"),
        title="Second late fee on the new bill",
        summary="Customer wrote that the bill of {35} shows neither the credit promised on {58} nor a "
        "corrected balance, and that a second late fee of $35.00 was added because the first one is unpaid. "
        "Agent found that the credit request had been closed on {50} without a decision. Agent opened a new "
        "request for both fees, $70.00 in all, under reference 48213, and promised the credit within five "
        "business days and a confirmation by email by {26}. Customer said that this had been promised "
        "before.",
    ),
    mail(
        18, "07:31", "4m10s", sentiment="NEGATIVE", topics={"late fee": 3, "complaint": 2}, queue="Billing",
        wrap_up=("Template reply",), title="No callback, fees still on the bill",
        subject="Third attempt: nobody called on {19}, both late fees are still there",
    ),
    webchat(
        9, "17:48", "4m26s", outcome="Abandoned", labels=("Queued", "Abandoned"),
    ),
    webchat(
        2, "15:14", "17m52s", sentiment="NEGATIVE", topics={"late fee": 5, "refund": 2, "cancellation": 1},
        wrap_up=("Information given",), labels=("Queued", "TransferredToQueue", "Handled"),
        title="Still no decision on the $70 credit",
        summary="Customer asked for the state of the $70.00 credit under reference 48213 and stated that the "
        "callback promised for {3} did not take place. Agent confirmed that the credit still awaits a "
        "supervisor's approval and could not say who holds it. Agent promised a written decision by email by "
        "{-2}. Customer announced that the charge will otherwise be disputed with the bank and the service "
        "cancelled. No credit was issued during the chat.",
    ),
    mail(
        1, "09:05", None, outcome=None, labels=("Queued",), queue="Billing disputes",
        title="Written confirmation of the credit", subject="Please confirm the $70 credit in writing",
    ),
)

_CALLS = (
    call(
        118, "15:30", "3m18s", direction="OUTBOUND", sentiment="NEUTRAL", topics={"billing": 2},
        wrap_up=("Payment taken",), queue="Billing", title="Reminder of an open bill",
        summary="Agent called to remind the customer of the open bill of $64.00. Customer had forgotten it "
        "and paid by card during the call. Agent mentioned that autopay avoids reminders. Customer said that "
        "they would look into it online. No late fee was charged.",
    ),
    call(
        58, "14:03", "14m12s", sentiment="MIXED", topics={"late fee": 4, "refund": 1},
        wrap_up=("Fee credit requested",), labels=("Queued", "TransferredToAgent", "Handled"),
        queue="Billing", title="Late fee on the bill of {65}",
        summary="Customer called about a late fee of $35.00 on the bill of {65}. Agent verified that autopay "
        "drew $64.00 on {70}, the due date, and that the payment was posted only on {67} because of a system "
        "migration. Agent agreed that the fee was charged in error, requested a credit of $35.00 and "
        "promised that it appears on the bill of {35}. Customer accepted.",
    ),
    call(
        21, "19:26", "27m40s", sentiment="NEGATIVE", topics={"late fee": 5, "complaint": 3, "refund": 2},
        wrap_up=("Callback",), queue="Billing disputes", title="Transferred twice about two late fees",
        labels=("Queued", "TransferredToQueue", "TransferredToAgent", "Handled"),
        summary="Customer called because neither the credit of $70.00 nor the email promised for {26} had "
        "arrived. The call was transferred from Billing to Technical support by mistake and on to Billing "
        "disputes; the customer had to pass the identity check three times. Agent saw reference 48213 as "
        "open and could not approve it. Agent promised that a supervisor calls back on {19}. Customer was "
        "upset about explaining the matter again.",
    ),
    call(
        5, "16:10", "19m33s", sentiment="NEGATIVE", topics={"late fee": 4, "refund": 4},
        wrap_up=("Callback", "Pending approval"), queue="Billing disputes", labels=("Queued", "Handled"),
        title="Both late fees confirmed as errors",
        summary="Customer called again about reference 48213. Agent in Billing disputes confirmed that both "
        "late fees, $35.00 on the bill of {65} and $35.00 on the bill of {35}, were charged in error. A "
        "credit of $70.00 was prepared, which a supervisor has to approve. Agent promised a callback by {3} "
        "at 17:00 with the decision. Customer asked for it in writing; agent could not promise that.",
    ),
)
# fmt: on

STORY = Story(
    key="late-fee",
    email="customer@example.com",
    phone="+12065550134",
    contact_id="contact-1001",
    contacts=_CHATS_AND_EMAILS + _CALLS,
)
