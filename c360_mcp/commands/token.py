"""`c360-mcp token new`: a static bearer token for one client of the service."""

import sys
from datetime import UTC, date, datetime, timedelta

from c360_mcp.service.callers.static_tokens import new_token


def token(name: str, tenant: str | None, days: int | None, *, metadata_only: bool) -> int:
    """Print a token, which is stored nowhere, and the line for the tokens file; 2 where a name can't be used.

    With `days` it lets in for as many days from today, today not counted. `metadata_only` keeps summaries from it.
    """
    try:
        value, client = new_token(name, tenant, _until(days), metadata_only=metadata_only)
    except OverflowError:
        print("c360-mcp token: the calendar ends before that many days are over", file=sys.stderr)
        return 2
    except ValueError as error:
        print(f"c360-mcp token: {error}", file=sys.stderr)
        return 2
    print(
        f"Token for {name}, shown this once:\n{value}\n\nLine to add to C360_AUTH_TOKENS_FILE, "
        f"which holds its hash alone:\n{client}"
    )
    return 0


def _until(days: int | None) -> date | None:
    return None if days is None else datetime.now(UTC).date() + timedelta(days)
