"""Marks of Markdown for emphasis and for striking out.

A mark in one text and its partner in a later one would print bold, or strike out, all rows between the two.
"""

import re

_BEFORE, _AFTER = r"(?<![^ (])", r"(?![^ .,;:!?)…])"
_WORDS = r"[^\W_](?:(?:[^\W_]| )*[^\W_])?"
# What stays, as it has no effect on other texts: `*word*`, `5 * 3` and the keycap of a star.
_STAR = re.compile(rf"({_BEFORE}\*{_WORDS}\*{_AFTER}|(?<= )\*(?= )|(?<![^ ])\*\ufe0f?\u20e3)|\*")
# `_word_` stays too, and `NO_ANSWER`, which no renderer takes for marks. To the masks, the replacement is an underscore.
_UNDERSCORES = re.compile(rf"({_BEFORE}_{_WORDS}_{_AFTER}|(?<= )_+(?= )|(?<=[^\W_＿])_++(?=[^\W_＿]))|_+")


def blunt_marks(text: str) -> str:
    """Replace marks without a partner beside the same words, and all tildes, by characters that look the same."""
    if "*" in text:
        text = _STAR.sub(lambda found: found[1] or "∗", text)
    if "_" in text:
        text = _UNDERSCORES.sub(lambda found: found[1] or "＿" * len(found[0]), text)
    return text.replace("~", "∼")
