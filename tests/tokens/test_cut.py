"""The cut of a text: the longest that fits, as far as each step down makes it cheaper."""

from hypothesis import given, settings
from hypothesis import strategies as st

from c360_mcp.text.budget import CHARACTER_LIMIT, Budget
from c360_mcp.text.token_estimate import estimate

LINES = st.lists(st.text(st.sampled_from("late fee int-1a9zQ é中\t")), max_size=30)


def holds(lines: list[str], budget: int) -> bool:
    text = "\n".join(lines)
    return estimate(text) <= budget and len(text) < CHARACTER_LIMIT


@settings(max_examples=1000)
@given(LINES, st.integers(1, 300))
def test_what_is_shown_fits_and_one_more_would_not(lines: list[str], budget: int) -> None:
    def compose(shown: int) -> list[str]:
        return [*lines[:shown], f"{shown} of {len(lines)} shown"]

    fit = Budget(budget).cut(range(len(lines), -1, -1), compose)
    assert fit.lines == compose(fit.extent)
    assert fit.extent == 0 or holds(fit.lines, budget)
    assert fit.extent == len(lines) or not holds(compose(fit.extent + 1), budget)


def test_a_text_of_cheap_words_is_cut_where_clients_would() -> None:
    fit = Budget(50_000).cut(range(3, 0, -1), lambda shown: ["the " * 5_000] * shown)
    assert fit.extent == 2
