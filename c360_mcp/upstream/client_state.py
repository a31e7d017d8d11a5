"""The state of one tenant's client, as metrics show it."""

from collections.abc import Iterable
from dataclasses import dataclass

from c360_mcp.upstream.circuit_breaker import CircuitBreaker
from c360_mcp.upstream.connection import Connection
from c360_mcp.upstream.turnstile import Budget, Turnstile


@dataclass(frozen=True, slots=True, eq=False)
class ClientState:
    """An `ObservedClient` of `telemetry`."""

    connection: Connection
    turnstile: Turnstile
    circuit: CircuitBreaker
    sent: Budget | None

    @property
    def tenant(self) -> str:
        """The tenant's ID."""
        return self.connection.tenant_id

    @property
    def waiting(self) -> int:
        """Requests that wait for their turn."""
        return self.turnstile.waiting

    @property
    def circuit_is_open(self) -> bool:
        """Whether nothing but probes is sent."""
        return self.circuit.is_open

    def budget(self) -> Iterable[tuple[str, int, int]]:
        """Each rate, how many requests it allows all processes, and how many this one has sent within its window."""
        used = self.sent.used() if self.sent else []
        rates = zip(self.connection.rates, used, strict=False)
        return [(str(rate), rate.amount, count) for rate, count in rates]
