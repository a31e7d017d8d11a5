"""The settings with which the client reaches one tenant."""

from dataclasses import dataclass, field

from pydantic import SecretStr

from c360_mcp.rate import Rate
from c360_mcp.upstream.bounds import Bounds


@dataclass(frozen=True, slots=True)
class Connection:
    """Address, tenant ID and API key of one tenant.

    `base_url` is what stands before `/v1/public/…`; `timeout` is in seconds, for a whole tool call.
    """

    base_url: str
    tenant_id: str
    api_key: SecretStr
    timeout: float
    reuse_seconds: float = 0.0
    """How long a reply may be used again for an equal request; 0: only while that is under way."""
    bounds: Bounds = field(default_factory=Bounds)
    rates: tuple[Rate, ...] = ()
    """What may be sent in which time; none: whatever the API takes."""
