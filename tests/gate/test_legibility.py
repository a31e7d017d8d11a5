import pytest

from c360_mcp.intake.gate import Gate

from .languages import TEXTS

ORDINARY = [
    pytest.param(text, id=f"{language} {number}")
    for language, texts in TEXTS.items()
    for number, text in enumerate(texts, 1)
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_passes_unchanged(text: str) -> None:
    assert Gate().text(text, 300) == text


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_passes_unchanged_where_contacts_are_hidden(text: str) -> None:
    assert Gate(redact_contacts=True).text(text, 300) == text


@pytest.mark.parametrize("text", ORDINARY)
def test_a_card_is_found_in_the_midst_of_any_script(text: str) -> None:
    assert Gate().text(f"{text} 4111 1111 1111 1111 {text}", 700) == f"{text} [card ending 1111] {text}"
