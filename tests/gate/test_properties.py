import html
import re
import unicodedata
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from c360_mcp.intake.gate import Gate, bare_or_quoted, quoted
from c360_mcp.intake.mask import mask_cards

from .foreign import anything

limits = st.integers(min_value=1, max_value=120)
FLAGS = [
    "\U0001f3f4" + "".join(chr(0xE0000 + ord(c)) for c in nation) + "\U000e007f"
    for nation in ("gbeng", "gbsct", "gbwls")
]
NEVER_SHOWN = {"Cc", "Cs", "Co", "Zl", "Zp"}
SHOWN_FORMATS = ("ARABIC", "SYRIAC", "KAITHI")
BLANK_BY_NAME = re.compile(
    "FILLER|BLANK|GRAPHEME JOINER|INHERENT|VOWEL SEPARATOR|NULL NOTEHEAD|OBJECT REPLACEMENT"
)
JOINING_SCRIPTS = {
    *(
        "ARABIC",
        "SYRIAC",
        "NKO",
        "MANDAIC",
        "SAMARITAN",
        "THAANA",
        "DEVANAGARI",
        "BENGALI",
        "GURMUKHI",
        "GUJARATI",
    ),
    *(
        "ORIYA",
        "TAMIL",
        "TELUGU",
        "KANNADA",
        "MALAYALAM",
        "SINHALA",
        "MYANMAR",
        "KHMER",
        "MONGOLIAN",
        "TAI",
        "BALINESE",
    ),
    *("SUNDANESE", "BATAK", "JAVANESE", "VEDIC"),
}


def script(character: str) -> str:
    return unicodedata.name(character, "?").split()[0]


def is_pictograph(character: str) -> bool:
    return unicodedata.category(character) in {"So", "Sm", "Sk", "Po", "Cn"} or character == "\u3030"


def hidden_in(text: str) -> list[str]:
    """The characters that a reader can't see, by Unicode's names and categories instead of the gate's ranges."""
    for flag in FLAGS:
        text = text.replace(flag, "")
    return [
        c
        for before, c, after in zip(f" {text}", text, f"{text[1:]} ", strict=False)
        if is_hidden(before, c, after)
    ]


def is_hidden(before: str, character: str, after: str) -> bool:
    category, name = unicodedata.category(character), unicodedata.name(character, "")
    if "VARIATION SELECTOR" in name:
        keycap = before in "0123456789#*" and after == "\u20e3"
        return not (
            is_pictograph(before) or keycap or (script(before) == "MONGOLIAN" and "MONGOLIAN" in name)
        )
    if name in {"ZERO WIDTH JOINER", "ZERO WIDTH NON-JOINER"}:
        emoji = (is_pictograph(before) or before == "\ufe0f") and is_pictograph(after)
        return not (script(before) in JOINING_SCRIPTS or (emoji and name == "ZERO WIDTH JOINER"))
    if category == "Cf":
        return script(character) not in SHOWN_FORMATS or "MARK" in name.replace("MARK ABOVE", "")[:11]
    if category == "Cn":
        return not (0x1F000 <= ord(character) <= 0x3FFFD)
    return (
        category in NEVER_SHOWN or bool(BLANK_BY_NAME.search(name)) or (category == "Zs" and character != " ")
    )


@given(anything, limits)
def test_a_text_is_one_line_within_its_limit(raw: str, limit: int) -> None:
    text = Gate().text(raw, limit)
    assert len(text) <= limit
    assert text == " ".join(text.split())
    assert text.encode().decode() == text


@given(anything, limits)
def test_a_text_holds_nothing_that_is_not_seen(raw: str, limit: int) -> None:
    assert hidden_in(Gate().text(raw, limit)) == []


@given(anything, limits)
def test_no_base_carries_a_tower_of_marks(raw: str, limit: int) -> None:
    marks = "".join("m" if unicodedata.category(c)[0] == "M" else "." for c in Gate().text(raw, limit))
    assert "m" * 9 not in marks
    assert not marks.startswith("m")


