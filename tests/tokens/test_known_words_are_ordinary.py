"""What outlives a call: the cost of words, and of none that belongs to somebody."""

import pytest

from c360_mcp.text.tokens import KNOWN, WORDS_KNOWN, estimate


@pytest.mark.parametrize("word", ["fee", "Gebühr", '"Late', "2026-11-18", "14:03", "\n#12", "×2,"])
def test_the_cost_of_an_ordinary_word_is_remembered(word: str) -> None:
    KNOWN.clear()
    cost = estimate(f"x {word}")

    assert word in KNOWN
    assert estimate(f"x {word}") == cost


@pytest.mark.parametrize(
    "word",
    [
        "ann@example.com",
        "+442071838750",
        "212-555-0134",
        "(020)7183-8750",
        "4111111111111111",
        "int-1921de567b1-7zrCAbcdefgh-phone-03-acmecorp01",
        "料金" * 100,
    ],
)
def test_that_of_an_address_a_number_an_id_or_a_long_word_is_not(word: str) -> None:
    KNOWN.clear()
    estimate(f"x {word}\n{word}")

    assert not KNOWN.keys() & {word, f"\n{word}"}


def test_no_more_words_are_remembered_than_allowed() -> None:
    KNOWN.clear()
    text = " ".join(f"{chr(97 + n % 26)}x{n % 9999}" for n in range(3 * WORDS_KNOWN))
    costs = [estimate(text) for _ in range(2)]

    assert costs[0] == costs[1]
    assert 0 < len(KNOWN) <= WORDS_KNOWN
