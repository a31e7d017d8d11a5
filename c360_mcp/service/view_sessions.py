"""Session IDs for clients that show views and speak the protocol of before 2026-07-28.

Those clients say only at `initialize` that they show views, and this service keeps nothing between requests. So the
answer to that request carries a session ID that says it, which the client sends with all later ones. It is no secret,
and gives no rights. Other clients get none.
"""

from uuid import uuid4

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from c360_mcp.server.apps import SESSION_HEADER, SESSION_PREFIX


class ViewSessions:
    """Adds the header to answers whose request was marked by `c360_mcp.server.apps.advertise`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        state = scope.setdefault("state", {})

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start" and state.get("shows_apps"):
                MutableHeaders(scope=message)[SESSION_HEADER] = f"{SESSION_PREFIX}{uuid4()}"
            await send(message)

        await self._app(scope, receive, send_on)
