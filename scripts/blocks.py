"""The parts of the README and of `docs/` that are made from the code."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from buttons import buttons
from mcp_types import Tool
from output import briefing, fenced, months

from c360_mcp.clients.catalogue import CLIENTS
from c360_mcp.clients.installation import Installation
from c360_mcp.records.bounds import API_CAP, ROW_LIMIT
from c360_mcp.records.fields import LIST_LIMIT, SUMMARY_LIMIT
from c360_mcp.sandbox.cast import CAST, DEMO_TENANT, UNLICENSED_TENANT
from c360_mcp.search.identity import SearchBy, identify
from c360_mcp.server.prompts import load_templates
from c360_mcp.server.tools import offered
from c360_mcp.service.bounds.limits import CONNECTIONS, HEAD_BYTES, HEAD_SECONDS, RequestLimits
from c360_mcp.service.variables import SERVICE_SETTINGS
from c360_mcp.setting import Setting
from c360_mcp.text.budget import CHARACTER_LIMIT
from c360_mcp.text.options import MOST_GATHERED, MOST_SUMMARIES
from c360_mcp.upstream.circuit_breaker import FAILURES, PAUSE_SECONDS
from c360_mcp.upstream.client import IDS_PER_BATCH
from c360_mcp.upstream.reply import LARGEST_REPLY, MOST_VALUES
from c360_mcp.upstream.retry import MAX_ATTEMPTS
from c360_mcp.variables import (
    CONCURRENT,
    CONCURRENT_REQUESTS,
    LEAST_TOKENS,
    MOST_TOKENS,
    SERVER_SETTINGS,
    WAITING,
    WAITING_REQUESTS,
)

ROOT = Path(__file__).parents[1]
CHECKOUT = Installation(
    ("/path/to/c360-mcp/.venv/bin/c360-mcp",),
    {"C360_TENANT_ID": "your-tenant-id", "C360_API_KEY": None, "C360_REGION": "us"},
    "https://c360.example.com/mcp",
    authenticates=True,
)
"""The installation of somebody who did what the README says, with the settings that must be there."""


def client(name: str) -> str:
    """What `c360-mcp config` prints for this client."""
    known = CLIENTS[name]
    entry = known.entry(CHECKOUT._replace(variables=known.budget | dict(CHECKOUT.variables)))
    languages = {"{": "json", "[": "toml", "c": "sh"}
    return f"```{languages[entry[0]]}\n{entry}\n```" if entry[0] in languages else entry


def clients() -> str:
    """The names by which `c360-mcp config` knows clients."""
    return ", ".join(f"`{name}`" for name in CLIENTS)


def tool_arguments(tool: Tool) -> str:
    """The arguments of a tool, from its published schema."""
    properties, required = tool.input_schema["properties"], tool.input_schema["required"]
    rows = [
        (f"`{name}`", _type(rule), "required" if name in required else _default(rule), rule["description"])
        for name, rule in properties.items()
    ]
    return _table(("argument", "value", "default", "meaning"), rows)


def _type(rule: dict[str, object]) -> str:
    match rule:
        case {"enum": [*values]}:
            return ", ".join(f"`{value}`" for value in values)
        case {"type": "integer", "minimum": least, "maximum": most}:
            return f"{least} to {most}"
        case {"type": "array", "minItems": least, "maxItems": most}:
            return f"{least} to {most} strings"
        case _:
            return "string"


def _default(rule: dict[str, object]) -> str:
    return f"`{rule['default']}`" if "default" in rule else ""


def strategies() -> str:
    """Per kind of identifier, what a model says and what leaves for the API."""
    examples = {
        SearchBy.CONTACT_ID: "contact-123",
        SearchBy.ACCOUNT_ID: "account-456",
        SearchBy.EMAIL: "customer@example.com",
        SearchBy.PHONE_NUMBER: "+12065550134",
    }
    rows = [(f"`{kind}`", f"`{example}`", f"`{_query(kind, example)}`") for kind, example in examples.items()]
    return _table(("`search_by`", "`identifier`", "what the API is asked"), rows)


def _query(kind: SearchBy, value: str) -> str:
    params = identify(kind, value, default_country=None).params
    return "&".join(f"{name}={value.replace('+', '%2B')}" for name, value in params.items())


def prompt_arguments() -> str:
    """The arguments of every prompt."""
    rows = [
        (
            f"`{template.prompt.name}`",
            f"`{argument.name}`{'' if argument.required else ' (optional)'}",
            argument.description or "",
        )
        for template in load_templates().values()
        for argument in template.prompt.arguments or ()
    ]
    return _table(("prompt", "argument", "meaning"), rows)


def cast() -> str:
    """The customers of the demo."""
    rows = [
        (persona.title, persona.search_by, f"`{persona.identifier}`", persona.story)
        for persona in CAST
        if persona.tenant_id == DEMO_TENANT
    ]
    others = [persona for persona in CAST if persona.tenant_id == UNLICENSED_TENANT]
    named = "; ".join(f"`{persona.identifier}`: {persona.story}" for persona in others)
    return (
        _table(("customer", "search by", "identifier", "story"), rows)
        + f"\n\nWith `C360_TENANT_ID={UNLICENSED_TENANT}`, a tenant without Speech Analytics: {named}"
    )


def settings(declared: Sequence[Setting[Any]]) -> str:
    """A table of environment variables."""
    rows = [
        (f"`{setting.name}`", setting.meaning, "required" if setting.required else setting.default_text)
        for setting in declared
    ]
    return _table(("variable", "meaning", "default"), rows)


def limits() -> str:
    """What bounds a request, a call, a reply and a result."""
    http = RequestLimits()
    rows = [
        (
            "interactions of one search",
            f"{API_CAP}, the API's own cap; by `max_interactions` {MOST_GATHERED:,}, in `C360_MAX_REQUESTS` requests",
        ),
        ("window of a search without a start", "one year before its end, the API's own default"),
        ("summaries with a search", f"{MOST_SUMMARIES}"),
        (
            "interaction IDs of one `get_transcript_summaries`",
            f"50, sent side by side in requests of at most {IDS_PER_BATCH}",
        ),
        (
            "one result",
            f"`C360_RESULT_TOKENS` ({LEAST_TOKENS:,} to {MOST_TOKENS:,}), {CHARACTER_LIMIT:,} characters",
        ),
        ("tries of one request", f"{MAX_ATTEMPTS}, within `C360_TIMEOUT`"),
        (
            "calls in a row that fail in the same way",
            f"{FAILURES}; then calls of that tenant fail at once, and one in {PAUSE_SECONDS:g} seconds is tried",
        ),
        (
            "requests of a tenant under way to the API, in one process",
            f"`{CONCURRENT_REQUESTS.name}` ({CONCURRENT}), and `{WAITING_REQUESTS.name}` ({WAITING}) waiting",
        ),
        ("calls of a tenant under way there", f"as many as both together ({CONCURRENT + WAITING})"),
        ("one reply of the API, decompressed", f"{LARGEST_REPLY // 2**20} MiB, {MOST_VALUES:,} values"),
        ("read of one reply", f"{ROW_LIMIT:,} interactions, {LIST_LIMIT} items of a list"),
        ("one summary", f"{SUMMARY_LIMIT:,} characters"),
        ("headers of a request over HTTP", f"{HEAD_BYTES // 1024} KiB, within {HEAD_SECONDS:g} seconds"),
        ("its body", f"{http.body_bytes // 1024} KiB, within {http.body_seconds:g} seconds"),
        ("bodies that are arriving at a process", f"{http.arriving_bytes // 2**20} MiB together"),
        ("connections of a process", f"{CONNECTIONS:,}"),
    ]
    return _table(("what", "at most"), rows)


def tokens() -> str:
    """What the benchmark of tokens prints."""
    command = (sys.executable, "benchmarks/tokens.py")
    return fenced(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


def history() -> str:
    """What the benchmark of long histories prints."""
    command = (sys.executable, "benchmarks/history.py")
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.rstrip()


BLOCKS: dict[str, Callable[[], str]] = {
    "briefing": briefing,
    "buttons": buttons,
    "clients": clients,
    **{name.replace("-", "_"): partial(client, name) for name in CLIENTS},
    **{tool.name: partial(tool_arguments, tool) for tool in offered(summaries=True)},
    "strategies": strategies,
    "prompts": prompt_arguments,
    "cast": cast,
    "settings": partial(settings, SERVER_SETTINGS),
    "service_settings": partial(settings, SERVICE_SETTINGS),
    "limits": limits,
    "tokens": tokens,
    "history": history,
    "months": months,
}


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = (head, ("---",) * len(head), *rows)
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)
