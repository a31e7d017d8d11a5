import re
from itertools import product

from c360_mcp.text import token_estimate as tokens
from tests.tokens.o200k import count, merges_up_to

LEXICON = sorted(tokens._LEXICON)  # noqa: SLF001
SUFFIXES = [
    f"'{suffix}" for suffix in ("s", "t", "d", "m", "ll", "ve", "re", "S", "T", "LL", "Ve", "vE", "RE")
]


def test_every_form_of_the_lexicon_is_one_token() -> None:
    assert [form for form in LEXICON if count(form) != 1] == []


def test_after_a_mark_a_known_word_adds_no_more_than_the_mark() -> None:
    marks = [chr(code) for code in range(128) if not chr(code).isalnum() and chr(code) not in "\r\n "]
    words = [form for form in LEXICON if not form.startswith(" ")]
    prefixed = [mark + word for mark, word in product([*marks, *"¡£«×–—‘’“”•…€"], words)]
    assert [text for text in prefixed if tokens.estimate(text) < count(text)] == []


def test_before_a_contraction_a_known_word_is_still_charged_enough() -> None:
    contracted = [form + suffix for form, suffix in product(LEXICON, SUFFIXES)]
    assert [text for text in contracted if tokens.estimate(text) < count(text)] == []


def test_merges_are_the_first_of_the_tokenizer_none_left_out_in_its_order() -> None:
    known = list(tokens._RANKS)  # noqa: SLF001
    assert known == [merge for merge in merges_up_to(known[-1]) if re.fullmatch(r" ?[A-Za-z']+", merge)]
