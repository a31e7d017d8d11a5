import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from c360_mcp.text.token_estimate import cost, estimate

ANY = st.text(st.characters(), max_size=60) | st.text(
    st.sampled_from("late FEE 2026-11 é中ไो\t\n£🙏"), max_size=60
)
LINES = st.lists(ANY.map(lambda text: text.replace("\n", "")), min_size=1, max_size=8)


@given(ANY)
@example("\ud83d half of a surrogate pair")
def test_any_text_has_an_estimate_and_costs_no_more_than_three_tokens_a_byte(text: str) -> None:
    assert 0 <= estimate(text) <= 3 * len(text.encode(errors="surrogatepass"))


@given(ANY, ANY)
def test_a_longer_text_costs_no_less(text: str, more: str) -> None:
    assert estimate(text) <= estimate(text + more)


@given(LINES)
def test_lines_and_their_ends_cost_what_the_whole_text_does(lines: list[str]) -> None:
    assert cost("\n".join(lines)) == sum(map(cost, lines)) + cost("\n") * (len(lines) - 1)


def test_nothing_costs_nothing() -> None:
    assert estimate("") == 0


# A way that is quadratic would take ten minutes.
@pytest.mark.parametrize("repeated", ["a", " ", "\n", "9", "é", "中", "🙏", "a ", "9a", "aA", "int-1A9z "])
def test_a_text_a_thousand_times_as_long_costs_a_thousand_times_as_much(repeated: str) -> None:
    text = repeated * 1_000
    assert estimate(text * 1_000) == pytest.approx(1_000 * estimate(text), rel=0.01)
