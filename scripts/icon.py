"""The icon's pictures, made from its drawing, `c360_mcp/server/icon.svg`."""

from io import BytesIO
from pathlib import Path

import resvg_py
from PIL import Image

DRAWING = Path(__file__).parents[1] / "c360_mcp" / "server" / "icon.svg"
COLOURS = 16
"""Its three, and those between them at their edges: a client gets the small picture with every result, so it is small."""


def picture(size: int) -> bytes:
    """The drawing as PNG, with so many pixels a side."""
    drawn = resvg_py.svg_to_bytes(svg_string=DRAWING.read_text(encoding="utf-8"), width=size, height=size)
    shown = Image.open(BytesIO(bytes(drawn))).quantize(COLOURS, method=Image.Quantize.FASTOCTREE)
    written = BytesIO()
    shown.save(written, "PNG", optimize=True)
    return written.getvalue()
