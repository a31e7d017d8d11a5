"""Opens the budgets of tenants, where the settings have any: what counts them is imported only then."""

from c360_mcp.upstream.connection import Connection
from c360_mcp.upstream.turnstile import Budget


def open_budget(connection: Connection) -> Budget | None:
    """What may be sent to the API of one tenant; None where the settings bound nothing."""
    if not connection.rates:
        return None
    from c360_mcp.upstream.budget import WindowBudget

    return WindowBudget(connection.rates, connection.tenant_id)
