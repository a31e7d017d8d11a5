"""What an error body says, in any of the shapes that the API and its gateway are known to use."""

import re
from collections.abc import Iterator

from pydantic_core import from_json

LONGEST_DETAIL = 800
"""Characters; fewer are shown, but a number or an address that is cut here could not be told as one."""

_NOT_IN_A_KEY = "[^!-~]*"
"""What a reader would not see, or would see through, between the characters of a key."""


def error_detail(body: bytes) -> str | None:
    """Find the one text that explains an error: raw and as long as it is, None where there is none.

    Shapes: `detail`/`title`; `message`/`error`; `fault.faultstring`; `errors[].message`.
    """
    try:
        fault = from_json(body)
    except ValueError:
        return None
    return next(_texts(fault), None)


def redact_key(detail: str, key: str) -> str:
    """The first 800 characters of what the API said, should it repeat the key to whoever sent it.

    The key is found in upper and lower case, and with anything but visible ASCII between its characters.
    """
    # Cut first, and all but the end of a key would be left.
    written = _NOT_IN_A_KEY.join(map(re.escape, key))
    return re.sub(written, "[API key]", detail, flags=re.IGNORECASE)[:LONGEST_DETAIL]


def _texts(fault: object) -> Iterator[str]:
    """Walk the candidates, most telling first."""
    if isinstance(fault, str) and fault.strip():
        yield fault.strip()
    elif isinstance(fault, list):
        for entry in fault:
            yield from _texts(entry)
    elif isinstance(fault, dict):
        for key in ("errors", "fault", "faultstring", "detail", "message", "title", "error"):
            yield from _texts(fault.get(key))
