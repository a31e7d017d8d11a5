"""The server's icon, for clients that show one beside its name."""

from base64 import b64encode
from importlib.resources import files
from typing import Final

from mcp_types import Icon

_FILES: Final = (("icon.svg", "image/svg+xml", "any"), ("icon.png", "image/png", "48x48"))
"""The drawing, and a picture made from it for clients that show no drawings; `scripts/icon.py` makes the picture."""


def icons() -> list[Icon]:
    """The icon in each of its forms, within the URI itself, so that nobody has to fetch it from anywhere."""
    return [Icon(src=_data_uri(name, kind), mime_type=kind, sizes=[size]) for name, kind, size in _FILES]


def _data_uri(name: str, kind: str) -> str:
    content = files("c360_mcp").joinpath("server", name).read_bytes()
    return f"data:{kind};base64,{b64encode(content).decode()}"
