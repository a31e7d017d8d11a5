"""The settings with which the client reaches one tenant."""

from dataclasses import dataclass

from pydantic import SecretStr


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
