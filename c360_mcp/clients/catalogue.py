"""The clients that this server knows, each with what it has to be told, where, and where it takes secrets from."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, NamedTuple

from c360_mcp.clients import formats, steps
from c360_mcp.clients.formats import STDIO, Tables
from c360_mcp.clients.installation import TOKEN, Installation, placeholder
from c360_mcp.clients.places import Place, here, in_home, of_application, of_codex, of_opencode, of_zed
from c360_mcp.variables import RESULT_TOKENS

_FROM_ENVIRONMENT: Final = "Secrets come from the environment that {} is started in."
_AS_THEY_ARE: Final = "This file holds secrets as they are: keep it to yourself."
_OF_THE_SHELL: Final = "${{{}}}".format


def as_json(tables: Tables) -> str:
    """Tables as most clients' files hold them."""
    return json.dumps(tables, indent=2, ensure_ascii=False)


def as_toml(tables: Tables) -> str:
    """Tables as Codex's file holds them."""
    import tomlkit

    return tomlkit.dumps(tables).rstrip()


class ClientConfig(NamedTuple):
    """How one MCP client is told of a server."""

    place: str
    """Where what is printed goes."""
    secrets: str
    """Where the client takes secrets from."""
    tables: Callable[[Installation], Tables] | None = None
    """What its configuration file holds; none where it has no such file."""
    file: Place | None = None
    """Which file that is; none where it is wherever a person keeps it."""
    write: Callable[[Tables], str] = as_json
    """Makes the text of that file."""
    of_the_service: bool = False
    """Whether it is told where the HTTP service is, and not how a server is started."""
    result_tokens: str = ""
    """`C360_RESULT_TOKENS` with which it hands on a result whole; empty where the default is within its limit."""
    instead: Callable[[Installation], str] | None = None
    """Makes what is printed in place of the file's text, such as a command line, or steps to take."""

    @property
    def budget(self) -> dict[str, str]:
        """The variable that says how long a result may be, where this client drops the middle of longer ones."""
        return {RESULT_TOKENS.name: self.result_tokens} if self.result_tokens else {}

    def entry(self, installation: Installation) -> str:
        """What is printed: an entry to paste, a command line to run, or steps to take."""
        if self.instead:
            return self.instead(installation)
        return self.write(self.tables(installation)) if self.tables else ""


CLIENTS: Final[Mapping[str, ClientConfig]] = {
    "claude-desktop": ClientConfig(
        "claude_desktop_config.json, which Settings, Developer, Edit Config opens; restart the application "
        "afterwards.",
        "This file holds secrets as they are: keep it to yourself, or install the bundle, which stores them "
        "encrypted.",
        partial(formats.mcp_servers, placeholder, {}),
        of_application("Claude", "claude_desktop_config.json"),
    ),
    "claude-code": ClientConfig(
        "a terminal: it attaches the server in all of your projects. With --write, an entry goes into .mcp.json "
        "of this folder, for everybody who works on the project.",
        _FROM_ENVIRONMENT.format("Claude Code"),
        partial(formats.mcp_servers, _OF_THE_SHELL, STDIO),
        here,
        instead=partial(steps.claude_mcp_add, _OF_THE_SHELL),
    ),
    "vscode": ClientConfig(
        ".vscode/mcp.json in a workspace, or what the command MCP: Open User Configuration opens.",
        "VS Code asks for secrets once and stores them encrypted.",
        formats.vs_code,
        of_application("Code", "User", "mcp.json"),
    ),
    "cursor": ClientConfig(
        "~/.cursor/mcp.json, or .cursor/mcp.json in a project.",
        _FROM_ENVIRONMENT.format("Cursor"),
        partial(formats.mcp_servers, "${{env:{}}}".format, STDIO),
        in_home(".cursor", "mcp.json"),
    ),
    "codex": ClientConfig(
        "~/.codex/config.toml.",
        _FROM_ENVIRONMENT.format("Codex"),
        formats.codex,
        of_codex,
        as_toml,
    ),
    "gemini-cli": ClientConfig(
        "~/.gemini/settings.json, or .gemini/settings.json in a project.",
        _FROM_ENVIRONMENT.format("Gemini CLI"),
        partial(formats.mcp_servers, "${}".format, {}),
        in_home(".gemini", "settings.json"),
    ),
    "copilot-cli": ClientConfig(
        "~/.copilot/mcp-config.json.",
        _FROM_ENVIRONMENT.format("Copilot CLI"),
        partial(formats.mcp_servers, _OF_THE_SHELL, {"type": "local", "tools": ["*"]}),
        in_home(".copilot", "mcp-config.json"),
        result_tokens="4400",  # it keeps 20 kB, and prose has up to 4.5 characters a token
    ),
    "cline": ClientConfig(
        "~/.cline/data/settings/cline_mcp_settings.json, or what Configure MCP Servers opens in an editor.",
        _AS_THEY_ARE,
        partial(formats.mcp_servers, placeholder, STDIO),
        in_home(".cline", "data", "settings", "cline_mcp_settings.json"),
        result_tokens="1700",  # it keeps 8,000 characters
    ),
    "opencode": ClientConfig(
        "~/.config/opencode/opencode.json, or opencode.json in a project.",
        _FROM_ENVIRONMENT.format("opencode"),
        formats.opencode,
        of_opencode,
    ),
    "qwen-code": ClientConfig(
        "~/.qwen/settings.json, or .qwen/settings.json in a project.",
        _FROM_ENVIRONMENT.format("Qwen Code"),
        partial(formats.mcp_servers, "${}".format, {}),
        in_home(".qwen", "settings.json"),
    ),
    "windsurf": ClientConfig(
        "~/.codeium/windsurf/mcp_config.json.",
        _FROM_ENVIRONMENT.format("Windsurf"),
        partial(formats.mcp_servers, "${{env:{}}}".format, {}),
        in_home(".codeium", "windsurf", "mcp_config.json"),
    ),
    "zed": ClientConfig(
        "Zed's settings.json, which the command zed: open settings file opens.",
        _AS_THEY_ARE,
        partial(formats.zed, placeholder),
        of_zed,
    ),
    "lm-studio": ClientConfig(
        "mcp.json, which Program, Install, Edit mcp.json opens.",
        _AS_THEY_ARE,
        partial(formats.mcp_servers, placeholder, {}),
        in_home(".lmstudio", "mcp.json"),
    ),
    "chatgpt": ClientConfig(
        "ChatGPT on the web, which reaches only servers on the internet, and lets people sign in by OAuth.",
        "No secret of 8x8 is entered there: the service keeps it.",
        of_the_service=True,
        instead=steps.chatgpt,
    ),
    "copilot-studio": ClientConfig(
        "Copilot Studio, which reaches only servers on the internet.",
        "The token, as c360-mcp token new prints it, is kept by Copilot Studio.",
        of_the_service=True,
        instead=steps.copilot_studio,
    ),
    "remote": ClientConfig(
        ".mcp.json, or wherever else a client keeps its servers.",
        f"The token, as c360-mcp token new prints it, comes from the variable {TOKEN} of the client's environment. "
        f"Cursor refers to it by ${{env:{TOKEN}}}; Gemini CLI says httpUrl in place of url; Codex wants url and "
        "bearer_token_env_var in TOML.",
        formats.remote,
        of_the_service=True,
    ),
}
"""In the order in which documents show them."""
