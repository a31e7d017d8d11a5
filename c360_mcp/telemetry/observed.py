"""What is looked at when metrics are read, and costs nothing until then: the client of each tenant, and the store.

Prometheus reads in a thread of its own, so what is here may only read, and nothing that takes several steps.
"""

from collections.abc import Iterable, Iterator
from typing import Final, Protocol

from opentelemetry.metrics import CallbackOptions, Observation


class ObservedClient(Protocol):
    """The state of one tenant's client of the API."""

    @property
    def tenant(self) -> str:
        """The tenant's ID."""

    @property
    def waiting(self) -> int:
        """Requests that wait for their turn."""

    @property
    def circuit_is_open(self) -> bool:
        """Whether nothing but probes is sent."""

    def budget(self) -> Iterable[tuple[str, int, int]]:
        """Each rate, how many requests it allows, and how many of them this process has sent within its window."""


class ObservedStore(Protocol):
    """The store in which processes share their budgets."""

    @property
    def is_away(self) -> bool:
        """Whether each process keeps to its own share meanwhile."""


CLIENTS: Final[list[ObservedClient]] = []
"""Those that are open."""
STORES: Final[list[ObservedStore]] = []


def requests_waiting(_: CallbackOptions) -> Iterator[Observation]:
    """For each tenant, one number."""
    for client in [*CLIENTS]:
        yield Observation(client.waiting, {"c360.tenant": client.tenant})


def circuits_open(_: CallbackOptions) -> Iterator[Observation]:
    """For each tenant, 1 where its circuit is open."""
    for client in [*CLIENTS]:
        yield Observation(int(client.circuit_is_open), {"c360.tenant": client.tenant})


def budget_used(_: CallbackOptions) -> Iterator[Observation]:
    """For each rate of each tenant, one number."""
    for client in [*CLIENTS]:
        for rate, _allowed, used in client.budget():
            yield Observation(used, {"c360.tenant": client.tenant, "c360.rate": rate})


def budget_limit(_: CallbackOptions) -> Iterator[Observation]:
    """For each rate of each tenant, one number."""
    for client in [*CLIENTS]:
        for rate, allowed, _used in client.budget():
            yield Observation(allowed, {"c360.tenant": client.tenant, "c360.rate": rate})


def stores_away(_: CallbackOptions) -> Iterator[Observation]:
    """1 where it is."""
    for store in [*STORES]:
        yield Observation(int(store.is_away))
