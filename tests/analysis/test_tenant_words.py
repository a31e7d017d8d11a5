"""The lists of a tenant's own words, and what is said where one is wrong."""

import tomllib

import pytest

from c360_mcp.analysis.tenant_words import NO_WORDS, TenantWords, parse_words

KINDS = "escalation, transfer, abandoned, callback, callback_made, resolved, none"


def test_every_list_is_read() -> None:
    text = """
        escalation = ["Eskaliert", " Teamleitung\\t", "Eskaliert"]
        transfer = ["Weitergeleitet"]
        abandoned = []
        callback = ["Ru\u0308ckruf"]
        "callback made" = ["Rückruf erledigt"]
        resolved = ["Gelöst"]
        none = ["Keine Eskalation"]
    """
    words = parse_words(tomllib.loads(text))
    assert words == TenantWords(
        escalation=("Eskaliert", "Teamleitung"),
        transfer=("Weitergeleitet",),
        callback=("Rückruf",),
        callback_made=("Rückruf erledigt",),
        resolved=("Gelöst",),
        none=("Keine Eskalation",),
    )
    assert list(words.by_kind()) == [
        "escalation",
        "transfer",
        "callback",
        "callback_made",
        "resolved",
        "none",
    ]


def test_nothing_needs_to_be_listed() -> None:
    assert parse_words({}) == NO_WORDS
    assert NO_WORDS.by_kind() == {}


def test_as_many_and_as_long_as_may_be() -> None:
    words = [f"{number:080}" for number in range(100)]
    assert parse_words({"escalation": words}).escalation == tuple(words)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"escalations": []}, f"escalations is not one of {KINDS}"),
        ({"Escalation": []}, f"Escalation is not one of {KINDS}"),
        ({"callback": "Rückruf"}, "callback must be a list of strings"),
        ({"callback": ["Rückruf", 7]}, "callback must be a list of strings"),
        ({"callback": {"de": ["Rückruf"]}}, "callback must be a list of strings"),
        ({"callback made": 1}, "callback made must be a list of strings"),
        ({"callback made": [], "callback_made": []}, "callback_made is given twice"),
        ({"resolved": ["x"] * 101}, "resolved must hold at most 100 words or tags"),
        ({"transfer": ["x" * 81]}, "transfer must hold words or tags of at most 80 characters"),
        ({"transfer": [""]}, "transfer must have a letter or a digit in each word or tag"),
        ({"transfer": ["x", " \t"]}, "transfer must have a letter or a digit in each word or tag"),
        ({"transfer": ["***"]}, "transfer must have a letter or a digit in each word or tag"),
        (
            {"none": ["Bank transfer"], "transfer": ["BANK_TRANSFER"]},
            "none repeats an entry of transfer",
        ),
        (
            {"resolve": [], "transfer": 1, "abandoned": ["-", "x" * 81]},
            (
                f"resolve is not one of {KINDS}, transfer must be a list of strings, abandoned must hold words or tags of "
                "at most 80 characters, abandoned must have a letter or a digit in each word or tag"
            ),
        ),
    ],
)
def test_all_that_is_wrong_is_told_by_its_key(table: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=r"\w") as refused:
        parse_words(table)
    assert str(refused.value) == sentence
