import pytest

from c360_mcp.text.gate import Gate

from .languages import TEXTS

ORDINARY = [(language, text) for language, texts in TEXTS.items() for text in texts]


@pytest.mark.parametrize(("language", "text"), ORDINARY)
def test_ordinary_text_passes_unchanged(language, text):
    assert Gate().text(text, 300) == text


@pytest.mark.parametrize(("language", "text"), ORDINARY)
def test_ordinary_text_passes_unchanged_where_contacts_are_hidden(language, text):
    assert Gate(redact_contacts=True).text(text, 300) == text


def test_a_card_or_a_code_is_found_in_the_midst_of_every_script():
    card = "4111 1111 1111 1111"
    for texts in TEXTS.values():
        for text in texts:
            assert Gate().text(f"{text} {card} {text}", 700) == f"{text} [card ending 1111] {text}"
