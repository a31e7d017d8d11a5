"""What `scripts/check-bundle` leaves out, which only packs the bundle and starts it as its host does."""

import json
import re

import pytest

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


def test_everything_that_is_required_is_asked_for() -> None:
    assert {setting.name for setting in SERVER_SETTINGS if setting.required} <= set(ENV)
