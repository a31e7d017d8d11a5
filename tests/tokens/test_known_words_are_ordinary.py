"""What outlives a call: the cost of words, and of none that belongs to somebody."""

import re

import pytest

from c360_mcp.text.token_estimate import CHARACTERS, KNOWN, LONGEST_KNOWN, MOST_KNOWN, PIECES, estimate


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
        "田中様の料金は未払いです。",
        "ลูกค้าโกรธ",
        "ＡＮＮ．ＳＭＩＴＨ",
    ],
)
def test_that_of_an_address_a_number_an_id_a_long_word_or_a_sentence_without_spaces_is_not(word: str) -> None:
    KNOWN.clear()
    estimate(f"x {word}\n{word}")

    assert not KNOWN.keys() & {word, f"\n{word}"}


@pytest.mark.parametrize(
    "text",
    [
        "田中様は明日までに返金がなければ解約するとのことです",
        "ลูกค้าบอกว่าจะยกเลิกบริการ",
        "KundinMüllerausderHauptstraßezahltnichtmehr",
        "Mustermannmöchteeinerückzahlungbisfreitag",
        "thecustomersaidwithoutanyspacesthatnothingwassettled",
        "ann.smith@example.com",
        "+442071838750, 4111111111111111",
        "int-1921de567b1-7zrCAbcdefgh-phone-03-acmecorp01",
        "٠١٢٣٤٥٦٧٨٩",
    ],
)
def test_of_the_pieces_of_a_text_short_ones_of_ascii_are_remembered_and_of_others_single_characters(
    text: str,
) -> None:
    PIECES.clear()
    CHARACTERS.clear()
    estimate(f"x {text}\n{text}")

    assert [piece for piece in PIECES if not re.fullmatch(r" ?(?:[A-Za-z']+|[!-/:-@\[-`{-~]+)?", piece)] == []
    assert max(map(len, PIECES)) <= LONGEST_KNOWN
    assert [drawn for drawn in CHARACTERS if len(drawn.removeprefix(" ")) != 1 or drawn.isascii()] == []


def test_the_pieces_of_an_ordinary_word_and_its_characters_are_remembered() -> None:
    for costs in (KNOWN, PIECES, CHARACTERS):
        costs.clear()
    estimate("x don't pay Gebühren, 料金")

    assert PIECES.keys() >= {" don't", " pay", ","}
    assert CHARACTERS.keys() == {"ü", " 料", "金"}


def test_no_more_pieces_and_characters_are_remembered_than_allowed() -> None:
    letters = "abcdefghij"
    text = "7".join("".join(letters[int(digit)] for digit in str(n)) for n in range(2 * MOST_KNOWN))
    assert estimate(text) == estimate(text)
    estimate("".join(map(chr, range(0x4E00, 0x4E00 + 2 * MOST_KNOWN))))

    assert 0 < len(PIECES) <= MOST_KNOWN
    assert 0 < len(CHARACTERS) <= MOST_KNOWN


def test_no_more_words_are_remembered_than_allowed() -> None:
    KNOWN.clear()
    text = " ".join(f"{chr(97 + n % 26)}x{n % 9999}" for n in range(3 * MOST_KNOWN))
    costs = [estimate(text) for _ in range(2)]

    assert costs[0] == costs[1]
    assert 0 < len(KNOWN) <= MOST_KNOWN
