"""What a result says of how much follows, before it follows."""

import re

import pytest

from tests.front_door import searched

pytestmark = pytest.mark.anyio


async def test_what_follows_is_told_above_it_so_that_a_model_sees_where_a_client_cut_the_middle_out() -> None:
    with_summaries = await searched(scope="contact", include_summaries=6)
    assert "\n11 rows (6 with a summary) below, newest first, times in UTC." in with_summaries
    text = await searched(identifier="archive@example.com", start_time="P3Y", max_interactions=1000)
    rows = len(re.findall(r"^#\d+ ", text, re.MULTILINE))
    periods = len(re.findall(r"^\d{4}(?:-\d\d)?: ", text, re.MULTILINE))
    assert rows
    assert periods
    assert f"\n{rows} rows and {periods} older periods below, newest first, times in UTC." in text
