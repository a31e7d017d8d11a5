"""A place where a tag mentions something, and whether what stands around it denies that it happened."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_DENIALS = r"no|not|non|never|neither|without|cannot|(?:do|does|did|is|was|has|have|wo|ca|could|need)n ?t"
_BETWEEN = (
    "yet|to|be|been|being|a|an|the|any|for|need|needs|require|requires|request|requests|want|wants|wish|wishes|"
    "further|more|longer|new|re|ever|currently|previously|officially|formally|have|has|had|is|was|were"
)
"""Words that may stand between a denial and what it denies: `No need for a callback`.

Others may not, since what is denied may then be something else: `No answer callback`.
"""
_DENIED_BEFORE = re.compile(rf"(?<!\S)(?:{_DENIALS})(?: (?:{_BETWEEN})| \S+ n?or)* ?$")
_WANTED = "needed|required|necessary|requested|wanted|desired|warranted|applicable"
_DENIED_AFTER = re.compile(
    r"\S*(?: requests?)?"
    rf"(?: (?:is|was|are|were|has|been))* (?:(?:{_DENIALS})(?: (?:yet|longer|be|been))* (?:{_WANTED})|un(?:{_WANTED}))(?!\S)"
    rf"|\S*(?: /)? (?:(?:{_DENIALS}) (?:{_WANTED})|no|none|false|nil|n a)(?: /|$)"
)


class Mention(NamedTuple):
    """What stands before and after a word, or the stem of one, in a spelled tag."""

    before: str
    after: str

    def is_denied(self) -> bool:
        """Whether a denial applies to this very word: `Not escalated`, `Escalation not needed`, `Escalation: no`.

        One that applies to another word does not count: `Escalated - not resolved`.
        """
        return bool(_DENIED_BEFORE.search(self.before) or _DENIED_AFTER.match(self.after))


def mentions(stem: re.Pattern[str], spelled: str) -> Iterator[Mention]:
    """Every place in a spelled tag where `stem` matches."""
    for match in stem.finditer(spelled):
        yield Mention(spelled[: match.start()], spelled[match.end() :])
