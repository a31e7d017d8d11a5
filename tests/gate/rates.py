"""How often what is to be masked is found, and how often something else is taken for it: `python -m tests.gate.rates`.

`--write` puts the rates into `SECURITY.md`; a test holds these against what is measured.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

from c360_mcp.intake.gate import Gate

from . import corpus_by_hand as by_hand
from .corpus_cards import SENTENCES, cards, other_numbers, spellings
from .corpus_codes import NO_CODES, codes
from .corpus_contacts import LINKS, WRITTEN, emails, numbers
from .corpus_contacts import SENTENCES as ABOUT_CONTACTS
from .corpus_figures import figures

CARDS, OTHERS, FIGURES = 60, 1000, 300
COUNTRIES = ("US", "DE", "DK")
SECURITY = Path(__file__).parents[2] / "SECURITY.md"
BLOCK = re.compile(r"(?<=<!-- generated: rates -->\n).*?(?=<!-- end: rates -->)", re.DOTALL)
LIMIT = 400


class Rate(NamedTuple):
    """Of how many texts of a kind how many were treated so."""

    hits: int
    of: int

    @property
    def share(self) -> float:
        return self.hits / self.of


def rate(outcomes: Iterable[bool]) -> Rate:
    """How many are true."""
    each = list(outcomes)
    return Rate(sum(each), len(each))


def caught() -> dict[str, Rate]:
    """By kind, of what is to be masked: how much is, whole and with nothing else."""
    return {
        "card numbers": rate(_cards()),
        "card numbers, written by hand": rate(_cards_by_hand()),
        "security codes": rate("[removed]" in Gate().text(text, LIMIT) for text, _ in codes()),
        "security codes, written by hand": rate(
            "[removed]" in Gate().text(text, LIMIT) for text in by_hand.CODES
        ),
        "e-mail addresses": rate(_emails()),
        "e-mail addresses, written by hand": rate(
            "bob" not in Gate(redact_contacts=True).text(text, LIMIT).lower() for text in by_hand.EMAILS
        ),
        "links to chats": rate(
            Gate(redact_contacts=True).text(*_limited(link)) == shown for link, shown in LINKS.items()
        ),
        "phone numbers with their country code": rate(_phones("with their country code", default=False)),
        "phone numbers as in the default country": rate(_phones("as in their country", default=True)),
        "phone numbers as in a country, without a default one": rate(
            _phones("as in their country", default=False)
        ),
        "phone numbers, written by hand, without a default country": rate(
            not re.search(r"\d{3}", Gate(redact_contacts=True).text(text, LIMIT)) for text in by_hand.PHONES
        ),
        "phone numbers in the address field": rate(_addresses()),
    }


def other_figures() -> dict[str, list[str]]:
    """Texts by kind of figure, none of which is a card or a code."""
    beside_codes = {"figures beside names of codes": list(NO_CODES)}
    return (
        other_numbers(2, OTHERS)
        | figures(2, FIGURES)
        | beside_codes
        | {"figures written by hand": list(by_hand.FIGURES)}
    )


def mistaken_for_cards() -> dict[str, Rate]:
    """By kind of other figures, how many are taken for a card or a code."""
    return {kind: _altered([Gate()], texts) for kind, texts in other_figures().items()}


def mistaken_for_contacts() -> dict[str, Rate]:
    """By kind of other figures, how many are taken for a contact where these are masked, in one country or another."""
    masked = [Gate(redact_contacts=True, country=country) for country in (None, *COUNTRIES)]
    others = other_figures()
    return {kind: _altered(masked, others[kind]) for kind in others if "phone" not in kind}


def _cards() -> Iterator[bool]:
    sentences = cycle(SENTENCES)
    for card in cards(1, CARDS):
        for spelt in spellings(card):
            for sentence in (next(sentences), next(sentences)):
                text = Gate().text(sentence.format(spelt), LIMIT)
                yield text.count(f"[card ending {card[-4:]}]") == 1 and not re.search(r"\d{6}", text)


def _cards_by_hand() -> Iterator[bool]:
    for card in cards(4, 5):
        for between in by_hand.BETWEEN_GROUPS:
            spelt = between.join(card[i : i + 4] for i in range(0, len(card), 4))
            yield f"[card ending {card[-4:]}]" in Gate().text(f"Please charge {spelt} today", LIMIT)


def _emails() -> Iterator[bool]:
    for text, _ in emails():
        shown = Gate(redact_contacts=True).text(text, LIMIT)
        yield re.fullmatch(r"write to (?:mailto: |[‹<“∗]*)\[email 1\][›>”∗]* today", shown) is not None


def _phones(way: str, *, default: bool) -> Iterator[bool]:
    sentences = cycle(ABOUT_CONTACTS)
    for country, number in numbers():
        for written in WRITTEN[way](number):
            sentence = next(sentences)
            shown = Gate(redact_contacts=True, country=country if default else None).text(
                sentence.format(written), LIMIT
            )
            yield shown.replace("tel. ", "") == sentence.format("[phone 1]")


def _addresses() -> Iterator[bool]:
    for _, number in numbers():
        for way in WRITTEN.values():
            for written in way(number):
                yield Gate(redact_contacts=True).address(written, LIMIT) == "[phone 1]"


def _altered(gates: list[Gate], texts: list[str]) -> Rate:
    placeholder = re.compile(r"\[(?:card ending|removed\]|(?:email|phone|address) \d)")
    return rate(placeholder.search(gate.text(text, LIMIT)) is not None for gate in gates for text in texts)


def _limited(text: str) -> tuple[str, int]:
    return text, LIMIT


def table() -> str:
    """The rates, as `SECURITY.md` states them."""
    lines = ["| to be masked | found |", "|---|---|"]
    lines += [f"| {kind} | {found.share:.1%} of {found.of:,} |" for kind, found in caught().items()]
    contacts = mistaken_for_contacts()
    lines += ["", "| other figures | taken for a card or a code | for a contact |", "|---|---|---|"]
    for kind, taken in mistaken_for_cards().items():
        as_contact = f"{contacts[kind].share:.1%}" if kind in contacts else "they are"
        lines.append(f"| {kind} | {taken.share:.1%} | {as_contact} |")
    return "\n".join(lines) + "\n"


def shares(markdown: str) -> dict[str, list[float]]:
    """The percentages in each row of such a table."""
    rows = [line.strip("| ").split(" | ") for line in markdown.splitlines() if "%" in line]
    return {row[0]: [float(share) for share in re.findall(r"([\d.]+)%", " ".join(row[1:]))] for row in rows}


if __name__ == "__main__":
    measured = table()
    print(measured, end="")
    if "--write" in sys.argv:
        SECURITY.write_text(
            BLOCK.sub(lambda _: measured, SECURITY.read_text(encoding="utf-8")), encoding="utf-8"
        )
