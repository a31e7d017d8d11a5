import string
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from c360_mcp.text.token_estimate import ceiling, estimate
from tests.tokens.o200k import count

pytestmark = pytest.mark.slow

LETTERS = string.ascii_letters
BASE62 = string.digits + LETTERS


def runs(alphabet: str, size: int = 40) -> st.SearchStrategy[str]:
    return st.text(st.sampled_from(alphabet), max_size=size)


def block(first: int, last: int) -> str:
    return "".join(map(chr, range(first, last + 1)))


def never_below(text: str) -> None:
    assert estimate(text) >= count(text), f"{text!r} is {count(text)} tokens, estimated at {estimate(text)}"
    assert ceiling(text) >= count(text), (
        f"{text!r} is {count(text)} tokens, said to be {ceiling(text)} at most"
    )


thorough = settings(max_examples=2000)


@thorough
@given(st.text())
def test_any_text(text: str) -> None:
    never_below(text)


@pytest.mark.parametrize(
    "alphabet",
    [
        string.ascii_lowercase,
        string.ascii_uppercase,
        LETTERS,
        BASE62,
        BASE62 + "-_./@ ",
        "jqxzgkJQXZYUO",
        LETTERS + "' ",
        "'sdtmreveLLlldSDTM account",
        string.punctuation + " ",
        string.digits + " .,:",
        string.printable,
        " \t\r\n\x0b\u00a0\u3000a",
    ],
)
def test_gibberish(alphabet: str) -> None:
    thorough(given(runs(alphabet))(never_below))()


@pytest.mark.parametrize(
    "alphabet",
    [
        block(0xA0, 0x24F),
        block(0xA0, 0x24F) + LETTERS + " '",
        block(0x300, 0x36F) + LETTERS,
        block(0x370, 0x52F) + " ab",
        block(0x590, 0x6FF) + " ",
        block(0x900, 0x97F) + " ",
        block(0x980, 0xDFF) + " ",
        block(0xE00, 0xEFF) + block(0x3000, 0x30FF) + "À ",
        block(0x1E00, 0x1FFF) + LETTERS,
        block(0x2000, 0x2BFF) + " .ab",
        block(0x3400, 0x9FFF),
        block(0xAC00, 0xD7A3) + " ",
        block(0x1F000, 0x1FFFF) + "\u200d\ufe0f ",
        block(0x20000, 0x2A6DF) + "中",
        "٠١٢٣²³½①Ⅷ𞓰0123456789",
        "‘’“”–—…•€×'\"-. ab",
        "øéžк中ำ ÀるrhQ'",
    ],
)
def test_other_scripts_and_symbols(alphabet: str) -> None:
    thorough(given(runs(alphabet, 24))(never_below))()


@thorough
@given(
    st.lists(st.sampled_from([" the", "account", "'default", "é", "“", "-", " Call", "1", "charges", "s"]))
)
@example(["account", "'default"])
def test_known_words_beside_anything(parts: list[str]) -> None:
    never_below("".join(parts))


@pytest.mark.parametrize("around", ["{}", " {}", "a{}", "{}a", "{0}{0}{0}", "12{}345", ".{}.", "{}'default"])
def test_every_character_wherever_it_stands(around: str) -> None:
    for code in range(sys.maxunicode + 1):
        # of the planes of rare ideographs and private use, one in 61
        if (code < 0x20000 or code % 61 == 0) and not 0xD800 <= code <= 0xDFFF:
            never_below(around.format(chr(code)))


@pytest.mark.parametrize(
    "text",
    [
        " ørh",
        "ørh",
        "Àศ",
        "むฐ",
        "ダห",
        "⡐'M",
        "r'vE",
        "हr'vERU",
        "1߁߁12345",
        " qg",
        "jzjzjzjz",
        "gkgk",
        "UOUO",
        "\ufffd",
    ],
)
def test_where_a_simpler_rule_falls_short(text: str) -> None:
    never_below(text)


def test_long_runs() -> None:
    for character in " a'é中\n-7":
        for length in (79, 80, 200, 1000, 4000):
            never_below(character * length)


def test_half_a_surrogate_pair_is_charged_like_any_rare_character() -> None:
    assert estimate("\ud83d") == 4
