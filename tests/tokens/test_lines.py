import string

from hypothesis import given, settings
from hypothesis import strategies as st

from c360_mcp.text.token_estimate import estimate
from tests.tokens.o200k import count

ANY_LINES = st.lists(
    st.text(st.characters(exclude_characters="\n", codec="utf-8"), max_size=20), min_size=1, max_size=6
)
AWKWARD_LINES = st.lists(
    st.text(st.sampled_from(string.ascii_letters + " \t\r.,;:/'\"|-é中5"), max_size=12), min_size=1
)


@settings(max_examples=2000)
@given(ANY_LINES | AWKWARD_LINES)
def test_lines_and_their_breaks_come_to_the_estimate_of_the_whole_text(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert sum(map(estimate, lines)) + len(lines) - 1 == estimate(text)


@settings(max_examples=2000)
@given(ANY_LINES | AWKWARD_LINES)
def test_lines_and_their_breaks_are_never_below_the_count_of_the_whole_text(lines: list[str]) -> None:
    assert sum(map(estimate, lines)) + len(lines) - 1 >= count("\n".join(lines))


def test_nothing_costs_nothing() -> None:
    assert estimate("") == 0
