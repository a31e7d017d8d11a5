"""Finds the explanation in the body of an error response, in the shapes that the API and its gateway use."""

import re
from collections.abc import Iterator

from pydantic_core import from_json

LONGEST_DETAIL = 800
"""Characters kept of an explanation. In the end fewer are shown, but card numbers and addresses are masked before that,
and one that was cut in two here would not be recognised."""

_NOT_IN_A_KEY = "[^!-~]*"
"""What may stand between the characters of a key that a body repeats: white space, and anything outside of ASCII."""


def error_detail(body: bytes) -> str | None:
    """Find the first text that explains the error, at any length; None where there is none.

    Shapes: `detail`/`title`; `message`/`error`; `fault.faultstring`; `errors[].message`.
    """
    try:
        fault = from_json(body)
    except ValueError:
        return None
    return next(_texts(fault), None)


def redact_key(detail: str, key: str) -> str:
    """Replace the API key wherever an explanation repeats it, and shorten that to 800 characters.

    The key is found in upper and lower case, and with anything but visible ASCII between its characters.
    """
    # In this order: a key that was cut in two would not be found.
    written = _NOT_IN_A_KEY.join(map(re.escape, key))
    return re.sub(written, "[API key]", detail, flags=re.IGNORECASE)[:LONGEST_DETAIL]


def _texts(fault: object) -> Iterator[str]:
    """Yield the texts of the known fields, at any depth, the most specific field first."""
    if isinstance(fault, str) and fault.strip():
        yield fault.strip()
    elif isinstance(fault, list):
        for entry in fault:
            yield from _texts(entry)
    elif isinstance(fault, dict):
        for key in ("errors", "fault", "faultstring", "detail", "message", "title", "error"):
            yield from _texts(fault.get(key))
