import sys
from types import FrameType

import pytest

from c360_mcp.intake.gate import Gate
from c360_mcp.intake.mask import mask_cards
from c360_mcp.intake.security_code import mask_codes

from .corpus_cards import SENTENCES, TEST_CARDS, UNTOUCHED, cards, luhn_digit, spellings
from .corpus_codes import CODES, NO_CODES
from .rates import BLOCK, SECURITY, mistaken_for_cards, shares, table


@pytest.mark.parametrize("card", TEST_CARDS)
def test_a_card_is_masked_to_its_last_four_however_it_is_spelt(card: str) -> None:
    masked = {Gate().text(f"from {spelt} on", 400) for spelt in spellings(card)}
    assert masked == {f"from [card ending {card[-4:]}] on"}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_card_is_masked_in_any_sentence_and_the_sentence_stays(sentence: str) -> None:
    for card in cards(3, 50):
        assert Gate().text(sentence.format(card), 300) == sentence.format(f"[card ending {card[-4:]}]")


@pytest.mark.parametrize(("text", "masked"), CODES.items())
def test_a_security_code_beside_its_name_is_removed(text: str, masked: str) -> None:
    assert Gate().text(text, 300) == masked


@pytest.mark.parametrize("text", [*UNTOUCHED, *NO_CODES])
def test_other_numbers_are_not_touched(text: str) -> None:
    assert Gate().text(text, 300) == text


@pytest.mark.parametrize(
    ("country", "account"),
    [
        ("MT", "ABCDABCDABCDABCD4222222222222"),  # as far from its start as a card of 13 digits can be
        ("MT", "17460939024ABCDEFGHIJKLMNOPQ"),  # with the check digits, 42, a card at its very start
    ],
)
def test_digits_of_an_iban_are_no_card_wherever_in_it_they_stand(country: str, account: str) -> None:
    check = iban_check_digits(country, account)
    assert mask_cards(by_fours(f"{country}{check}{account}")) == by_fours(f"{country}{check}{account}")
    assert "[card ending " in mask_cards(by_fours(f"X{country}{check}{account}"))


def iban_check_digits(country: str, account: str) -> str:
    """By ISO 13616: letters are 10 to 35, and the whole, its start moved to the end, leaves 1 of 97."""
    return f"{98 - int(''.join(str(int(c, 36)) for c in f'{account}{country}00')) % 97:02}"


def by_fours(number: str) -> str:
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def test_two_cards_that_stand_together_are_both_masked() -> None:
    assert mask_cards("4111 1111 1111 1111 5555 5555 5555 4444") == "[card ending 1111] [card ending 4444]"


def test_an_unknown_issuer_is_masked_beside_a_word_for_card() -> None:
    number = "7" * 15 + luhn_digit("7" * 15)
    assert mask_cards(f"reference {number}") == f"reference {number}"
    assert mask_cards(f"card number {number}") == f"card number [card ending {number[-4:]}]"


def test_digits_in_odd_groups_are_masked_beside_a_word_for_card() -> None:
    assert mask_cards("12 411111 1111.1111 11 34") == "12 411111 1111.1111 11 34"
    assert mask_cards("card 12 411111 1111.1111 11 34") == "card 12 [card ending 1111] 34"


def test_a_code_in_front_of_its_name_is_not_mistaken_for_the_last_four() -> None:
    assert mask_codes("card ending 1111 CVV 123") == "card ending 1111 CVV [removed]"


@pytest.mark.parametrize("text", ["1 " * 2_000, "1-" * 2_000, "٤ " * 2_000])
def test_looking_for_cards_among_many_groups_of_digits_takes_few_steps(text: str) -> None:
    assert _calls(text) <= 15 * 2_000


def _calls(text: str) -> int:
    """How many functions are called to mask the cards in a text."""
    calls = 0

    def count(_: FrameType, event: str, __: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        mask_cards(text)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.slow
def test_the_rates_in_the_promises_are_those_that_are_measured() -> None:
    block = BLOCK.search(SECURITY.read_text(encoding="utf-8"))
    assert block
    stated, measured = shares(block[0]), shares(table())
    assert stated.keys() == measured.keys()
    for kind, percentages in measured.items():  # other versions of `phonenumbers` know other numbers
        assert percentages == pytest.approx(stated[kind], abs=0.5), kind


def test_hardly_another_number_is_taken_for_a_card() -> None:
    taken = {kind: found.share for kind, found in mistaken_for_cards().items()}
    any_digits = {"any 16 digits in one piece", "any 16 digits by fours"}
    assert max(share for kind, share in taken.items() if kind not in any_digits) <= 0.005
    assert max(taken[kind] for kind in any_digits) <= 0.045
