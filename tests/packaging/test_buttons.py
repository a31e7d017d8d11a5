"""The README's buttons, decoded as the editors that they open decode them."""

import base64
import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from c360_mcp.variables import SERVER_SETTINGS
from tests.packaging.checkout import README

NEEDED = {setting.name: setting for setting in SERVER_SETTINGS if setting.required}
BUTTONS = {
    label: {name: value for name, (value,) in parse_qs(urlsplit(link).query).items()}
    for label, link in re.findall(r"^\[!\[([^]]+)]\([^)]+\)]\(([^)]+)\)$", README, re.MULTILINE)
}
DEMO = ", with the demo's customers"


def server(label: str) -> dict[str, object]:
    """What the button says of the server."""
    config = BUTTONS[label]["config"]
    decoded = json.loads(base64.b64decode(config) if "Cursor" in label else config)
    assert isinstance(decoded, dict)
    return decoded


def test_there_is_a_button_for_each_editor_and_for_its_demo() -> None:
    assert list(BUTTONS) == [
        "Attach to VS Code",
        "Attach to Cursor",
        f"Attach to VS Code{DEMO}",
        f"Attach to Cursor{DEMO}",
    ]
    assert {button["name"] for button in BUTTONS.values()} == {"c360"}


@pytest.mark.parametrize("editor", ["VS Code", "Cursor"])
def test_a_button_starts_the_published_package(editor: str) -> None:
    demo = {"type": "stdio", "command": "uvx", "args": ["c360-mcp", "--demo"]}

    assert server(f"Attach to {editor}{DEMO}") == demo
    assert server(f"Attach to {editor}") == demo | {
        "args": ["c360-mcp"],
        "env": server(f"Attach to {editor}")["env"],
    }


def test_vs_code_asks_for_what_the_server_needs_and_hides_what_is_secret() -> None:
    asked = {each["id"]: each for each in json.loads(BUTTONS["Attach to VS Code"]["inputs"])}
    references = {name: f"${{input:{name.lower().replace('_', '-')}}}" for name in NEEDED}

    assert server("Attach to VS Code")["env"] == references
    assert {f"${{input:{name}}}" for name in asked} == set(references.values())
    assert [name for name, each in asked.items() if each.get("password")] == ["c360-api-key"]
    assert asked["c360-region"]["options"] == list(NEEDED["C360_REGION"].choices)


def test_cursor_takes_what_the_server_needs_from_its_environment() -> None:
    assert server("Attach to Cursor")["env"] == {name: f"${{env:{name}}}" for name in NEEDED}
