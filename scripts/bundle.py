"""The parts of the bundle's manifest that are made from the code."""

import json
from typing import Any

from mcp_types import Tool
from project import AUTHORS, PAGES, REPOSITORY

from c360_mcp import __version__
from c360_mcp.server.prompts import Template, load_templates
from c360_mcp.server.tools import offered
from c360_mcp.setting import Setting
from c360_mcp.variables import API_KEY, DEFAULT_COUNTRY, REDACT, REGION, TENANT_ID, TIMEZONE

TITLES: dict[Setting[Any], str] = {
    TENANT_ID: "Tenant ID",
    API_KEY: "API key",
    REGION: "Region",
    TIMEZONE: "Time zone",
    DEFAULT_COUNTRY: "Country",
    REDACT: "Mask e-mail addresses and phone numbers",
}
"""The settings that a host asks a person for, in this order, and what it calls them; the others keep their defaults."""


PRIVACY_OF_8X8 = "https://www.8x8.com/terms-and-conditions/privacy-policy"
"""Of the one service that the server asks."""
CHECKBOXES = {REDACT}
"""The settings that are on or off, and off unless a person says otherwise.

The format has boxes to tick, but no lists to choose from: the region is a text."""


def manifest(text: str) -> str:
    """The manifest with the package's version, tools, prompts and settings."""
    entry = json.loads(text)
    entry["version"] = __version__
    entry["author"] = {"name": AUTHORS}
    entry["repository"] = {"type": "git", "url": REPOSITORY}
    entry["homepage"] = REPOSITORY
    entry["documentation"] = f"{PAGES}/README.md"
    entry["support"] = f"{REPOSITORY}/issues"
    entry["privacy_policies"] = [f"{PAGES}/README.md#privacy", PRIVACY_OF_8X8]
    entry["icon"] = "icon.png"
    entry["tools"] = [_tool(tool) for tool in offered(summaries=True)]
    entry["prompts"] = [_prompt(template) for template in load_templates().values()]
    entry["server"]["mcp_config"]["env"] = {
        setting.name: f"${{user_config.{_key(setting)}}}" for setting in TITLES
    }
    entry["user_config"] = {_key(setting): _option(setting, title) for setting, title in TITLES.items()}
    return json.dumps(entry, indent=2, ensure_ascii=False) + "\n"


def _tool(tool: Tool) -> dict[str, str]:
    sentence, _, _ = (tool.description or "").partition(". ")
    return {"name": tool.name, "description": f"{sentence}."}


def _prompt(template: Template) -> dict[str, Any]:
    """The prompt's first line alone: it asks for the briefing, and a bundle's prompt has no room for optional parts."""
    names = [argument.name for argument in template.prompt.arguments or () if argument.required]
    text = template.body.strip().splitlines()[0]
    for name in names:
        text = text.replace(f"{{{name}}}", f"${{arguments.{name}}}")
    return {
        "name": template.prompt.name,
        "description": template.prompt.description,
        "arguments": names,
        "text": text,
    }


def _key(setting: Setting[Any]) -> str:
    return setting.name.removeprefix("C360_").lower()


def _option(setting: Setting[Any], title: str) -> dict[str, Any]:
    """How a host asks for a setting. It leaves a reference to an unset option as it stands, so all have a default."""
    option: dict[str, Any] = {"type": "string", "title": title, "description": setting.meaning}
    if setting in CHECKBOXES:
        return option | {"type": "boolean", "default": False}
    if setting.secret:
        option["sensitive"] = True
    return option | ({"required": True} if setting.required else {"default": setting.default_text})
