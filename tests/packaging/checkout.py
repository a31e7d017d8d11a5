"""The checkout that the tests stand in."""

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
}
"""What a user reads: the README and `docs/`."""
TEXT = "\n".join(PAGES.values())

sys.path.append(str(ROOT / "scripts"))  # they import one another by name


def script(name: str) -> ModuleType:
    """A script of `scripts/` as a module."""
    return import_module(name)
