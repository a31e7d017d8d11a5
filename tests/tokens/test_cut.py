"""The cut of a text: the longest that fits, as far as each step down makes it cheaper."""

from hypothesis import given, settings
from hypothesis import strategies as st

from c360_mcp.text.budget import CHARACTER_LIMIT, Budget
from c360_mcp.text.part import Draft, Part, items
from c360_mcp.text.token_estimate import estimate

LINES = st.lists(st.text(st.sampled_from("late fee int-1a9zQ é中\t")), max_size=30)


def holds(lines: list[str], budget: int) -> bool:
    text = "\n".join(lines)
    return estimate(text) <= budget and len(text) < CHARACTER_LIMIT


def draft(lines: list[str]) -> Draft:
    count = Part("count", 0, lambda kept: [f"{kept['lines']} of {len(lines)} shown"])
    return Draft([items("lines", lines), count], ["lines"])


@settings(max_examples=1000)
@given(LINES, st.integers(1, 300))
def test_what_is_shown_fits_and_one_more_would_not(lines: list[str], budget: int) -> None:
    kept, text = Budget(budget).fit(draft(lines))
    shown = kept["lines"]
    assert text == "\n".join(draft(lines).lines({"lines": shown, "count": 0}))
    assert shown == 0 or holds([text], budget)
    assert shown == len(lines) or not holds(draft(lines).lines({"lines": shown + 1, "count": 0}), budget)


def test_a_text_of_cheap_words_is_cut_where_clients_would() -> None:
    assert Budget(50_000).fit(draft(["the " * 5_000] * 3)).kept["lines"] == 2
