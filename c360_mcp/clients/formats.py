"""What each client's configuration says of a server, as the tables that its file holds."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from c360_mcp.clients.installation import NAME, TOKEN, Installation, slug
from c360_mcp.variables import SERVER_SETTINGS

Tables = Mapping[str, Any]
"""Objects and lists by the key that they have in the file's root."""
Refer = Callable[[str], str]
"""How a value refers to a variable of the client's own environment."""

STDIO: Final = {"type": "stdio"}


def mcp_servers(refer: Refer, kind: dict[str, Any], installation: Installation) -> Tables:
    """The format that most clients share; `kind` is what a client wants to be told besides."""
    return {"mcpServers": {NAME: kind | _started(installation, refer)}}


def vs_code(installation: Installation) -> Tables:
    """`servers`, and `inputs` for secrets, which VS Code asks for once and stores encrypted."""
    inputs = [
        {"type": "promptString", "id": slug(setting.name), "description": setting.meaning, "password": True}
        for setting in SERVER_SETTINGS
        if installation.variables.get(setting.name, "") is None
    ]
    server = STDIO | _started(installation, lambda name: f"${{input:{slug(name)}}}")
    return ({"inputs": inputs} if inputs else {}) | {"servers": {NAME: server}}


def codex(installation: Installation) -> Tables:
    """`env_vars` names the variables that Codex hands on from its own environment.

    `required` makes it wait for the server: without, `codex exec` begins before the tools are there, and goes on
    without them where the server can't start.
    """
    program, *arguments = installation.command
    kept = {name: value for name, value in installation.variables.items() if value is not None}
    handed_on = [name for name, value in installation.variables.items() if value is None]
    server = {"command": program, "args": arguments, "env_vars": handed_on, "required": True, "env": kept}
    return {"mcp_servers": {NAME: {name: value for name, value in server.items() if value}}}


def opencode(installation: Installation) -> Tables:
    """A command in one list, and `environment` in place of `env`."""
    environment = _environment(installation, "{{env:{}}}".format)
    server: dict[str, Any] = {"type": "local", "command": list(installation.command), "enabled": True}
    return {"mcp": {NAME: server | ({"environment": environment} if environment else {})}}


def zed(refer: Refer, installation: Installation) -> Tables:
    """`context_servers`, among the other settings."""
    return {"context_servers": {NAME: {"source": "custom"} | _started(installation, refer)}}


def remote(installation: Installation) -> Tables:
    """The HTTP service, for clients that speak Streamable HTTP."""
    server: dict[str, Any] = {"type": "http", "url": installation.url}
    if installation.authenticates:
        server["headers"] = {"Authorization": f"Bearer ${{{TOKEN}}}"}
    return {"mcpServers": {NAME: server}}


def _started(installation: Installation, refer: Refer) -> dict[str, Any]:
    program, *arguments = installation.command
    env = _environment(installation, refer)
    return {"command": program} | ({"args": arguments} if arguments else {}) | ({"env": env} if env else {})


def _environment(installation: Installation, refer: Refer) -> dict[str, str]:
    return {name: refer(name) if value is None else value for name, value in installation.variables.items()}
