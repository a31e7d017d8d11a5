"""How often a card is missed, and how often another number is taken for one: `python -m tests.gate.rates`."""

from c360_mcp.intake.gate import Gate

from .corpus_cards import SENTENCES, cards, other_numbers, spellings

CARDS, OTHERS = 100, 2000


def missed() -> float:
    """The share of generated cards, in every spelling and sentence, of which more than the last four are left."""
    texts = [
        (sentence.format(spelt), card[-4:])
        for card in cards(1, CARDS)
        for spelt in spellings(card)
        for sentence in SENTENCES
    ]
    return sum(f"[card ending {last}]" not in Gate().text(text, 400) for text, last in texts) / len(texts)


def mistaken() -> dict[str, float]:
    """By kind, the share of other numbers that are masked."""
    return {
        kind: sum("[card" in Gate().text(text, 400) for text in texts) / len(texts)
        for kind, texts in other_numbers(2, OTHERS).items()
    }


if __name__ == "__main__":
    print(f"cards missed: {missed():.2%}")
    for kind, share in mistaken().items():
        print(f"{kind} taken for cards: {share:.2%}")
