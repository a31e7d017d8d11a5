"""`python scripts/pack_bundle.py [FILE]`: make the bundle for Claude Desktop, `dist/c360-mcp.mcpb` by default.

What the server needs is installed by the host's uv from the bundle's own `uv.lock`, with the versions and hashes of
`locks/run.txt`; to write that file takes uv and the registry. All else needs nothing but Python, and the same sources
always make the same bytes.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lock import RUN, locked
from project import ROOT

FILES = ("manifest.json", "icon.png", "pyproject.toml", "README.md", "LICENSE")
FOLDERS = ("c360_mcp", "prompts")
KINDS = {".html", ".json", ".md", ".png", ".py", ".svg", ".typed"}
"""Suffixes of what belongs to the package: byte code and whatever an editor left in its folders stay out."""
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first date that a ZIP file can hold, given to every file, so that when it was written makes no difference."""


def contents() -> Iterator[Path]:
    """The bundle's files."""
    yield from (ROOT / name for name in FILES)
    for folder in FOLDERS:
        yield from sorted(path for path in (ROOT / folder).rglob("*") if path.suffix in KINDS)


def pinned(pyproject: str) -> str:
    """The bundle's `pyproject.toml`: without the extras, and with every version as it is locked."""
    alone = re.sub(
        r"^\[project\.optional-dependencies\]\n.*?(?=^\[)", "", pyproject, flags=re.DOTALL | re.MULTILINE
    )
    versions = ",\n".join(f"    {json.dumps(str(pin))}" for pin in locked(RUN))
    return f"{alone}\n[tool.uv]\nconstraint-dependencies = [\n{versions},\n]\n"


def files() -> dict[str, bytes]:
    """What the bundle holds, by path, but for `uv.lock`."""
    held = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in contents()}
    return held | {"pyproject.toml": pinned(held["pyproject.toml"].decode()).encode()}


def lock(held: dict[str, bytes]) -> bytes:
    """The bundle's `uv.lock`, in which every file has a hash that `locks/run.txt` has too."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in held.items():
            (path := Path(folder, name)).parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        subprocess.run((sys.executable, "-m", "uv", "lock", "--quiet", "--directory", folder), check=True)
        written = Path(folder, "uv.lock").read_text(encoding="utf-8")
    known = set(re.findall(r"sha256:(\w+)", RUN.read_text(encoding="utf-8")))
    if strangers := set(re.findall(r"sha256:(\w+)", written)) - known:
        sys.exit(f"uv.lock has files that locks/run.txt does not know: {', '.join(sorted(strangers))}")
    return written.encode()


def pack(output: Path, held: dict[str, bytes]) -> None:
    """Write a bundle of files."""
    output.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(output, "w", ZIP_DEFLATED) as bundle:
        for name, content in held.items():
            entry = ZipInfo(name, EARLIEST)
            entry.external_attr = 0o644 << 16
            bundle.writestr(entry, content, ZIP_DEFLATED)


def main(output: Path) -> None:
    """Pack everything."""
    held = files()
    pack(output, held | {"uv.lock": lock(held)})


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / "c360-mcp.mcpb")
