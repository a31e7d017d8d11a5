"""The README's buttons, each a link that attaches the server, and what the link holds."""

import base64
import json
from typing import Any
from urllib.parse import quote, urlencode

from c360_mcp.clients.installation import NAME, slug
from c360_mcp.setting import Setting
from c360_mcp.variables import SERVER_SETTINGS

NEEDED = [setting for setting in SERVER_SETTINGS if setting.required]
"""The settings that somebody has to give; the others keep their defaults."""
BADGE = "https://img.shields.io/badge"


def vs_code(*, demo: bool = False) -> str:
    """A link that VS Code opens: it asks for each setting once."""
    values = {"name": NAME, "config": _compact(_server("${{input:{}}}", slug, demo=demo))}
    if not demo:
        values["inputs"] = _compact([_input(setting) for setting in NEEDED])
    return f"https://insiders.vscode.dev/redirect/mcp/install?{urlencode(values, quote_via=quote)}"


def cursor(*, demo: bool = False) -> str:
    """A link that Cursor opens: the settings come from the environment that Cursor is started in."""
    config = _compact(_server("${{env:{}}}", str, demo=demo))
    values = {"name": NAME, "config": base64.b64encode(config.encode()).decode()}
    return f"https://cursor.com/en/install-mcp?{urlencode(values)}"


def buttons() -> str:
    """All of them, in two lines: for one's own tenant, and with invented customers."""
    lines = [
        f"[![Attach to VS Code{what}]({BADGE}/VS_Code-{colour}?logo=githubcopilot&logoColor=white)]({vs_code(demo=demo)})\n"
        f"[![Attach to Cursor{what}]({BADGE}/Cursor-{colour}?logo=cursor&logoColor=white)]({cursor(demo=demo)})"
        for demo, what, colour in (
            (False, "", "your_tenant-0b6fa4"),
            (True, ", with the demo's customers", "demo-5a6b7b"),
        )
    ]
    return "\n".join(lines)


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def _server(reference: str, spelled: Any, *, demo: bool) -> dict[str, Any]:
    server: dict[str, Any] = {"type": "stdio", "command": "uvx", "args": ["c360-mcp"]}
    if demo:
        return server | {"args": ["c360-mcp", "--demo"]}
    return server | {"env": {setting.name: reference.format(spelled(setting.name)) for setting in NEEDED}}


def _input(setting: Setting[Any]) -> dict[str, Any]:
    """How VS Code asks for a setting: from a list where there is one, and unseen where it is secret."""
    asked = {"id": slug(setting.name), "description": setting.meaning}
    if setting.choices:
        return asked | {"type": "pickString", "options": list(setting.choices)}
    return asked | {"type": "promptString"} | ({"password": True} if setting.secret else {})
