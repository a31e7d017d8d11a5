"""Tells values that stand where nobody put in their own yet, as clients and people leave them in a template."""

import re
from typing import Final

_NAME: Final = r"(?:[A-Z_][A-Z0-9_]*|(?i:c360_\w+))"
"""In capitals, or one of ours: a secret may well begin with a dollar sign."""

_MISTAKES: Final = (
    (
        re.compile(
            rf".*\$\{{[^{{}}]*\}}.*|.*\{{\{{.*\}}\}}.*|(?:\$(?:env:)?{_NAME}|%\w+%)(?:[/\\].*)?", re.DOTALL
        ),
        "holds a reference that was not filled in: the client put no value in its place",
    ),
    (
        re.compile(r"(?i:<?your(?:[-_ ]?(?:8x8|tenant|id|api|key|region|secret|here))+>?)|<[^<>]*>"),
        "holds a placeholder, where a value of your own belongs",
    ),
    (
        re.compile(r"([\"'`]).*\1|[“”„].*[“”]|‘.*’", re.DOTALL),
        "has quotation marks around its value: leave them out",
    ),
)


def unfilled(text: str) -> str | None:
    """What is wrong with a text that can't be meant as it stands; it is said after the setting's name, without the text."""
    return next((mistake for pattern, mistake in _MISTAKES if pattern.fullmatch(text)), None)


def filled(text: str) -> str:
    """The text; raises `ValueError` with what is wrong with it as in `unfilled`."""
    if mistake := unfilled(text):
        raise ValueError(mistake)
    return text
