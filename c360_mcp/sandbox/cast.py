"""The customers to look up in the sandbox, for documentation and for readers of the demo."""

from dataclasses import dataclass

from c360_mcp.sandbox.stories import (
    archive,
    clinic,
    grateful,
    hostile,
    late_fee,
    leaving,
    parcel,
    shared_line,
    site_manager,
    traveller,
    unanswered,
    unlicensed,
)

DEMO_TENANT = "acmecorp01"
DEMO_KEY = "eght_demo"
UNLICENSED_TENANT = "acmecorp02"
"""The same account's tenant without Speech Analytics."""

STORIES = (
    late_fee.STORY,
    leaving.STORY,
    grateful.STORY,
    unanswered.STORY,
    site_manager.STORY,
    clinic.STORY,
    traveller.STORY,
    parcel.STORY,
    hostile.STORY,
    archive.STORY,
    shared_line.HERS,
    shared_line.HIS,
)
UNLICENSED_STORIES = (unlicensed.STORY,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """A customer to look up: `search_by` is email, phone_number, contact_id or account_id."""

    title: str
    search_by: str
    identifier: str
    story: str
    tenant_id: str = DEMO_TENANT


CAST = (
    Persona(
        title="A late fee that keeps coming back",
        search_by="email",
        identifier="customer@example.com",
        story="Two late fees charged in error, a credit promised again and again, nothing settled.",
    ),
    Persona(
        title="The late fee, by telephone",
        search_by="phone_number",
        identifier="+12065550134",
        story="The same customer's calls: transferred twice, promised callbacks that never came.",
    ),
    Persona(
        title="The late fee, all channels",
        search_by="contact_id",
        identifier="contact-1001",
        story="The same customer by contact ID, which brings e-mails, chats and calls together.",
    ),
    Persona(
        title="About to leave",
        search_by="phone_number",
        identifier="+442079460123",
        story="Slow evenings, a missed engineer and an offer that never came; Northlink is cheaper.",
    ),
    Persona(
        title="A happy customer",
        search_by="email",
        identifier="mona.lind@example.org",
        story="A move, an upgrade and a referral credit, each done on time.",
    ),
    Persona(
        title="A voicemail nobody answered",
        search_by="phone_number",
        identifier="+12065550177",
        story="A dead landline, a callback never made, an abandoned call, then a voicemail without a reply.",
    ),
    Persona(
        title="More than one reply holds",
        search_by="email",
        identifier="facilities@example.net",
        story="A site manager with 64 contacts in a year; the outage at Birch House keeps returning.",
    ),
    Persona(
        title="Three years of history",
        search_by="email",
        identifier="archive@example.com",
        story="An archive with 500 e-mails and chats in three years: long calm, and fortnights in which much goes wrong.",
    ),
    Persona(
        title="No history",
        search_by="email",
        identifier="newcomer@example.com",
        story="Someone who has not been in touch yet.",
    ),
    Persona(
        title="Known by account only",
        search_by="account_id",
        identifier="account-456",
        story="A clinic that moves house and waits for the date on which its number moves, too.",
    ),
    Persona(
        title="Known by contact only",
        search_by="contact_id",
        identifier="contact-123",
        story="A traveller's roaming bill, put right in the end; one chat in Japanese, one summary missing.",
    ),
    Persona(
        title="A parcel at the wrong door",
        search_by="phone_number",
        identifier="+12065550188",
        story="A router lost and replaced, over WhatsApp and in Spanish.",
    ),
    Persona(
        title="Two people on one line",
        search_by="phone_number",
        identifier="+12065550166",
        story="Her disputed charge, a call through three queues and a promised callback; his new plan, and a sales call.",
    ),
    Persona(
        title="Texts that give orders",
        search_by="email",
        identifier="mallory@example.net",
        story="A small refund, among forged rows, hidden characters, orders to the model and card numbers.",
    ),
    Persona(
        title="No Speech Analytics",
        search_by="email",
        identifier="dana@example.org",
        story="An order of handsets, three of them late, on a tenant where no sentiment is measured.",
        tenant_id=UNLICENSED_TENANT,
    ),
)
"""Every customer of the sandbox, the main one first."""
