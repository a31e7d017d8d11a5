"""The plugin for Claude Code and the extension for Gemini CLI, made from the prompt, the settings and the version.

Both start the server from their own copy of this repository, by uvx.
"""

import json
from collections.abc import Callable
from typing import Any

from bundle import TITLES
from project import AUTHORS, REPOSITORY

from c360_mcp import __version__
from c360_mcp.clients.installation import NAME
from c360_mcp.search.identity import Scope, SearchBy
from c360_mcp.server.briefing import SUMMARIES
from c360_mcp.server.prompts import load_templates
from c360_mcp.setting import Setting
from c360_mcp.variables import API_KEY, DEFAULT_COUNTRY, REGION, TENANT_ID, TIMEZONE

PACKAGE = "c360-mcp"
DESCRIPTION = (
    "Brief yourself on a customer from 8x8 Customer 360: last contact, open loops, friction, sentiment."
)
NEEDED = (TENANT_ID, API_KEY, REGION)
"""The settings that a person has to give, which is all that Gemini CLI is told of: to it, each is one that is missing."""
ASKED = (*NEEDED, TIMEZONE, DEFAULT_COUNTRY)
"""Those that Claude Code asks for."""
SEARCH = (
    f"Call get_customer_interactions once, with search_by ({', '.join(SearchBy)}), identifier, "
    f'scope="{Scope.CONTACT}" and include_summaries={SUMMARIES}. Where it says how far back to look, add start_time. '
    "First ask me which kind of identifier it is if that is not certain, and for one if it is a name."
)
WHEN = (
    "Brief somebody on a customer before a call, chat or e-mail, from their contact-centre history in 8x8 Customer 360. "
    "Use when asked who a customer is, what they contacted us about, what was promised to them, or whether they are "
    "upset, and an e-mail address, phone number, contact ID or account ID is given."
)
"""When a model is to use the skill, which is all that it sees of it before."""


def plugin() -> dict[str, Any]:
    """Claude Code's `plugin.json`: it asks for the settings when it is enabled, and keeps the key encrypted."""
    env = {setting.name: f"${{user_config.{_key(setting)}}}" for setting in ASKED}
    return {
        "name": PACKAGE,
        "version": __version__,
        "description": DESCRIPTION,
        "author": {"name": AUTHORS},
        "homepage": REPOSITORY,
        "repository": REPOSITORY,
        "license": "MIT",
        "keywords": ["8x8", "customer-360", "contact-center"],
        "commands": "./plugin/commands",
        "skills": "./plugin/skills",
        "mcpServers": {NAME: _server("${CLAUDE_PLUGIN_ROOT}", env)},
        "network": {"hosts": ["api.8x8.com"]},
        "userConfig": {_key(setting): _option(setting) for setting in ASKED},
    }


def marketplace() -> dict[str, Any]:
    """The list of plugins by which Claude Code finds this one in the repository."""
    return {
        "name": PACKAGE,
        "owner": {"name": AUTHORS},
        "metadata": {"description": DESCRIPTION},
        "plugins": [{"name": PACKAGE, "source": "./", "description": DESCRIPTION}],
    }


def gemini_extension() -> dict[str, Any]:
    """Gemini CLI's manifest: it asks for the settings when it is installed, and keeps the key in the keychain."""
    settings = [
        {
            "name": TITLES[setting],
            "description": setting.meaning,
            "envVar": setting.name,
            "sensitive": setting.secret,
        }
        for setting in NEEDED
    ]
    env = {setting.name: f"${{{setting.name}}}" for setting in NEEDED}
    return {
        "name": PACKAGE,
        "version": __version__,
        "description": DESCRIPTION,
        "mcpServers": {NAME: _server("${extensionPath}", env)},
        "settings": settings,
    }


def command() -> str:
    """The prompt as a command of Claude Code, which puts everything that was typed after it in one place."""
    meaning = load_templates()["brief_customer"].prompt.description
    head = f"description: {json.dumps(meaning)}\nargument-hint: customer, purpose, how far back to look"
    return f"---\n{head}\n---\n\n{_briefing('$ARGUMENTS')}"


def skill() -> str:
    """The prompt as a skill, which a model uses by itself when somebody asks about a customer."""
    head = f"name: customer-briefing\ndescription: {json.dumps(WHEN)}"
    more = (
        "Where a summary is lacking, get_transcript_summaries brings it by the row's interaction ID. The resource "
        "c360://guide states every rule by which a result is made. Repeat a search only where its Coverage line names "
        "arguments that bring what is missing."
    )
    return f"---\n{head}\n---\n\n# Brief on a customer\n\n{_briefing('the one whom I named')}\n{more}\n"


def _briefing(customer: str) -> str:
    """The prompt's text for this customer, with the optional parts left out and the search in general words."""
    body = load_templates()["brief_customer"].body
    lines = [line for line in body.splitlines() if "{purpose}" not in line]
    return "\n".join(lines).replace("{customer}", customer).replace("{search}", SEARCH).strip() + "\n"


def _server(root: str, env: dict[str, str]) -> dict[str, Any]:
    return {"command": "uvx", "args": ["--from", root, PACKAGE], "env": env}


def _key(setting: Setting[Any]) -> str:
    return setting.name.removeprefix("C360_").lower()


def _option(setting: Setting[Any]) -> dict[str, Any]:
    """How Claude Code asks for a setting: from a list where there is one, and unseen where it is secret."""
    option: dict[str, Any] = {"type": "string", "title": TITLES[setting], "description": setting.meaning}
    if setting.choices:
        option["options"] = list(setting.choices)
    if setting.secret:
        option["sensitive"] = True
    return option | ({"required": True} if setting.required else {"default": setting.default_text})


def _json(make: Callable[[], dict[str, Any]]) -> Callable[[], str]:
    return lambda: json.dumps(make(), indent=2, ensure_ascii=False) + "\n"


FILES: dict[str, Callable[[], str]] = {
    ".claude-plugin/plugin.json": _json(plugin),
    ".claude-plugin/marketplace.json": _json(marketplace),
    "plugin/commands/brief.md": command,
    "plugin/skills/customer-briefing/SKILL.md": skill,
    "gemini-extension.json": _json(gemini_extension),
}
