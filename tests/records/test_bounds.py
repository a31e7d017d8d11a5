from c360_mcp.intake.gate import Gate
from c360_mcp.records.summary import read_summaries

DAY = 86_400_000
STARTED = 1_760_000_000_000


def test_of_a_reply_no_more_than_a_thousand_summaries_and_failures_are_read() -> None:
    entries = [{"interactionId": f"int-{number}"} for number in range(1_001)]
    page = read_summaries({"summaries": entries, "partialFailures": entries}, Gate())
    assert page
    assert (len(page.summaries), len(page.failures), page.unreadable) == (1_000, 1_000, 2)
