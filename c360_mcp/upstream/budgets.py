"""The budgets of a process's tenants, where the settings have any: what counts them is imported only then."""

from types import TracebackType
from typing import TYPE_CHECKING, Self

from pydantic import SecretStr

from c360_mcp.upstream.connection import Connection
from c360_mcp.upstream.turnstile import Budget

if TYPE_CHECKING:
    from c360_mcp.upstream.shared_windows import Store


class Budgets:
    """An async context manager. Processes that have the same store share each tenant's budget.

    `replicas` is how many processes there are: each has that part of a budget where it is not shared.
    """

    def __init__(self, state_url: SecretStr, replicas: int) -> None:
        self._state_url = state_url
        self._replicas = replicas
        self._store: Store | None = None

    async def of(self, connection: Connection) -> Budget | None:
        """What may be sent to the API of one tenant; None where the settings bound nothing."""
        if not connection.rates:
            return None
        from c360_mcp.upstream.budget import WindowBudget

        share = tuple(rate.share(self._replicas) for rate in connection.rates)
        own = WindowBudget(share, connection.tenant_id)
        if not self._state_url.get_secret_value():
            return own
        from c360_mcp.upstream.shared_windows import SharedBudget, Store

        if not self._store:
            self._store = Store(self._state_url.get_secret_value())
            await self._store.open()
        shared = WindowBudget(
            connection.rates, connection.tenant_id, self._store.windows, sharers=self._replicas
        )
        return SharedBudget(shared, own, self._store)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._store:
            await self._store.aclose()
