from datetime import timedelta

import pytest

from c360_mcp.intake.gate import Gate
from c360_mcp.records.interaction import read_interaction
from c360_mcp.records.summary import read_summaries

DAY = 86_400_000
STARTED = 1_760_000_000_000


@pytest.mark.parametrize(
    ("ended", "length"),
    [(0, timedelta()), (-1, None), (30 * DAY, timedelta(days=30)), (30 * DAY + 1, None)],
)
def test_an_interaction_lasts_from_no_time_to_30_days(ended: int, length: timedelta | None) -> None:
    times = {"startedAt": STARTED, "endedAt": STARTED + ended}
    assert read_interaction(times, Gate()).length == length


def test_of_a_reply_no_more_than_a_thousand_summaries_and_failures_are_read() -> None:
    entries = [{"interactionId": f"int-{number}"} for number in range(1_001)]
    page = read_summaries({"summaries": entries, "partialFailures": entries}, Gate())
    assert page
    assert (len(page.summaries), len(page.failures), page.unreadable) == (1_000, 1_000, 2)
