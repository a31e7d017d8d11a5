"""Who is calling, as their token says."""

from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.auth.provider import AccessToken
from starlette.types import Scope


class Caller(AccessToken):
    """A caller whose token was accepted. The token itself is not kept, so that nothing can hand it on.

    `client_id` is the name of a static token, or the client of an OAuth token as `CallerNames` has it, and may be
    logged; it is empty where a token names none. `subject` is a keyed hash.
    """

    token: str = ""
    tenant: str | None = None
    """The name of the tenant that the token is for."""
    summaries: bool = False
    """Whether the token's scopes grant transcript summaries, and not interactions alone."""


def tenant_of(scope: Scope) -> str | None:
    """The tenant that the caller's token names; None where no caller was identified, or not yet."""
    user = scope.get("user")
    caller = user.access_token if isinstance(user, AuthenticatedUser) else None
    return caller.tenant if isinstance(caller, Caller) else None
