"""Interaction IDs without what all of one tenant's have in common, and back."""

from collections.abc import Sequence

from c360_mcp.records.interaction import Interaction

PREFIX = "int-"
MARK = "~"
"""Stands for the ending of an ID that was shortened; no ID that is shown in full ends in it."""


def are_alike(rows: Sequence[Interaction], tenant: str) -> bool:
    """Whether there are at least two interaction IDs, and all begin with `int-` and end in the tenant's own ID."""
    ids = [row.interaction_id for row in rows if row.interaction_id]
    return len(ids) > 1 and all(each.startswith(PREFIX) and each.endswith(f"-{tenant}") for each in ids)


def shortened(interaction_id: str, tenant: str) -> str:
    """The ID as a result shows it, where all of the result are alike."""
    return interaction_id.removeprefix(PREFIX).removesuffix(f"-{tenant}") + MARK


def restored(shown: str, tenant: str) -> str:
    """The ID as the API knows it, given as a result shows it, or in full."""
    if not shown.endswith(MARK):
        return shown
    return f"{PREFIX}{shown.removeprefix(PREFIX).removesuffix(MARK)}-{tenant}"
