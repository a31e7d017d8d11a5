"""Interaction IDs without what all of one tenant's have in common, and back."""

import re
from collections.abc import Sequence

from c360_mcp.records.interaction import Interaction

PREFIX = "int-"
MARK = "~"
"""Stands for the ending of an ID that was shortened; no ID that is shown in full ends in it."""

_MEDIUM_AND_SHARD = re.compile(r"(?<=-)([a-z]+)-(\d+)\Z")
_JOINED = re.compile(r"(?<=-)([a-z]+)(\d+)\Z")
"""`phone03`, as the hyphen of `phone-03` costs a token in every row."""


def are_alike(rows: Sequence[Interaction], tenant: str) -> bool:
    """Whether there are at least two interaction IDs, and each can be shortened and restored."""
    ids = [row.interaction_id for row in rows if row.interaction_id]
    return len(ids) > 1 and all(restored(shortened(each, tenant), tenant) == each for each in ids)


def shortened(interaction_id: str, tenant: str) -> str:
    """The ID as a result shows it, where all of the result are alike."""
    return _MEDIUM_AND_SHARD.sub(r"\1\2", _bare(interaction_id, tenant)) + MARK


def restored(shown: str, tenant: str) -> str:
    """The ID as the API knows it, given as a result shows it, or in full; of one in full, a mark at its end is dropped."""
    if not shown.endswith(MARK):
        return shown
    bare = _bare(shown.removesuffix(MARK), tenant)
    apart = _JOINED.sub(r"\1-\2", bare)
    return f"{PREFIX}{apart}-{tenant}"


def explained(rows: Sequence[Interaction], tenant: str) -> str:
    """What the IDs of a result were shortened by, in a sentence."""
    first = next(row.interaction_id for row in rows if row.interaction_id)
    ending = _MEDIUM_AND_SHARD.search(_bare(first, tenant))
    short, full = (f"{ending[1]}{ending[2]}", ending[0]) if ending else ("", "")
    return f"IDs without {PREFIX}, and with {short}{MARK} for {full}-{tenant}."


def _bare(interaction_id: str, tenant: str) -> str:
    return interaction_id.removeprefix(PREFIX).removesuffix(f"-{tenant}")
