"""The clients that are compared, and what each is known to make of a schema on its way to a model."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

BOTH = ("modern", "legacy")
TRANSPORTS = ("stdio", "HTTP")
LENGTHS = frozenset({"minLength", "maxLength", "minItems", "maxItems"})


@dataclass(frozen=True, slots=True)
class ClientScript:
    """A script beside this one, started by an interpreter of its own."""

    name: str
    interpreter: str
    """Below the folder in which all is installed; `python` is the one that runs this."""
    script: str
    eras: tuple[str, ...] = BOTH
    transports: tuple[str, ...] = TRANSPORTS
    knows_prompts: bool = True
    leaves_out: frozenset[str] = frozenset()
    """Keywords that do not reach its model."""
    adds: Mapping[str, Any] = field(default_factory=dict)
    """Keywords that it adds to a schema's root."""
    requires_all: bool = False
    """Whether its model has to give every argument."""


REFERENCE = ClientScript("Python client", "python", "with_mcp.py")

CLIENTS = (
    ClientScript("Inspector --strict", "python", "with_inspector.py"),
    ClientScript("TypeScript client", "node", "with_typescript.mjs"),
    ClientScript("AppBridge host", "node", "with_app_bridge.mjs"),
    ClientScript("TypeScript client v1", "node", "with_typescript_v1.mjs", eras=("legacy",)),
    ClientScript(
        "AI SDK, late server over stdio",
        "node",
        "with_ai_sdk.mjs",
        eras=("probing",),
        adds={"additionalProperties": False},
    ),
    ClientScript("mcp-remote", "python", "with_mcp_remote.py", eras=("legacy",), transports=("HTTP",)),
    ClientScript("FastMCP proxy", "fastmcp/bin/python", "with_fastmcp_proxy.py"),
    ClientScript("OpenAI Agents SDK", "openai-agents/bin/python", "with_openai_agents.py", eras=("modern",)),
    ClientScript(
        "OpenAI Agents SDK, mcp 1",
        "openai-agents-mcp1/bin/python",
        "with_openai_agents.py",
        eras=("legacy",),
    ),
    ClientScript("LangChain", "langchain/bin/python", "with_langchain.py", eras=("legacy",)),
    ClientScript(
        "smolagents",
        "smolagents/bin/python",
        "with_smolagents.py",
        eras=("legacy",),
        knows_prompts=False,
        requires_all=True,
    ),
    ClientScript(
        "Pydantic AI",
        "pydantic-ai/bin/python",
        "with_pydantic_ai.py",
        adds={"additionalProperties": False},
    ),
    ClientScript(
        "Google Gen AI SDK",
        "google-genai/bin/python",
        "with_google_genai.py",
        knows_prompts=False,
        leaves_out=LENGTHS,
    ),
)
