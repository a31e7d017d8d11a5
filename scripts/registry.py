"""The entry in the MCP registry, `server.json`, as far as it is made from the code."""

import json
from collections.abc import Iterable
from typing import Any

from project import PAGES, RAW, REPOSITORY, SERVER_NAME

from c360_mcp import __version__
from c360_mcp.setting import Setting
from c360_mcp.variables import SERVER_SETTINGS


def server_json(text: str) -> str:
    """The entry with the package's version and settings, and who publishes it."""
    entry = json.loads(text)
    (package,) = entry["packages"]
    entry["name"], entry["websiteUrl"] = SERVER_NAME, f"{PAGES}/README.md"
    entry["repository"] = {"url": REPOSITORY, "source": "github"}
    entry["icons"] = [
        {"src": f"{RAW}/c360_mcp/server/icon.svg", "mimeType": "image/svg+xml", "sizes": ["any"]},
        {"src": f"{RAW}/icon.png", "mimeType": "image/png", "sizes": ["512x512"]},
    ]
    entry["version"] = package["version"] = __version__
    package["environmentVariables"] = variables(SERVER_SETTINGS)
    return json.dumps(entry, indent=2, ensure_ascii=False) + "\n"


def variables(settings: Iterable[Setting[Any]]) -> list[dict[str, Any]]:
    """Settings as the registry describes environment variables."""
    return [
        {
            "name": setting.name,
            "description": setting.meaning,
            "isRequired": bool(setting.required),
            "isSecret": setting.secret,
        }
        | ({"default": setting.default_text} if setting.default_text else {})
        | ({"choices": list(setting.choices)} if setting.choices else {})
        for setting in settings
    ]
