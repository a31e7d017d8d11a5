"""The parts of the bundle's manifest that are made from the code."""

import json
from typing import Any

from mcp_types import Tool

from c360_mcp import __version__
from c360_mcp.server.contract import GET_CUSTOMER_INTERACTIONS, GET_TRANSCRIPT_SUMMARIES
from c360_mcp.server.prompts import Template, load_templates
from c360_mcp.variables import VARIABLES, Variable

TITLES = {
    "C360_TENANT_ID": "Tenant ID",
    "C360_API_KEY": "API key",
    "C360_REGION": "Region",
    "C360_TIMEZONE": "Time zone",
    "C360_DEFAULT_COUNTRY": "Country",
    "C360_REDACT": "Redaction",
}
"""What the settings are called that a person is asked for; the others keep their defaults."""


def manifest(text: str) -> str:
    """The manifest with the package's version, tools, prompts and settings."""
    entry = json.loads(text)
    asked = [variable for name in TITLES for variable in VARIABLES if variable.name == name]
    entry["version"] = __version__
    entry["tools"] = [_tool(tool) for tool in (GET_CUSTOMER_INTERACTIONS, GET_TRANSCRIPT_SUMMARIES)]
    entry["prompts"] = [_prompt(template) for template in load_templates().values()]
    entry["server"]["mcp_config"]["env"] = {
        variable.name: f"${{user_config.{_key(variable)}}}" for variable in asked
    }
    entry["user_config"] = {_key(variable): _option(variable) for variable in asked}
    return json.dumps(entry, indent=2, ensure_ascii=False) + "\n"


def _tool(tool: Tool) -> dict[str, str]:
    sentence, _, _ = (tool.description or "").partition(". ")
    return {"name": tool.name, "description": f"{sentence}."}


def _prompt(template: Template) -> dict[str, Any]:
    """A bundle's prompt is one text without conditions: the first line, which asks for all the rest."""
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


def _key(variable: Variable) -> str:
    return variable.name.removeprefix("C360_").lower()


def _option(variable: Variable) -> dict[str, Any]:
    """An optional one has a default, if an empty one: the host leaves a reference to nothing as it stands."""
    option: dict[str, Any] = {
        "type": "string",
        "title": TITLES[variable.name],
        "description": variable.meaning,
    }
    if variable.secret:
        option["sensitive"] = True
    return option | ({"required": True} if variable.required else {"default": variable.default})
