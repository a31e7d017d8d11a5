"""The plugin for Claude Code and the extension for Gemini CLI, as their files say it."""

import json
import re
from typing import Any

import pytest
import yaml

from c360_mcp import __version__
from c360_mcp.server.prompts import load_templates
from c360_mcp.variables import SERVER_SETTINGS
from tests.packaging.checkout import ROOT, script

SETTINGS = {setting.name: setting for setting in SERVER_SETTINGS}
NEEDED = {name for name, setting in SETTINGS.items() if setting.required}
FILES = {name: (ROOT / name).read_text(encoding="utf-8") for name in script("plugins").FILES}
PLUGIN = json.loads(FILES[".claude-plugin/plugin.json"])
GEMINI = json.loads(FILES["gemini-extension.json"])
WORDS = {name: text for name, text in FILES.items() if name.endswith(".md")}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_in_step_with_the_code(name: str) -> None:
    assert script("plugins").FILES[name]() == FILES[name]


@pytest.mark.parametrize(
    ("manifest", "root"),
    [(PLUGIN, "${CLAUDE_PLUGIN_ROOT}"), (GEMINI, "${extensionPath}")],
    ids=["claude", "gemini"],
)
def test_the_server_is_started_from_the_copy_that_was_installed(manifest: dict[str, Any], root: str) -> None:
    (server,) = manifest["mcpServers"].values()

    assert (server["command"], server["args"]) == ("uvx", ["--from", root, "c360-mcp"])
    assert manifest["version"] == __version__
    assert NEEDED <= set(server["env"]) <= set(SETTINGS)


def test_claude_code_asks_for_every_setting_that_it_hands_on_and_hides_the_key() -> None:
    asked = PLUGIN["userConfig"]
    references = {f"${{user_config.{key}}}" for key in asked}

    assert set(PLUGIN["mcpServers"]["c360"]["env"].values()) == references
    assert [key for key, option in asked.items() if option.get("sensitive")] == ["api_key"]
    assert [key for key, option in asked.items() if option.get("required")] == [
        "tenant_id",
        "api_key",
        "region",
    ]
    assert asked["region"]["options"] == list(SETTINGS["C360_REGION"].choices)


def test_gemini_cli_asks_for_every_setting_that_it_hands_on_and_hides_the_key() -> None:
    asked = {setting["envVar"]: setting for setting in GEMINI["settings"]}

    assert GEMINI["mcpServers"]["c360"]["env"] == {name: f"${{{name}}}" for name in asked}
    assert [name for name, setting in asked.items() if setting["sensitive"]] == ["C360_API_KEY"]


def test_the_plugin_finds_its_parts_and_the_marketplace_finds_the_plugin() -> None:
    marketplace = json.loads(FILES[".claude-plugin/marketplace.json"])
    (listed,) = marketplace["plugins"]

    assert (listed["name"], listed["source"]) == (PLUGIN["name"], "./")
    assert [*(ROOT / PLUGIN["commands"]).glob("*.md")] == [ROOT / "plugin/commands/brief.md"]
    assert [*(ROOT / PLUGIN["skills"]).glob("*/SKILL.md")] == [
        ROOT / "plugin/skills/customer-briefing/SKILL.md"
    ]


@pytest.mark.parametrize("name", WORDS)
def test_command_and_skill_ask_for_the_briefing_that_the_prompt_asks_for(name: str) -> None:
    _, head, text = WORDS[name].split("---\n", 2)
    asked = load_templates()["brief_customer"].body.splitlines()

    assert set(yaml.safe_load(head)) <= {"name", "description", "argument-hint"}
    assert {line for line in asked if "{" not in line} <= set(text.splitlines())
    assert not re.search(r"\{\w+\}", text)


def test_the_command_hands_on_everything_that_was_typed() -> None:
    assert WORDS["plugin/commands/brief.md"].count("$ARGUMENTS") == 1
