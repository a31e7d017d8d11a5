"""A customer of a tenant without Speech Analytics: what was said is known, how it was felt is not."""

from c360_mcp.sandbox.story import Story, mail, webchat

# A contact reads in a few lines, not in one per field.
# fmt: off
STORY = Story(
    key="unlicensed",
    email="dana@example.org",
    contacts=(
        webchat(
            73, "14:18", "10m36s", wrap_up=("Quote sent",), labels=("Queued", "Handled"),
            summary="Customer asked for a quote for 25 seats of the business phone service. Agent explained "
            "that the price is $24.00 per seat and month, or $21.00 with a two-year term, and sent the quote "
            "during the chat. Customer will discuss it with the management and asked how long it is valid. "
            "Agent stated that it is valid until {43}.",
        ),
        mail(44, "09:26", "6m15s", queue="Sales", wrap_up=("Follow-up",)),
        webchat(
            41, "15:02", "19m27s", wrap_up=("Order placed",),
            labels=("Queued", "TransferredToAgent", "Handled"),
            summary="Customer wanted to accept the quote of {73}, which had expired on {43}. Agent was not "
            "able to extend it and transferred the chat to Sales, where it was renewed on the same terms: 25 "
            "seats at $21.00 for two years. Customer placed the order. Agent promised that the handsets "
            "arrive by {27}.",
        ),
        webchat(
            12, "16:47", "13m58s", wrap_up=("Delivery checked",), labels=("Queued", "Handled"),
            summary="Customer wrote that 22 of the 25 handsets arrived on {26} and asked for the missing "
            "three. Agent found that they are on back order and expected on {5}. Agent promised a message "
            "when they leave the warehouse and credited $63.00, one month for three seats.",
        ),
        mail(2, "08:33", "2m40s", queue="Sales", outcome="Handled", labels=("Queued", "Handled")),
    ),
)
# fmt: on
