"""What the client needs to know to reach one tenant."""

from dataclasses import dataclass

from pydantic import SecretStr


@dataclass(frozen=True, slots=True)
class Connection:
    """One tenant of the Customer 360 API, and the key to it.

    `base_url` goes up to before `/v1/public/…`; `timeout` is in seconds, for a whole tool call.
    """

    base_url: str
    tenant_id: str
    api_key: SecretStr
    timeout: float
