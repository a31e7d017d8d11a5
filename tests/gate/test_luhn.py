from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from c360_mcp.intake.luhn import LuhnSums

from .corpus_cards import luhn_digit

groups = st.lists(st.text("0123456789", min_size=1, max_size=6), min_size=1, max_size=40)
lengths = st.tuples(st.integers(2, 19), st.integers(2, 19)).map(sorted)


@given(groups, lengths)
def test_an_end_is_sound_where_its_last_digit_is_the_check_digit_of_those_before(
    groups: list[str], lengths: list[int]
) -> None:
    digits, bounds = "".join(groups), [0, *accumulate(map(len, groups))]
    sums = LuhnSums.of(digits, bounds)
    for start in bounds:
        ends = [end for end in bounds if lengths[0] <= end - start <= lengths[1]]
        valid = [end for end in ends if luhn_digit(digits[start : end - 1]) == digits[end - 1]]
        assert sums.valid_ends(start + lengths[0], start + lengths[1], start=start) == valid
