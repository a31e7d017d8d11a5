"""`c360-mcp config`: what attaches a client to the server installed here."""

import shutil
import sys
from collections.abc import Mapping
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Final

from c360_mcp.clients import CLIENTS, Installation, placeholder
from c360_mcp.setting import Setting, SettingsReader
from c360_mcp.variables import API_KEY, API_KEY_FILE, BASE_URL, DEMO, REGION, SERVER_SETTINGS

_INSTEAD: Final[dict[str, Setting[Any]]] = {REGION.name: BASE_URL, API_KEY.name: API_KEY_FILE}
"""What takes the place of a setting that must be set otherwise."""


def config(client: str, url: str, environ: Mapping[str, str], *, demo: bool) -> int:
    """Print the entry on stdout, and what to do with it on stderr."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(
            encoding="utf-8"
        )  # clients read UTF-8, and not every pipe or terminal writes it
    how = CLIENTS[client]
    settings = {} if demo else _settings(environ)
    entry = how.entry(Installation(_command(demo=demo), settings, url, authenticates=not demo))
    print(f"Goes into {how.place}", file=sys.stderr)
    if not demo:
        print(how.secrets, file=sys.stderr)
    if left := [text for text in map(_placeholder, SERVER_SETTINGS) if f'"{text}"' in entry]:
        print(f"To be replaced by your own: {', '.join(left)}.", file=sys.stderr)
    print(entry)
    return 0


def _command(*, demo: bool) -> tuple[str, ...]:
    """What starts this installation from any folder: its script, or else its interpreter with the module."""
    script = shutil.which("c360-mcp", path=Path(sys.executable).parent)
    command = (script,) if script else (sys.executable, "-m", "c360_mcp")
    return (*command, "--demo") if demo else command


def _settings(environ: Mapping[str, str]) -> dict[str, str | None]:
    """The settings that are set here or must be set, without the values of secrets; placeholders where none is set."""
    reader = SettingsReader(environ)
    return {
        setting.name: None if setting.secret else reader.given(setting) or _placeholder(setting)
        for setting in SERVER_SETTINGS
        if setting is not DEMO and (reader.given(setting) or _needed(setting, reader))
    }


def _needed(setting: Setting[Any], reader: SettingsReader) -> bool:
    instead = _INSTEAD.get(setting.name)
    return bool(setting.required) and not (instead and reader.given(instead))


def _placeholder(setting: Setting[Any]) -> str:
    return "|".join(setting.choices) or placeholder(setting.name)