@given(anything, limits)
def test_a_text_holds_neither_structure_nor_markup(raw: str, limit: int) -> None:
    text = Gate().text(raw, limit)
    assert not re.search(r'["|`\\│❘‖]|(?<![^ ])[ㅣ丨]+(?![^ ])', text)
    assert not re.search(r"(?i)(?<![^\W_])(?://|www\.|mailto:|xmpp:|javascript:)[^\s…/]", text)
    assert not re.search(r"~|\*\*", text)
    assert not re.search(r"\]\(|!\[|\]\[|<[A-Za-z/!?]|<[^\s<>]*[@:][^\s<>]*>", text)


@given(anything, limits)
def test_a_renderer_finds_no_entity_to_decode(raw: str, limit: int) -> None:
    text = Gate().text(raw, limit)
    assert html.unescape(text) == text


@given(anything, limits, st.booleans())
@example("_4111111111111111_", 40, False)
@example("///0", 4, False)
def test_a_clean_text_passes_a_second_time_unchanged(raw: str, limit: int, redact: bool) -> None:
    once = Gate(redact_contacts=redact).text(raw, limit)
    assert Gate(redact_contacts=redact).text(once, limit) == once


@given(anything)
def test_nothing_is_left_to_mask(raw: str) -> None:
    text = Gate().text(raw, 4000)
    assert mask_cards(text) == text


@given(st.lists(st.lists(anything, min_size=1, max_size=4), min_size=1, max_size=4))
def test_rows_and_fields_count_as_in_the_data(rows: list[list[str]]) -> None:
    gate = Gate()
    lines = [
        f"#{n} 2026-11-18 14:03 | " + " | ".join(quoted(gate.text(f, 80)) for f in row)
        for n, row in enumerate(rows, 1)
    ]
    text = "\n".join([*lines, "Coverage: complete"])
    assert len(text.splitlines()) == len(rows) + 1
    assert [line.count(" | ") for line in text.splitlines()[:-1]] == [len(row) for row in rows]
    assert [line.count('"') for line in text.splitlines()[:-1]] == [2 * len(row) for row in rows]
    assert len(re.findall(r"^#\d+ ", text, re.MULTILINE)) == len(rows)
    assert len(re.findall("^Coverage:", text, re.MULTILINE)) == 1


@given(st.lists(anything, min_size=1, max_size=5))
def test_items_read_back_as_in_the_data(names: list[str]) -> None:
    clean = [Gate().text(name, 80) for name in names]
    items = re.findall(r'"([^"]*)"(?:, |\Z)|([^",]+?)(?:, |\Z)', ", ".join(map(bare_or_quoted, clean)))
    assert [inside or bare for inside, bare in items] == clean


@given(anything)
def test_an_id_is_none_or_itself(raw: str) -> None:
    assert Gate().identifier(raw) in {raw, None}


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7F), max_size=260))
def test_an_id_is_one_visible_word(raw: str) -> None:
    if Gate().identifier(raw) is not None:
        assert raw.isascii()
        assert re.fullmatch(r"[^\s\x00-\x20\x7f\"'`|<>\\()\[\]]{1,256}", raw)


@given(
    st.lists(
        st.sampled_from([*FLAGS, "👨‍👩‍👧‍👦", "👍🏽", "🇬🇧", "1️⃣", "❤️", "é", "e\u0301", "請"]), max_size=30
    ),
    limits,
)
def test_a_cut_leaves_whole_characters(drawn: list[str], limit: int) -> None:
    assert Gate().text("".join(drawn), limit).removesuffix("…") in {
        "".join(drawn[:n]) for n in range(len(drawn) + 1)
    }


@given(st.lists(st.sampled_from(["late", "fee", "é", "請求"]), min_size=2, max_size=30), limits)
def test_a_longer_limit_never_shows_less(words: list[str], limit: int) -> None:
    shown = [len(Gate().text(" ".join(words), n).rstrip("…")) for n in range(1, limit + 1)]
    assert all(shorter <= longer for shorter, longer in pairwise(shown))
