"""The registry's rules for `server.json`, as its schema of 2025-12-11 has them."""

import json
import re

from c360_mcp import __version__
from c360_mcp.variables import SERVER_SETTINGS
from tests.packaging.checkout import README, ROOT, script

TEXT = (ROOT / "server.json").read_text(encoding="utf-8")
ENTRY = json.loads(TEXT)
(PACKAGE,) = ENTRY["packages"]


def test_the_entry_names_the_schema_that_it_follows() -> None:
    schema = "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json"
    assert ENTRY["$schema"] == schema


def test_the_entry_has_only_fields_that_the_schema_knows() -> None:
    assert set(ENTRY) == {
        "$schema",
        "name",
        "title",
        "description",
        "version",
        "repository",
        "websiteUrl",
        "packages",
        "icons",
    }
    assert set(PACKAGE) == {
        "registryType",
        "identifier",
        "version",
        "runtimeHint",
        "transport",
        "environmentVariables",
    }


def test_name_title_and_description_fit_the_registry() -> None:
    assert re.fullmatch(r"[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+", ENTRY["name"])
    assert 3 <= len(ENTRY["name"]) <= 200
    assert 1 <= len(ENTRY["title"]) <= 100
    assert 1 <= len(ENTRY["description"]) <= 100


def test_the_icons_are_files_of_this_repository_in_forms_that_the_registry_takes() -> None:
    for icon in ENTRY["icons"]:
        assert set(icon) == {"src", "mimeType", "sizes"}
        assert icon["mimeType"] in ("image/png", "image/svg+xml")
        assert all(re.fullmatch(r"\d+x\d+|any", size) for size in icon["sizes"])
        assert len(icon["src"]) <= 255
        assert (ROOT / icon["src"].partition("/main/")[2]).is_file()


def test_both_versions_are_the_packages() -> None:
    assert ENTRY["version"] == PACKAGE["version"] == __version__


def test_the_package_is_run_from_pypi_over_stdio() -> None:
    assert (PACKAGE["registryType"], PACKAGE["identifier"]) == ("pypi", "c360-mcp")
    assert (PACKAGE["runtimeHint"], PACKAGE["transport"]) == ("uvx", {"type": "stdio"})


def test_every_variable_is_described_and_the_secrets_are_marked() -> None:
    variables = {variable["name"]: variable for variable in PACKAGE["environmentVariables"]}

    assert list(variables) == [setting.name for setting in SERVER_SETTINGS]
    assert {name for name, variable in variables.items() if variable["isSecret"]} == {
        "C360_API_KEY",
        "C360_AUDIT_SECRET",
        "C360_STATE_URL",
    }
    assert {name for name, variable in variables.items() if variable["isRequired"]} == {
        "C360_TENANT_ID",
        "C360_API_KEY",
        "C360_REGION",
    }


def test_the_entry_is_in_step_with_the_code() -> None:
    assert script("registry").server_json(TEXT) == TEXT


def test_the_readme_carries_the_registrys_ownership_mark() -> None:
    assert f"<!-- mcp-name: {ENTRY['name']} -->" in README
