"""A site manager with 64 contacts in a year, more than a reply holds; one building keeps failing."""

from dataclasses import replace
from itertools import cycle, islice

from c360_mcp.sandbox.story import Contact, Story, mail, webchat

_SITES = ("Alder Court", "Cedar Row", "Dogwood Lane", "Elm Terrace", "Fir Gardens")
_CONTACTS = 64
_DAYS_BETWEEN = 5

# A contact reads in a few lines, not in one per field.
# fmt: off
_KINDS = (
    webchat(
        0, "13:05", "8m31s", sentiment="POSITIVE", topics={"installation": 2, "appointment": 1},
        wrap_up=("Order placed",), labels=("Queued", "Handled"),
        summary="Customer ordered a connection for a new tenant at <site> at $45.00 a month. Agent placed "
        "the order and booked the activation for the fourth day after the chat; no visit is needed because "
        "the flat is wired. Customer confirmed that the tenant receives the router by post. Agent sent the "
        "order confirmation during the chat.",
    ),
    webchat(
        0, "07:42", "23m14s", sentiment="NEGATIVE", topics={"outage": 4, "complaint": 1},
        wrap_up=("Fault ticket opened",), labels=("Queued", "TransferredToQueue", "Handled"),
        summary="Customer reported that the tenants of Birch House once more have no connection since early "
        "morning. Agent saw that the building's switch does not answer and opened a fault ticket. Agent "
        "promised an engineer on site by noon of the next day. Customer asked when the switch will be "
        "replaced for good; agent could not name a date.",
    ),
    mail(
        0, "10:20", "4m55s", sentiment="NEUTRAL", topics={"outage": 1},
        queue="Site services", wrap_up=("Switch restarted",),
    ),
    webchat(
        0, "16:33", "12m48s", sentiment="NEUTRAL", topics={"billing": 3},
        wrap_up=("Information given",), labels=("Queued", "Handled"),
        summary="Customer asked why the invoice for <site> rose by $45.00. Agent explained that one "
        "connection was added in the running month and showed where the invoice lists it. Customer asked for "
        "one invoice per site in place of the collective one; agent noted the wish and could not say when it "
        "will be possible.",
    ),
    webchat(
        0, "11:50", "17m26s", sentiment="MIXED", topics={"speed": 3, "upgrade": 1},
        wrap_up=("Follow-up",), labels=("Queued", "TransferredToAgent", "Handled"),
        summary="Customer wrote that connections at <site> are slow on weekday evenings. Agent measured the "
        "shared line, found it at 92 % of its capacity at 20:00 and offered an upgrade to 1 Gbit/s for "
        "$120.00 a month. Customer will ask the owners. Agent promised a written quote within three days.",
    ),
    mail(
        0, "09:11", "6m20s", direction="OUTBOUND", outcome="Handled", labels=("Handled",),
        sentiment="NEUTRAL", topics={"delivery": 1}, queue="Site services",
    ),
    webchat(0, "08:15", "3m37s", outcome="Abandoned", labels=("Queued", "Abandoned")),
)
# fmt: on


def _placed(kind: Contact, site: str, number: int) -> Contact:
    summary = kind.summary.replace("<site>", site) if kind.summary else None
    return replace(kind, days_ago=2 + number * _DAYS_BETWEEN, summary=summary)


STORY = Story(
    key="site-manager",
    email="facilities@example.net",
    contacts=tuple(
        _placed(kind, site, number)
        for number, (kind, site) in enumerate(
            islice(zip(cycle(_KINDS), cycle(_SITES), strict=False), _CONTACTS)
        )
    ),
)
