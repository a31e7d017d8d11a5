"""One harmless request, to see whether the API answers."""

from c360_mcp.records.summary import read_summaries
from c360_mcp.server.tenant_context import TenantContext
from c360_mcp.upstream.attempts import AttemptLog

PROBE = "c360-mcp-check"
"""An interaction ID that belongs to nobody: asking for its summary touches no customer."""


async def answers_as_documented(tenant: TenantContext) -> bool:
    """Whether what answers is the Customer 360 API; raises `C360Error` where no usable reply comes."""
    return read_summaries(await tenant.api.summaries([PROBE], AttemptLog()), tenant.gate()) is not None
