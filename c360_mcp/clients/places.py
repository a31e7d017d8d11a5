"""Where the clients keep their configuration on this machine."""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Machine:
    """What decides where programs keep their files."""

    home: Path = field(default_factory=Path.home)
    platform: str = sys.platform
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)

    @property
    def settings(self) -> Path:
        """Where programs of the command line keep settings."""
        return Path(self.environ.get("XDG_CONFIG_HOME") or self.home / ".config")

    @property
    def applications(self) -> Path:
        """Where applications with windows keep theirs."""
        if self.platform == "darwin":
            return self.home / "Library" / "Application Support"
        if self.platform == "win32":
            return Path(self.environ.get("APPDATA") or self.home / "AppData" / "Roaming")
        return self.settings


Place = Callable[[Machine], Path]
"""Where a client's file is."""


def in_home(*parts: str) -> Place:
    """A file below the home folder."""
    return lambda machine: machine.home.joinpath(*parts)


def of_application(*parts: str) -> Place:
    """A file among the settings of applications."""
    return lambda machine: machine.applications.joinpath(*parts)


def of_codex(machine: Machine) -> Path:
    """Codex's file; `CODEX_HOME` names another folder for it."""
    return Path(machine.environ.get("CODEX_HOME") or machine.home / ".codex") / "config.toml"


def of_opencode(machine: Machine) -> Path:
    """The file of opencode, which may have either suffix."""
    folder = machine.settings / "opencode"
    with_comments = folder / "opencode.jsonc"
    return with_comments if with_comments.exists() else folder / "opencode.json"


def of_zed(machine: Machine) -> Path:
    """Zed's settings, which are not among those of other applications on a Mac."""
    if machine.platform == "win32":
        return machine.applications / "Zed" / "settings.json"
    return machine.settings / "zed" / "settings.json"


def here(_: Machine) -> Path:
    """`.mcp.json` of the project in whose folder the command is run."""
    return Path.cwd() / ".mcp.json"
