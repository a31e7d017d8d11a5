"""What MCP clients need in their configuration to reach this server, in each client's own format."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from c360_mcp.variables import SERVER_SETTINGS

NAME: Final = "c360"
"""The server's name in every client, which shows it with the server's tools and prompts."""

TOKEN: Final = "CUSTOMER_360_TOKEN"  # noqa: S105  the name of a variable
"""The environment variable from which clients take their bearer token for the HTTP service."""

_STDIO: Final = {"type": "stdio"}
_FROM_ENVIRONMENT: Final = "Secrets come from the environment that {} is started in."


@dataclass(frozen=True, slots=True)
class Installation:
    """How to reach the server."""

    command: tuple[str, ...]
    """The program to start and its arguments."""
    variables: Mapping[str, str | None]
    """Its environment; None stands for a secret, which is to be kept where the client keeps secrets."""
    url: str
    """Of the HTTP service."""
    authenticates: bool
    """Whether the HTTP service asks for a token."""


@dataclass(frozen=True, slots=True)
class ClientConfig:
    """How one MCP client is told of a server, in its own configuration file."""

    place: str
    """Which file the entry goes into."""
    secrets: str
    """Where the client takes secrets from."""
    entry: Callable[[Installation], str]
    """Makes the text to paste."""


def _mcp_servers(refer: Callable[[str], str], type_: dict[str, str], installation: Installation) -> str:
    """The format that most clients share; `refer` is how a value refers to a variable of the client's environment."""
    return _json({"mcpServers": {NAME: type_ | _command(installation, refer)}})


def _vs_code(installation: Installation) -> str:
    """`servers`, and `inputs` for secrets, which VS Code asks for once and stores encrypted."""
    inputs = [
        {"type": "promptString", "id": _slug(setting.name), "description": setting.meaning, "password": True}
        for setting in SERVER_SETTINGS
        if installation.variables.get(setting.name, "") is None
    ]
    server = _STDIO | _command(installation, lambda name: f"${{input:{_slug(name)}}}")
    return _json(({"inputs": inputs} if inputs else {}) | {"servers": {NAME: server}})


def codex(installation: Installation) -> str:
    """A TOML table; `env_vars` names the variables that Codex hands on from its own environment."""
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


def _remote(installation: Installation) -> str:
    """The HTTP service, for clients that speak Streamable HTTP."""
    server: dict[str, Any] = {"type": "http", "url": installation.url}
    if installation.authenticates:
        server["headers"] = {"Authorization": f"Bearer ${{{TOKEN}}}"}
    return _json({"mcpServers": {NAME: server}})


def placeholder(name: str) -> str:
    """What stands for a variable's value until somebody puts in their own."""
    return f"your-{_slug(name).removeprefix(f'{NAME}-')}"


def _command(installation: Installation, refer: Callable[[str], str]) -> dict[str, Any]:
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


CLIENTS: Final[Mapping[str, ClientConfig]] = {
    "claude-desktop": ClientConfig(
        "claude_desktop_config.json, which Settings, Developer, Edit Config opens; restart the application "
        "afterwards.",
        "This file holds secrets as they are: keep it to yourself, or install the bundle, which stores them "
        "encrypted.",
        partial(_mcp_servers, placeholder, {}),
    ),
    "claude-code": ClientConfig(
        ".mcp.json at the root of a project.",
        _FROM_ENVIRONMENT.format("Claude Code"),
        partial(_mcp_servers, "${{{}}}".format, _STDIO),
    ),
    "vscode": ClientConfig(
        ".vscode/mcp.json in a workspace, or what the command MCP: Open User Configuration opens.",
        "VS Code asks for secrets once and stores them encrypted.",
        _vs_code,
    ),
    "cursor": ClientConfig(
        "~/.cursor/mcp.json, or .cursor/mcp.json in a project.",
        _FROM_ENVIRONMENT.format("Cursor"),
        partial(_mcp_servers, "${{env:{}}}".format, _STDIO),
    ),
    "codex": ClientConfig("~/.codex/config.toml.", _FROM_ENVIRONMENT.format("Codex"), codex),
    "gemini-cli": ClientConfig(
        "~/.gemini/settings.json, or .gemini/settings.json in a project.",
        _FROM_ENVIRONMENT.format("Gemini CLI"),
        partial(_mcp_servers, "${}".format, {}),
    ),
    "remote": ClientConfig(
        ".mcp.json, or wherever else a client keeps its servers.",
        f"The token, as c360-mcp token new prints it, comes from the variable {TOKEN} of the client's environment. "
        f"Cursor refers to it by ${{env:{TOKEN}}}; Gemini CLI says httpUrl in place of url; Codex wants url and "
        "bearer_token_env_var in TOML.",
        _remote,
    ),
}
