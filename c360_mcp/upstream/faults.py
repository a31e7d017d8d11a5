"""What an error body says, in any of the shapes that the API and its gateway are known to use."""

from collections.abc import Iterator

from pydantic_core import from_json

LONGEST_DETAIL = 200


def fault_detail(body: bytes) -> str | None:
    """Find the one text that explains an error: raw, at most 200 characters, None where there is none.

    Shapes: `detail`/`title`; `message`/`error`; `fault.faultstring`; `errors[].message`.
    """
    try:
        fault = from_json(body)
    except ValueError:
        return None
    text = next(_texts(fault), None)
    return text[:LONGEST_DETAIL] if text else None


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
