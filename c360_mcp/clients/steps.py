"""What a person does to attach a client that is not told of servers by a file."""

import shlex
from collections.abc import Callable

from c360_mcp.clients.installation import NAME, Installation


def claude_mcp_add(refer: Callable[[str], str], installation: Installation) -> str:
    """The command line that attaches Claude Code, quoted for a POSIX shell or PowerShell."""
    options = [
        part
        for name, value in installation.variables.items()
        for part in ("-e", f"{name}={refer(name) if value is None else value}")
    ]
    words = ("claude", "mcp", "add", "--scope", "user", NAME, *options, "--", *installation.command)
    return shlex.join(words)


def chatgpt(installation: Installation) -> str:
    """How an app is made in ChatGPT."""
    return _numbered(
        "Let the service accept tokens of an OAuth issuer: ChatGPT knows no other kind. docs/operating.md says how.",
        "In ChatGPT, open Settings, Apps, Advanced settings, and turn on Developer mode. A workspace's "
        "administrator may have to allow it.",
        f"Create an app: name {NAME}, MCP server URL {installation.url}, authentication OAuth.",
        "Sign in when it asks, then choose the app in a chat, and ask: brief me on customer@example.com",
    )


def copilot_studio(installation: Installation) -> str:
    """How a tool is added to an agent in Copilot Studio."""
    return _numbered(
        "In the agent, open Tools, Add a tool, New tool, Model Context Protocol.",
        f"Server name {NAME}; server description: a customer's contact-centre history from 8x8; "
        f"server URL {installation.url}",
        "Authentication: API key, type Header, header name Authorization. Its value is the word Bearer, a space "
        "and the token. Where the service takes tokens of an OAuth issuer, choose OAuth 2.0.",
        "Create it, add it to the agent, and ask: brief me on customer@example.com",
    )


def _numbered(*steps: str) -> str:
    return "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))
