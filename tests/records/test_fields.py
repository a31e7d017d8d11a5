from collections.abc import Callable

import pytest

from c360_mcp.intake.gate import Gate
from c360_mcp.records import fields
from c360_mcp.records.fields import SUMMARY_LIMIT

WORDS = "late fee " * 1_000


@pytest.mark.parametrize(
    ("read", "limit"), [(fields.enum, 40), (fields.name, 80), (fields.title, 200), (fields.address, 254)]
)
def test_a_text_is_read_up_to_the_length_of_its_kind(
    read: Callable[[object, Gate], str | None], limit: int
) -> None:
    assert read("x" * limit, Gate()) == "x" * limit
    assert read("x" * (limit + 1), Gate()) == "x" * (limit - 1) + "…"


@pytest.mark.parametrize("read", [fields.count, fields.number])
def test_a_number_beyond_a_thousand_million_is_an_error(read: Callable[[object], float | None]) -> None:
    assert read(10**9) == 10**9
    assert read(10**9 + 1) is None


def test_a_long_text_ends_with_a_sentence_if_one_ends_in_its_second_half() -> None:
    sentence = f"{WORDS[: SUMMARY_LIMIT // 2 + 100].strip()}."
    assert fields.prose(f"{sentence} {WORDS}", Gate()) == (f"{sentence} …", True)


def test_a_long_text_ends_with_a_word_if_its_only_sentence_ends_before() -> None:
    text, truncated = fields.prose(f"{WORDS[: SUMMARY_LIMIT // 2 - 100]}. {WORDS}", Gate())
    assert text
    assert truncated
    assert SUMMARY_LIMIT - 10 < len(text) <= SUMMARY_LIMIT


def test_an_ellipsis_at_the_end_of_a_text_that_just_fits_is_its_own() -> None:
    text = f"{WORDS[: SUMMARY_LIMIT - 1]}…"
    assert fields.prose(text, Gate()) == (text, False)
    assert fields.prose(f"{text} and more", Gate())[1]
