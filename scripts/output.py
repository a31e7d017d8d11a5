"""What the demo prints, as of a fixed day, for documents to show."""

import textwrap
from datetime import UTC, datetime
from typing import Any

import anyio
from mcp import Client
from mcp_types import TextContent
from terminal import excerpt, picture

from c360_mcp.server.app import create_server
from c360_mcp.server.briefing import briefing_arguments

NOW = datetime(2026, 11, 22, 15, 47, tzinfo=UTC)
WIDTH = 110
"""At which output is wrapped, in characters: nothing wraps code blocks where a README is shown."""


def briefing() -> str:
    """What `c360-mcp brief --demo customer@example.com` prints, as of a fixed day."""
    return fenced(_wrapped(anyio.run(_brief, "customer@example.com")))


def briefing_picture() -> str:
    """A terminal that shows the beginning and the end of that."""
    lines = _wrapped(anyio.run(_brief, "customer@example.com")).splitlines()
    return picture(excerpt(lines, before="#3 "))


async def _brief(customer: str) -> str:
    arguments = briefing_arguments({"customer": customer}, default_country=None, now=NOW)
    async with Client(create_server({}, demo=True, now=lambda: NOW)) as client:
        result = await client.call_tool("get_customer_interactions", arguments)
    return "\n".join(content.text for content in result.content if isinstance(content, TextContent))


def months() -> str:
    """The end of what a search for all of a customer of 500 brings: their older contacts, and the coverage line."""
    text = anyio.run(
        _search, {"search_by": "email", "identifier": "archive@example.com", "start_time": "P3Y"}
    )
    return fenced(_wrapped(text[text.index("Older contacts") :]))


async def _search(arguments: dict[str, Any]) -> str:
    async with Client(create_server({}, demo=True, now=lambda: NOW)) as client:
        result = await client.call_tool("get_customer_interactions", arguments | {"max_interactions": 1_000})
    return "".join(content.text for content in result.content if isinstance(content, TextContent))


def fenced(text: str) -> str:
    """A block of text in Markdown."""
    return f"```text\n{text.rstrip()}\n```"


def _wrapped(text: str) -> str:
    wrap = textwrap.TextWrapper(
        WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(wrap.fill(line) for line in text.splitlines())
