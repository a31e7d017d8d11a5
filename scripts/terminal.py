"""The README's picture: a terminal in which the demo's briefing was asked for, drawn from its real output."""

import re
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

COMMAND = "c360-mcp brief --demo customer@example.com"
COLUMNS = 110
"""Of the terminal, in characters."""
LEFT, TOP, LINE, CHARACTER = 22, 62, 18, 7.8
"""Where the text begins, and the size of its lines and characters, in pixels."""
FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
COLOURS = {
    "heading": "#7fd8be",
    "row": "#f2c14e",
    "quoted": "#a9c7e8",
    "bad": "#f08a8a",
    "good": "#8fd694",
    "prompt": "#7f8c98",
}
TEXT, GROUND, BAR = "#d7dde3", "#16212b", "#22313f"
_COLOURED = re.compile(
    r"(?P<heading>^Signals [^)]*\):|^(?:Last contact|\d+ rows?|Summary|Coverage|Contacts)\b[^:.]*[:.]?)"
    r"|(?P<row>#\d+)|(?P<quoted>\"[^\"]*\")|(?P<bad>\bnegative\b)|(?P<good>\bpositive\b)|(?P<prompt>^\$)"
)


def picture(lines: Sequence[str]) -> str:
    """An SVG of these lines, as a terminal shows them below the command that printed them."""
    shown = [f"$ {COMMAND}", *lines]
    width, height = round(2 * LEFT + COLUMNS * CHARACTER), TOP + len(shown) * LINE + 8
    buttons = "".join(
        f'<circle cx="{LEFT + 18 * place}" cy="20" r="6" fill="{colour}"/>'
        for place, colour in enumerate(("#f08a8a", "#f2c14e", "#8fd694"))
    )
    rows = "\n".join(
        f'<text x="{LEFT}" y="{TOP + number * LINE}">{"".join(_spans(line))}</text>'
        for number, line in enumerate(shown)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img">\n'
        f"<title>What c360-mcp prints of an invented customer</title>\n"
        f'<rect width="{width}" height="{height}" rx="10" fill="{GROUND}"/>'
        f'<path d="M0 40V10A10 10 0 0 1 10 0H{width - 10}a10 10 0 0 1 10 10V40z" fill="{BAR}"/>{buttons}\n'
        f'<g font-family="{FONT}" font-size="13" fill="{TEXT}" xml:space="preserve">\n{rows}\n</g>\n</svg>\n'
    )


def _spans(line: str) -> Iterator[str]:
    """The line's characters, with a colour where they are of a kind."""
    end = 0
    for match in _COLOURED.finditer(line):
        yield escape(line[end : match.start()])
        yield f'<tspan fill="{COLOURS[match.lastgroup or ""]}">{escape(match[0])}</tspan>'
        end = match.end()
    yield escape(line[end:])


def excerpt(lines: Sequence[str], before: str) -> list[str]:
    """The lines of a result up to the one that begins so, a mark of omission, and the last, which may be wrapped."""
    end, coverage = (
        next(number for number, line in enumerate(lines) if line.startswith(beginning))
        for beginning in (before, "Coverage: ")
    )
    return [*lines[:end], "…", *lines[coverage:]]
