"""What two Markdown renderers of different families make of rows: markdown-it follows CommonMark, mistune does not."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it.token import Token

from c360_mcp.intake.gate import Gate, bare_or_quoted, quoted

from .foreign import anything
from .renderers import COMMONMARK, LENIENT

INERT = {"paragraph_open", "paragraph_close", "text", "softbreak", "em_open", "em_close"}
ROWS = st.lists(st.lists(anything, min_size=1, max_size=3), min_size=1, max_size=4)


def result(rows: list[list[str]]) -> str:
    """Rows as results have them, each field once in quotation marks and once as a name."""
    gate = Gate()
    lines = []
    for number, row in enumerate(rows, 1):
        clean = [gate.text(field, 80) for field in row]
        lines.append(
            f"#{number} 2026-11-18 14:03 " + " | ".join([*map(quoted, clean), *map(bare_or_quoted, clean)])
        )
    return "\n".join([*lines, "Coverage: complete"])


def inline(markdown: str) -> list[Token]:
    blocks = COMMONMARK.parse(markdown)
    assert [block.type for block in blocks] == ["paragraph_open", "inline", "paragraph_close"]
    return blocks[1].children or []


@given(ROWS)
@example([["a ~~b"], ["c~~ d"]])
@example([["a **b"], ["c** d"]])
@example([["a ~b"], ["c~ d"]])
@example([["a _b"], ["c_ d"]])
@example([["a &#126;&#126;b"], ["c&#126;&#126; d"]])
@example([["https&colon;//evil.example"], ["&lt;img src=x&gt;"], ["&excl;&lbrack;x&rbrack;&lpar;x&rpar;"]])
@example([["//evil.example/x"], ["mailto:a@b.example"], ["xmpp:a@b.example"], ["(//evil.example)"]])
@example([["[x]: https://evil.example"], ["[x]"], ["[x][x]"]])
@example([["--- | ---", "|:-|"], ["\n|---|---|\n"]])
def test_renderers_find_no_markup_in_rows(rows: list[list[str]]) -> None:
    markdown = result(rows)
    kinds = [token.type for token in inline(markdown)]
    assert set(kinds) <= INERT
    rendered = str(LENIENT(markdown))
    assert set(re.findall(r"<[^>]*>", rendered)) <= {"<p>", "</p>", "<em>", "</em>"}


@given(ROWS)
@example([["*a"], ["b*"]])
@example([["_a"], ["b_"]])
@example([["*a* *"], ["b* *c*"]])
@example([["_"], ["_"]])
@example([["_1"], ["1_"]])
@example([["(_ 4111"], ["4111 _)"]])
def test_emphasis_ends_in_the_row_in_which_it_began(rows: list[list[str]]) -> None:
    depth = 0
    for token in inline(result(rows)):
        depth += token.nesting
        assert token.type != "softbreak" or depth == 0


@pytest.mark.parametrize(
    "markdown", ["~~a~~", "[a](b)", "https://a.example", "<b>", "# a", "a | b\n--- | ---\n1 | 2"]
)
def test_both_renderers_would_find_it(markdown: str) -> None:
    assert re.search("<(?:s|del|a|b|h1|table)\\b", COMMONMARK.render(markdown))
    assert re.search("<(?:s|del|a|b|h1|table)\\b", str(LENIENT(markdown)))
