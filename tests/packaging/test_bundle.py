"""What `scripts/check-bundle` leaves out, which only packs the bundle and starts it as its host does."""

import json
import re
import struct
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

from c360_mcp.variables import SERVER_SETTINGS
from tests.packaging.checkout import ROOT, script

TEXT = (ROOT / "manifest.json").read_text(encoding="utf-8")
MANIFEST = json.loads(TEXT)
ASKED = MANIFEST["user_config"]
SETTINGS = {setting.name: setting for setting in SERVER_SETTINGS}
ENV = MANIFEST["server"]["mcp_config"]["env"]


def test_the_manifest_is_in_step_with_the_code() -> None:
    assert script("bundle").manifest(TEXT) == TEXT


def test_the_server_is_run_by_uv_from_a_file_that_exists() -> None:
    server = MANIFEST["server"]

    assert (MANIFEST["manifest_version"], server["type"]) == ("0.4", "uv")
    assert (server["mcp_config"]["command"], server["mcp_config"]["args"][-1]) == ("uv", "c360-mcp")
    assert (ROOT / server["entry_point"]).is_file()


def test_every_answer_reaches_the_server_as_a_variable() -> None:
    references = [re.fullmatch(r"\$\{user_config\.(\w+)\}", value) for value in ENV.values()]

    assert [reference and reference[1] for reference in references] == list(ASKED)
    assert set(ENV) <= set(SETTINGS)


@pytest.mark.parametrize(("name", "key"), list(zip(ENV, ASKED, strict=True)))
def test_a_setting_is_sensitive_where_it_is_secret_and_has_a_default_where_it_is_optional(
    name: str, key: str
) -> None:
    option = ASKED[key]

    assert option.get("sensitive", False) == SETTINGS[name].secret
    assert option.get("required", False) == bool(SETTINGS[name].required)
    assert ("default" in option) != bool(SETTINGS[name].required)


def test_redaction_is_a_box_to_tick_that_the_server_understands() -> None:
    (name,) = (name for name, value in ENV.items() if value == "${user_config.redact}")
    ticked, unticked = (SETTINGS[name].parse(value) for value in ("true", "false"))

    assert ASKED["redact"]["type"] == "boolean"
    assert (ticked, unticked) == ("contacts", "none")


def test_a_person_finds_an_icon_help_and_what_becomes_of_their_data() -> None:
    width, height = struct.unpack(">II", (ROOT / MANIFEST["icon"]).read_bytes()[16:24])

    assert (width, height) == (512, 512)
    assert {
        name for name in ("homepage", "documentation", "support") if MANIFEST[name].startswith("https://")
    }
    assert MANIFEST["privacy_policies"][0].endswith("/README.md#privacy")


def test_a_bundle_holds_what_the_server_is_made_of_and_nothing_else(tmp_path: Path) -> None:
    pack_bundle = script("pack_bundle")
    pack_bundle.pack(tmp_path / "bundle.mcpb", pack_bundle.files())
    inside = set(ZipFile(tmp_path / "bundle.mcpb").namelist())
    files = [path for folder in ("c360_mcp", "prompts") for path in (ROOT / folder).rglob("*.*")]
    sources = {path.relative_to(ROOT).as_posix() for path in files if path.parent.name != "__pycache__"}

    assert {name for name in inside if "/" in name} == sources
    assert inside - sources == {"manifest.json", MANIFEST["icon"], "pyproject.toml", "README.md", "LICENSE"}


def test_the_same_sources_make_the_same_bundle(tmp_path: Path) -> None:
    pack_bundle = script("pack_bundle")
    for name in ("one", "two"):
        pack_bundle.pack(tmp_path / name / "c360-mcp.mcpb", pack_bundle.files())
        (ROOT / "manifest.json").touch()

    one, two = ((tmp_path / name / "c360-mcp.mcpb").read_bytes() for name in ("one", "two"))
    assert one == two


def test_a_bundle_asks_for_the_versions_that_are_locked() -> None:
    project = tomllib.loads(script("pack_bundle").files()["pyproject.toml"].decode())
    pins = {
        Requirement(pin).name: Requirement(pin).specifier
        for pin in project["tool"]["uv"]["constraint-dependencies"]
    }

    assert {Requirement(wanted).name for wanted in project["project"]["dependencies"]} <= set(pins)
    assert all(str(pin).startswith("==") for pin in pins.values())
    assert "optional-dependencies" not in project["project"]
    assert MANIFEST["server"]["mcp_config"]["args"][:2] == ["run", "--frozen"]


def test_everything_that_is_required_is_asked_for() -> None:
    assert {setting.name for setting in SERVER_SETTINGS if setting.required} <= set(ENV)
