"""`c360-mcp config`: what attaches a client to the server installed here."""

import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from c360_mcp.clients.catalogue import CLIENTS, ClientConfig
from c360_mcp.clients.installation import Installation, placeholder
from c360_mcp.clients.places import Machine
from c360_mcp.clients.start_command import start_command
from c360_mcp.commands.encoding import print_as_utf8
from c360_mcp.commands.write_entry import write_entry
from c360_mcp.setting import Setting, SettingsReader
from c360_mcp.variables import API_KEY, API_KEY_FILE, BASE_URL, DEMO, REGION, SERVER_SETTINGS

_INSTEAD: Final[dict[str, Setting[Any]]] = {REGION.name: BASE_URL, API_KEY.name: API_KEY_FILE}
"""What takes the place of a setting that must be set otherwise."""
_LOCAL_SERVICE: Final = "http://127.0.0.1:8360/mcp"
_EXAMPLE: Final = "https://c360.example.com/mcp"
"""Stands for the address of a service on the internet, until somebody gives theirs."""
_INVALID: Final = 2


def config(options: Namespace, environ: Mapping[str, str], *, demo: bool) -> int:
    """Print the entry on stdout, and what to do with it on stderr; or write it, with `--write`."""
    client = CLIENTS[options.client]
    reader = SettingsReader(environ)
    settings = client.budget | ({} if demo else _settings(reader))
    if problems := [*reader.problems, *_wrong_options(options, client)]:
        print(f"c360-mcp config: {'; '.join(problems)}.", file=sys.stderr)
        return _INVALID
    url = options.url or (_LOCAL_SERVICE if client.tables else _EXAMPLE)
    installation = Installation((*start_command(), *(["--demo"] if demo else [])), settings, url, not demo)
    if options.write and client.tables:
        path = _file(options, client)
        if not (status := write_entry(path, client.tables(installation))):
            _advise(client, path.read_text(encoding="utf-8"), demo=demo)
        return status
    print(f"Goes into {client.place}", file=sys.stderr)
    entry = client.entry(installation)
    _advise(client, entry, demo=demo)
    print_as_utf8(entry)
    return 0


def _wrong_options(options: Namespace, client: ClientConfig) -> list[str]:
    problems = []
    if options.url and not client.of_the_service:
        problems.append(
            f"--url says where the HTTP service is, and {options.client} starts a server of its own"
        )
    if options.file and not options.write:
        problems.append("--file says where --write writes: give both")
    if options.write and not client.tables:
        problems.append(f"{options.client} has no file to write: leave --write out, and follow the steps")
    elif options.write and not (options.file or client.file):
        problems.append("say by --file which file to write")
    return problems


def _file(options: Namespace, client: ClientConfig) -> Path:
    """Which file to write."""
    return Path(options.file).expanduser() if options.file or not client.file else client.file(Machine())


def _advise(client: ClientConfig, entry: str, *, demo: bool) -> None:
    if not demo:
        print(client.secrets, file=sys.stderr)
    if left := [text for text in (*map(_placeholder, SERVER_SETTINGS), _EXAMPLE) if text in entry]:
        print(f"To be replaced by your own: {', '.join(left)}.", file=sys.stderr)


def _settings(reader: SettingsReader) -> dict[str, str | None]:
    """The settings that are set here or must be set, without the values of secrets; placeholders where none is set."""
    return {
        setting.name: None if setting.secret else _value(setting, reader)
        for setting in SERVER_SETTINGS
        if setting is not DEMO and (reader.given(setting) or _needed(setting, reader))
    }


def _value(setting: Setting[Any], reader: SettingsReader) -> str:
    """What is set, once it is known to be a value that the server takes."""
    reader.resolve(setting, setting.parse, setting.default)
    return reader.given(setting) or _placeholder(setting)


def _needed(setting: Setting[Any], reader: SettingsReader) -> bool:
    instead = _INSTEAD.get(setting.name)
    return bool(setting.required) and not (instead and reader.given(instead))


def _placeholder(setting: Setting[Any]) -> str:
    return "|".join(setting.choices) or placeholder(setting.name)
