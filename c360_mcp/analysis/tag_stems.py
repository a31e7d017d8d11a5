"""The English stems by which tags are recognised, and where they mean something else."""

import re
from typing import Final

from c360_mcp.analysis.mention import Mention

STEMS: Final = {
    "escalation": ("escalat",),
    "transfer": ("transfer", "forwarded"),
    "abandoned": ("abandon",),
    "callback": ("callback", "call back"),
}
"""What tags are looked for with. Stems are found inside words, too."""

TRANSFERRED: Final = (
    "money", "fund", "cash", "bank", "wire", "sepa", "ach", "balance", "data", "file", "number", "domain", "ownership",
    "title", "prescription",
)  # fmt: skip
"""What the customer's business is where one of these is transferred or forwarded; the contact was not."""

LEFT_BEHIND: Final = (
    "cart",
    "basket",
    "trolley",
    "checkout",
    "order",
    "booking",
    "quote",
    "application",
    "vehicle",
)
"""What the customer's business is where one of these was abandoned; the contact was not."""

ENDS: Final = (
    "made", "completed", "complete", "done", "closed", "declined", "refused", "rejected", "cancelled", "canceled",
)  # fmt: skip
"""Words for a callback that nobody waits for any longer."""

PATTERNS: Final = {
    "escalation": re.compile("escalat"),
    "transfer": re.compile("transfer(?!r?abil|r?able)|forwarded(?! to (?:voice ?mail|call ?back))"),
    "abandoned": re.compile("abandon"),
    "callback": re.compile(
        r"callback|(?<!\S)call (?:(?:the )?(?:customer|client|caller) |him |her |them |me )?back(?=s?(?: |$))"
    ),
}
"""Find the stems in a spelled tag."""

HINTS: Final = STEMS | {"callback": ("back",)}
"""Without one of these, a tag holds no stem."""

_OF = "(?:(?:of|the|a|an|my|his|her|their|your|shopping|online) )*"
_NOTHING = r"(?!)"


def _beside(nouns: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    noun = rf"(?:{'|'.join(nouns)})s?"
    return re.compile(rf"(?<!\S){noun} $"), re.compile(rf"\S* {_OF}{noun}(?!\S)")


_MEANS_OTHERWISE = {
    "escalation": (re.compile(r"(?<!\S)(?:de|un) ?$"), re.compile(_NOTHING)),
    "transfer": _beside(TRANSFERRED),
    "abandoned": _beside(LEFT_BEHIND),
    "callback": (re.compile(r"(?<!\S)surveys? ?$"), re.compile(r"s? surveys?(?!\S)")),
}
"""What stands before or after a stem where it means something else: `De-escalated`, `Bank transfer`."""

_ENDS = f"(?:{'|'.join(ENDS)})"
_AUXILIARIES = "(?: (?:is|was|were|has|have|been|already|now|request|requests|attempt|attempts))*"
_STATES = "(?: (?:needed|required|requested|scheduled|due|wanted))+"
_ENDED_AFTER = re.compile(
    rf"s?(?: /)?{_AUXILIARIES} ?{_ENDS}(?!\S)|s?{_STATES}(?: /)?{_AUXILIARIES} {_ENDS}(?: /|$)"
)
_ENDED_BEFORE = re.compile(
    rf"(?:^|/ )(?:(?:customer|client|caller|agent) )?{_ENDS}(?: (?:a|an|the|scheduled))* $"
)
_LAST_OF_STATEMENT = re.compile("s?(?: /|$)")


def means_otherwise(kind: str, mention: Mention) -> bool:
    """Whether a stem of this kind means something else here."""
    before, after = _MEANS_OTHERWISE[kind]
    return bool(before.search(mention.before) or after.match(mention.after))


def has_ended(callback: Mention) -> bool:
    """Whether a callback is said to be made, or off: `Callback completed`, `Customer declined callback`."""
    if _ENDED_AFTER.match(callback.after):
        return True
    return bool(_ENDED_BEFORE.search(callback.before) and _LAST_OF_STATEMENT.match(callback.after))
