"""How a customer's story is written down: as contacts, each so many days before the sandbox starts."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from functools import partial
from types import MappingProxyType

CATEGORIES: Mapping[str, str] = MappingProxyType(
    {
        "late fee": "Billing",
        "refund": "Billing",
        "billing": "Billing",
        "autopay": "Billing",
        "roaming": "Billing",
        "cancellation": "Retention",
        "competitor": "Retention",
        "contract": "Retention",
        "outage": "Service",
        "speed": "Service",
        "line fault": "Service",
        "installation": "Orders",
        "delivery": "Orders",
        "upgrade": "Orders",
        "moving": "Orders",
        "number porting": "Orders",
        "appointment": "Orders",
        "complaint": "Experience",
        "praise": "Experience",
    }
)
"""Topic to category; a topic that is not here has none, as some of the API's have."""

EVERY_TIME = 1_000_000
"""For `Contact.summary_failures`: more times than anybody will ask."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One interaction, as written down in its story.

    `days_ago` is at least 1 and counts from the day on which the sandbox starts, `at` is the UTC time of day
    ("14:03"), `lasting` the length ("1h02m", "6m12s"; None where no end was recorded). In the title, the
    subject and the summary, `{12}` stands for the date 12 days ago and `{-5}` for the date in 5 days.
    `leg` is how many places further up in the story the contact stands with which this one began, as another leg
    of it. `summary_failures` is how many times in a row the summary is "not available" before it is found.
    """

    days_ago: int
    at: str
    lasting: str | None
    _: KW_ONLY
    media: str = "PHONE"
    chat_type: str | None = None
    direction: str = "INBOUND"
    product: str = "CC"
    sentiment: str | None = None
    topics: Mapping[str, int] | None = None
    wrap_up: tuple[str, ...] = ()
    queue: str | None = None
    outcome: str | None = "Handled"
    labels: tuple[str, ...] = ()
    title: str | None = None
    subject: str | None = None
    summary: str | None = None
    summary_status: str = "success"
    summary_failures: int = 0
    leg: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One customer: the identifiers that find them, and their contacts in any order.

    `key` seeds the random part of the interaction IDs. A `sparse` customer's interactions omit what they
    lack instead of sending nulls: the documentation allows for either.
    """

    key: str
    contacts: tuple[Contact, ...]
    email: str | None = None
    phone: str | None = None
    contact_id: str | None = None
    account_id: str | None = None
    agent_sentiment: str = "NEUTRAL"
    categories: Mapping[str, str] = field(default_factory=lambda: CATEGORIES)
    sparse: bool = False

    def address_of(self, contact: Contact) -> str | None:
        """Return the address of the customer that the contact's channel uses: e-mail or phone."""
        by_email = contact.media == "EMAIL" or (contact.media == "CHAT" and contact.product == "CC")
        return self.email if by_email else self.phone


call = Contact
mail = partial(Contact, media="EMAIL", outcome="RepliedToEmail", labels=("Queued", "RepliedToEmail"))
webchat = partial(Contact, media="CHAT", chat_type="WebChat", queue="inbound chat")
whatsapp = partial(Contact, media="CHAT", chat_type="WHATSAPP", product="ENGAGE")
