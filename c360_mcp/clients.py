"""What a client's configuration says to attach this server, in each client's own format."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from c360_mcp.variables import VARIABLES

NAME: Final = "c360"
"""Of the server in every client; prompts and tools are called after it."""

TOKEN: Final = "CUSTOMER_360_TOKEN"  # noqa: S105  the name of a variable
"""Where clients find their bearer token for the HTTP service."""


@dataclass(frozen=True, slots=True)
class Installation:
    """How to reach the server."""

    command: tuple[str, ...]
    """The program to start and its arguments."""
    variables: Mapping[str, str | None]
    """Its environment; None where it is a secret, which the client is to keep."""
    url: str
    """Of the HTTP service."""
    authenticates: bool
    """Whether that asks for a token."""


@dataclass(frozen=True, slots=True)
class ClientConfig:
    """How one MCP client is told of a server, in its own configuration file."""

    place: str
    """Where the entry goes."""
    secrets: str
    """Where secrets come from."""
    entry: Callable[[Installation], str]


def claude_desktop(installation: Installation) -> str:
    """`mcpServers`, without a way to refer to secrets."""
    return _json({"mcpServers": {NAME: _stdio(installation, placeholder)}})


def claude_code(installation: Installation) -> str:
    """`mcpServers`, with `${NAME}` for what is in the environment."""
    return _json({"mcpServers": {NAME: {"type": "stdio"} | _stdio(installation, "${{{}}}".format)}})


def vs_code(installation: Installation) -> str:
    """`servers`, and `inputs` for what is asked once and stored encrypted."""
    inputs = [
        {
            "type": "promptString",
            "id": _slug(variable.name),
            "description": variable.meaning,
            "password": True,
        }
        for variable in VARIABLES
        if installation.variables.get(variable.name, "") is None
    ]
    server = {"type": "stdio"} | _stdio(installation, lambda name: f"${{input:{_slug(name)}}}")
    return _json(({"inputs": inputs} if inputs else {}) | {"servers": {NAME: server}})


def cursor(installation: Installation) -> str:
    """`mcpServers`, with `${env:NAME}` for what is in the environment."""
    return _json({"mcpServers": {NAME: {"type": "stdio"} | _stdio(installation, "${{env:{}}}".format)}})


def gemini_cli(installation: Installation) -> str:
    """`mcpServers`, with `$NAME` for what is in the environment."""
    return _json({"mcpServers": {NAME: _stdio(installation, "${}".format)}})


def codex(installation: Installation) -> str:
    """A TOML table, with `env_vars` for what is handed on from the environment."""
    program, *arguments = installation.command
    kept = {name: value for name, value in installation.variables.items() if value is not None}
    handed_on = [name for name, value in installation.variables.items() if value is None]
    lines = [f"[mcp_servers.{NAME}]", f"command = {_toml(program)}"]
    if arguments:
        lines.append(f"args = {_toml(arguments)}")
    if handed_on:
        lines.append(f"env_vars = {_toml(handed_on)}")
    if kept:
        lines += ["", f"[mcp_servers.{NAME}.env]", *(f"{name} = {_toml(kept[name])}" for name in kept)]
    return "\n".join(lines)


def remote(installation: Installation) -> str:
    """The HTTP service, for clients that speak Streamable HTTP."""
    server: dict[str, Any] = {"type": "http", "url": installation.url}
    if installation.authenticates:
        server["headers"] = {"Authorization": f"Bearer ${{{TOKEN}}}"}
    return _json({"mcpServers": {NAME: server}})


CLIENTS: Final[Mapping[str, ClientConfig]] = {
    "claude-desktop": ClientConfig(
        "claude_desktop_config.json, which Settings, Developer, Edit Config opens; restart the application "
        "afterwards.",
        "This file holds secrets as they are: keep it to yourself, or install the bundle, which stores them "
        "encrypted.",
        claude_desktop,
    ),
    "claude-code": ClientConfig(
        ".mcp.json at the root of a project.",
        "Secrets come from the environment that Claude Code is started in.",
        claude_code,
    ),
    "vscode": ClientConfig(
        ".vscode/mcp.json in a workspace, or what the command MCP: Open User Configuration opens.",
        "VS Code asks for secrets once and stores them encrypted.",
        vs_code,
    ),
    "cursor": ClientConfig(
        "~/.cursor/mcp.json, or .cursor/mcp.json in a project.",
        "Secrets come from the environment that Cursor is started in.",
        cursor,
    ),
    "codex": ClientConfig(
        "~/.codex/config.toml.",
        "Secrets come from the environment that Codex is started in.",
        codex,
    ),
    "gemini-cli": ClientConfig(
        "~/.gemini/settings.json, or .gemini/settings.json in a project.",
        "Secrets come from the environment that Gemini CLI is started in.",
        gemini_cli,
    ),
    "remote": ClientConfig(
        ".mcp.json, or wherever else a client keeps its servers.",
        f"The token, as c360-mcp token new prints it, comes from the variable {TOKEN} of the client's environment. "
        f"Cursor refers to it by ${{env:{TOKEN}}}; Gemini CLI says httpUrl in place of url; Codex wants url and "
        "bearer_token_env_var in TOML.",
        remote,
    ),
}


def placeholder(name: str) -> str:
    """What stands for a variable's value until somebody puts in their own."""
    return f"your-{_slug(name).removeprefix(f'{NAME}-')}"


def _stdio(installation: Installation, refer: Callable[[str], str]) -> dict[str, Any]:
    program, *arguments = installation.command
    env = {name: refer(name) if value is None else value for name, value in installation.variables.items()}
    return {"command": program} | ({"args": arguments} if arguments else {}) | ({"env": env} if env else {})


def _slug(name: str) -> str:
    return name.lower().replace("_", "-")


def _json(entry: Mapping[str, Any]) -> str:
    return json.dumps(entry, indent=2, ensure_ascii=False)


def _toml(value: str | list[str]) -> str:
    """A string or an array of strings; TOML has JSON's escapes, but no surrogate pairs."""
    return json.dumps(value, ensure_ascii=False)
