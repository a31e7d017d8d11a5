"""How far the estimate is from what a result costs by `o200k_base`."""

import pytest

from c360_mcp.sandbox.cast import CAST
from c360_mcp.text.token_estimate import estimate
from tests.front_door import connected, told
from tests.tokens.corpus import HALVES, LANGUAGES, other_texts
from tests.tokens.o200k import count
from tests.tokens.results import cut_result, results, short_results


def outside(texts: dict[str, str], least: float = 0.95, most: float = 1.30) -> dict[str, float]:
    """The estimate over the count of those for which it is out of range."""
    ratios = {name: round(estimate(text) / count(text), 3) for name, text in texts.items()}
    return {name: ratio for name, ratio in ratios.items() if not least <= ratio <= most}


def test_the_texts_are_in_twelve_languages() -> None:
    assert LANGUAGES == (
        "arabic",
        "chinese",
        "english",
        "french",
        "german",
        "hindi",
        "japanese",
        "polish",
        "russian",
        "spanish",
        "thai",
        "vietnamese",
    )


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_whole_results_are_estimated_at_0_95_to_1_30_of_their_tokens(language: str, half: str) -> None:
    assert outside(results(language, half)) == {}


def test_so_are_results_of_a_few_words_and_failures() -> None:
    assert outside(short_results()) == {}


@pytest.mark.anyio
async def test_so_are_those_of_the_customers_of_the_demo() -> None:
    async with connected() as client:
        texts = {
            f"{persona.identifier}, {detail}": await told(
                client,
                "get_customer_interactions",
                search_by=persona.search_by,
                identifier=persona.identifier,
                detail=detail,
                include_summaries=5,
            )
            for persona in CAST
            for detail in ("standard", "concise")
        }
    assert outside(texts) == {}


@pytest.mark.parametrize("half", HALVES)
def test_prose_in_further_languages_and_manners_of_writing_is_estimated_roughly(half: str) -> None:
    assert outside(other_texts(half), least=0.75, most=1.35) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_result_that_is_cut_to_its_budget_makes_use_of_it(language: str) -> None:
    text = cut_result(language, 4_000)
    assert "left out to stay within 4,000 tokens" in text
    assert 0.75 <= count(text) / 4_000 <= 1.05
