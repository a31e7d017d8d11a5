"""HTML entities such as `&quot;`, which whoever renders a result would decode only after the gate has looked at it."""

import html
import re

from c360_mcp.intake.visible_text import visible

_ROUNDS = 4
_MAY_BEGIN_ONE = re.compile(r"&(?=[#A-Za-z])")


def has_entity(text: str) -> bool:
    """Say whether a renderer may show another text than this one."""
    return "&" in text and html.unescape(text) != text


def decode_entities(text: str) -> str:
    """Return what can be seen of a text in which each entity is the character that it stands for.

    `&amp;quot;` becomes `&quot;` first and a quotation mark then, and an invisible character inside an entity is gone
    before the next round. Entities nested deeper than `_ROUNDS` are broken by a space after their `&`.
    """
    text = visible(text)
    for _ in range(_ROUNDS):
        if not has_entity(text):
            return text
        text = visible(html.unescape(text))
    return _MAY_BEGIN_ONE.sub("& ", text) if has_entity(text) else text
