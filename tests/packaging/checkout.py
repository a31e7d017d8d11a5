"""The checkout that the tests stand in."""

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")

sys.path.append(str(ROOT / "scripts"))  # they import one another by name


def script(name: str) -> ModuleType:
    """A script of `scripts/` as a module."""
    return import_module(name)
