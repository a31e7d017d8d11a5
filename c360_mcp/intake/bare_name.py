"""Which names may stand in a result without quotation marks around them."""

import re

from c360_mcp.intake.visible_text import JOINERS, is_combining_mark

_MOST_WORDS = 3
"""A name of more words could be a sentence that tells its reader what to do."""

_MOST_JOINED = 5
"""Words, where `-`, `_` and the like join them."""

_MOST_UNSPACED = 12
"""Letters, in a script that has no spaces between words; more could be a sentence there."""

_LONGEST = 40
_USUAL = re.compile(r"[A-Za-z0-9]+(?:[ \-_/][A-Za-z0-9]+){0,2}")
"""One to three words of ASCII, as most names are: within every limit here but that of length."""

# Letters and digits, with single spaces and the punctuation of names inside: no comma, for example, at which a name
# would fall into two items.
_SHAPE = re.compile(
    rf"(?=.{{1,{_LONGEST}}}\Z)\+?\w(?:[\w\-/&'’+@)]|\.(?=\w)|\((?=[^\W\d])| (?=[\w\-/&(]))*…?"
)
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
_WORD = re.compile(r"(?<![^\W_])[^\W\d_]+(?![^\W_])")
_ASCII_LETTER = re.compile("[A-Za-z]")
# All letters and digits but those of the Latin alphabet, which is without the bars that are letters for click sounds.
_OTHER_ALPHABET = re.compile("(?![A-Za-z0-9_ªºÀ-ÖØ-öø-ƺƼ-ƿǄ-ɏḀ-ỿ])\\w")
_MARK_OF_LATIN = re.compile("[\u0300-\u036f]")
# Letters that look like `|`, `:`, `,` or a quotation mark, in names of any alphabet.
_LOOK_ALIKE = re.compile(
    "[ㅣ\u1175ￜ丨⼁㇑〡ǀ-ǃⵏꓲᛁ\U00016f28\U00010309\U00010320\U0001028a"
    "\u02b0-\u02ff\u07f4\u07f5\ua4f8-\ua4fd\ua700-\ua721\ua788-\ua78c]"
)


def is_bare_name(clean: str) -> bool:
    """Say whether a text that has passed the gate is a word or a short name that can't be taken for anything else.

    A name with ASCII letters may have no letter, digit or mark of another alphabet in it. Several of them are drawn
    like a bar or a colon, and `Billingㅣ outcome` would seem to be two fields.
    """
    if len(clean) <= _LONGEST and _USUAL.fullmatch(clean):
        return True
    if clean.isascii():
        return _SHAPE.fullmatch(clean) is not None and _is_short(clean)
    marks = {c for c in clean if is_combining_mark(c)}
    letters = "".join(c for c in clean if c not in marks and c not in JOINERS)
    if not _SHAPE.fullmatch(letters) or not _is_short(letters) or _LOOK_ALIKE.search(clean):
        return False
    if not _ASCII_LETTER.search(letters):
        return True
    return not _OTHER_ALPHABET.search(letters) and all(map(_MARK_OF_LATIN.match, marks))


def _is_short(letters: str) -> bool:
    words = sum(any(map(str.isalnum, word)) for word in letters.split(" "))
    if words > _MOST_WORDS or len(_UNSPACED.findall(letters)) > _MOST_UNSPACED:
        return False
    return len(_WORD.findall(letters)) <= _MOST_JOINED
