"""A result as a person sees it at a terminal."""

from collections.abc import Mapping
from io import StringIO
from typing import Any

import anyio
import pytest
from inline_snapshot import snapshot
from rich.console import Console

from c360_mcp.terminal.command_options import as_options
from c360_mcp.terminal.page import page
from tests.view.showing import showing, shown


def laid_out(
    identifier: str,
    *,
    settings: Mapping[str, str] | None = None,
    ids: bool = False,
    colour: bool = False,
    width: int = 80,
    **arguments: Any,
) -> str:
    async def look_up() -> dict[str, Any]:
        async with showing(settings=settings) as client:
            asked = {"search_by": "email", "identifier": identifier} | arguments
            return (await shown(client, "get_customer_interactions", **asked))[1]

    data: Any = anyio.run(look_up)
    written = StringIO()
    terminal = Console(
        file=written, width=width, highlight=False, markup=False, emoji=False, force_terminal=colour
    )
    for part in page(data, width=width, ids=ids):
        terminal.print(part)
    return "\n".join(line.rstrip() for line in written.getvalue().splitlines())


def test_a_customer_is_laid_out_for_a_person() -> None:
    assert laid_out(
        "customer@example.com", max_interactions=3, include_summaries=1, scope="contact"
    ) == snapshot("""\
E-mail address customer@example.com and contact contact-1001
2025-11-22 15:47 to 2026-11-22 15:47 UTC (default: a year until now) | 11
interactions returned

When, of what is shown below
  chat      ·······································-····························
  email     ·················································?··················
  phone     -···································································
            2026-11-17                                                2026-11-22
            + positive, - negative, o neutral, x mixed, ? unknown; 2 to 9:
            several contacts; #: a month or year of them

At a glance
  Last contact: #1 2026-11-21 09:05 (1 day ago) | email inbound | "Written
  confirmation of the credit"
  8x8's aggregate sentiment over 9 interactions: customer negative, agent
  neutral, overall negative.
  Sentiment of scored contacts, newest first: negative x5, mixed, neutral,
  positive, neutral; 2 without one.
  8x8's topics over 9 interactions: Billing (late fee 7, 77.8%; refund 5, 55.6%;
  autopay 2, 22.2%; billing 2, 22.2%); Experience (complaint 2, 22.2%);
  Retention (cancellation 1, 11.1%).
  Contacts. Begun in the last 7, 30, 90 days of the window: 3, 6, 9. Inbound:
  chat 4, email 3, phone 3. Outbound: phone 1. Queues: inbound chat 4, Billing
  4, Billing disputes 3.

Signals (proxies: a tag, a chain, a missing call)
  Repeat inbound contacts, 30 days apart at most: late fee #2 #3 (7 in all);
  refund #2 #3 (5 in all); complaint (2 in all)
  Tagged as abandoned: Abandoned (1 in all)
  Tagged as transferred (routing, not escalation): TransferredToQueue #2 (2 in
  all); TransferredToAgent (3 in all)
  Callback noted, no later outbound call among these: Callback #3 (2 in all)
  Sentiment, where scored, turned worse #2 #3 (5 in all)
  Not found here: any outcome, label or wrap-up code with "escalat".

Interactions, newest first, times in UTC
#1   21 Nov 2026 09:05  email inbound
     "Written confirmation of the credit"
     queue Billing disputes | labels Queued
     Summary not found (none exists; one may lag its interaction by minutes).
#2   20 Nov 2026 15:14  webchat inbound  18m  negative
     "Still no decision on the $70 credit"
     topics late fee x5, refund x2, cancellation | outcome Handled | wrap-up
     Information given | queue inbound chat | labels Queued, TransferredToQueue
     Summary: "Customer asked for the state of the $70.00 credit under reference
     48213 and stated that the callback promised for 19 November 2026 did not
     take place. Agent confirmed that the credit still awaits a supervisor's
     approval and could not say who holds it. Agent promised a written decision
     by email by 24 November 2026. Customer announced that the charge will
     otherwise be disputed with the bank and the service cancelled. No credit
     was issued during the chat."
#3   17 Nov 2026 16:10  phone inbound  20m  negative
     "Both late fees confirmed as errors"
     topics late fee x4, refund x4 | outcome Handled | wrap-up Callback, Pending
     approval | address +12065550134 | queue Billing disputes | labels Queued

What this covers
  3 of 11 interactions shown; counts and signals above cover all 11. #4 to #11
  left out by --max 3: give --max 11. #3 has a summary, too: --summaries 2
  brings it. Nothing before 2025-11-22 was searched: --start P3Y goes back
  further. Only what is stored under this e-mail address and contact
  contact-1001, not under other addresses, numbers or IDs of the customer.\
""")


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    text = laid_out("customer@example.com", width=width, include_summaries=5, scope="contact")

    assert max(map(len, text.splitlines())) <= width


def test_ids_are_shown_where_they_are_asked_for() -> None:
    with_ids, without = (laid_out("customer@example.com", ids=ids) for ids in (True, False))

    assert "int-" in with_ids
    assert "int-" not in without


def test_older_contacts_are_told_by_the_month_and_drawn() -> None:
    text = laid_out("archive@example.com", settings={"C360_RESULT_TOKENS": "1500"}, max_interactions=500)

    assert "\nEarlier\n" in text
    assert "#" in text.partition("\nWhen,")[2].partition(" 2")[0]


def test_nothing_found_is_said_and_nothing_is_drawn() -> None:
    text = laid_out("newcomer@example.com")

    assert "found nothing under this identifier" in " ".join(text.split())
    assert "\nWhen," not in text


def test_what_a_stranger_wrote_is_no_mark_of_the_terminal() -> None:
    text = laid_out("mallory@example.net", colour=True, include_summaries=5)

    assert not any(ord(character) < ord(" ") and character not in "\n\x1b" for character in text)
    assert all(part.split("m", 1)[0].replace(";", "").isdigit() for part in text.split("\x1b[")[1:])


CALLS = {
    'start_time="P3Y" goes back further.': "--start P3Y goes back further.",
    'call again with end_time="2026-04-17T13:23:00.001Z", start_time="2025-11-22T15:47Z".': (
        "give --end 2026-04-17T13:23:00.001Z --start 2025-11-22T15:47Z."
    ),
    "call again with max_interactions=50. 50 is the API's maximum": "give --max 50. 50 is the API's maximum",
    "include_summaries=5 brings the newest": "--summaries 5 brings the newest",
    'scope="contact" adds what else is stored': "leaving out --only-identifier adds what else is stored",
    'use search_by="phone_number".': "use --search-by phone_number.",
    "max_interactions can't be 5000.": "--max can't be 5000.",
    'detail="standard" shows the IDs': "--detail standard shows the IDs",
}


@pytest.mark.parametrize(("sentence", "named"), CALLS.items())
def test_recommended_calls_are_named_by_this_commands_options(sentence: str, named: str) -> None:
    assert as_options(sentence) == named
