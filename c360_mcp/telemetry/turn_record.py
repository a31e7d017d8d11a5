"""What becomes of a request before it is sent: how long it waited, or why it was refused."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from c360_mcp.errors import UpstreamError
from c360_mcp.telemetry.enabled import metrics_enabled
from c360_mcp.telemetry.instruments import UPSTREAM_REFUSALS, UPSTREAM_WAIT


def record_wait(tenant: str, seconds: float) -> None:
    """Record that a request of a tenant has got its turn after so many seconds."""
    if metrics_enabled():
        UPSTREAM_WAIT.record(seconds, {"c360.tenant": tenant})


@contextmanager
def counting_refusals(tenant: str) -> Iterator[None]:
    """Count an `UpstreamError` that leaves the block as a request of this tenant that was refused here."""
    try:
        yield
    except UpstreamError as refusal:
        if metrics_enabled():
            UPSTREAM_REFUSALS.add(1, {"c360.tenant": tenant, "c360.reason": _reason(refusal)})
        raise


def _reason(refusal: UpstreamError) -> str:
    """`over_budget` for `OverBudget`, as other reasons are written."""
    return re.sub(r"\B(?=[A-Z])", "_", type(refusal).__name__).lower()
