"""`python scripts/pack_bundle.py [FILE]`: make the bundle for Claude Desktop, `dist/c360-mcp.mcpb` by default.

It needs nothing but Python. The same sources always make the same bytes.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

ROOT = Path(__file__).parents[1]
FILES = ("manifest.json", "icon.png", "pyproject.toml", "README.md", "LICENSE")
FOLDERS = ("c360_mcp", "prompts")
KINDS = {".md", ".png", ".py", ".svg", ".typed"}
"""Suffixes of what belongs to the package: byte code and whatever an editor left in its folders stay out."""
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first date that a ZIP file can hold, given to every file, so that when it was written makes no difference."""


def contents() -> Iterator[Path]:
    """The bundle's files."""
    yield from (ROOT / name for name in FILES)
    for folder in FOLDERS:
        yield from sorted(path for path in (ROOT / folder).rglob("*") if path.suffix in KINDS)


def pack(output: Path) -> None:
    """Write the bundle."""
    output.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(output, "w", ZIP_DEFLATED) as bundle:
        for path in contents():
            entry = ZipInfo(path.relative_to(ROOT).as_posix(), EARLIEST)
            entry.external_attr = 0o644 << 16
            bundle.writestr(entry, path.read_bytes(), ZIP_DEFLATED)


if __name__ == "__main__":
    pack(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / "c360-mcp.mcpb")
