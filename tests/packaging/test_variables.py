import re
from operator import attrgetter
from typing import Any

import pytest

from c360_mcp.errors import Misconfigured
from c360_mcp.service.variables import SERVICE_SETTINGS
from c360_mcp.setting import Setting, SettingsReader
from c360_mcp.settings import read_settings
from c360_mcp.variables import REGIONS, SERVER_SETTINGS
from tests.packaging.checkout import ROOT

NEEDED = {"C360_TENANT_ID": "acmecorp01", "C360_API_KEY": "eght_test", "C360_REGION": "us"}
ALL = SERVER_SETTINGS + SERVICE_SETTINGS


def of(name: str) -> Setting[Any]:
    return next(setting for setting in SERVER_SETTINGS if setting.name == name)


def test_every_variable_that_the_code_names_is_described() -> None:
    code = [path.read_text(encoding="utf-8") for path in (ROOT / "c360_mcp").rglob("*.py")]

    assert {name for text in code for name in re.findall(r"C360_[A-Z_]+", text)} == {
        setting.name for setting in ALL
    }


def test_every_variable_that_is_described_is_read() -> None:
    code = [path for path in (ROOT / "c360_mcp").rglob("*.py") if path.name != "variables.py"]
    read = {name for path in code for name in re.findall(r"\b[A-Z_]+\b", path.read_text(encoding="utf-8"))}

    assert {setting.name.removeprefix("C360_") for setting in ALL} <= read


def test_the_required_variables_are_those_without_which_nothing_is_looked_up() -> None:
    with pytest.raises(Misconfigured) as problem:
        read_settings({})

    missing = set(re.findall(r"(C360_[A-Z_]+) is missing", str(problem.value)))
    assert missing == {setting.name for setting in SERVER_SETTINGS if setting.required} == set(NEEDED)


@pytest.mark.parametrize(
    "setting", [setting for setting in SERVER_SETTINGS if setting.default_text], ids=attrgetter("name")
)
def test_a_described_default_is_the_one_that_counts(setting: Setting[Any]) -> None:
    assert read_settings(NEEDED | {setting.name: setting.default_text}) == read_settings(NEEDED)


@pytest.mark.parametrize(
    "setting",
    [setting for setting in ALL if setting.default_text and setting.shown is None],
    ids=attrgetter("name"),
)
def test_a_default_is_shown_as_one_would_set_it(setting: Setting[Any]) -> None:
    reader = SettingsReader({setting.name: setting.default_text})

    assert (reader.read(setting), reader.problems) == (setting.default, [])


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("C360_REGION", REGIONS),
        ("C360_LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")),
    ],
)
def test_the_choices_described_are_those_that_are_accepted(name: str, choices: tuple[str, ...]) -> None:
    assert of(name).choices == choices


@pytest.mark.parametrize("setting", [setting for setting in ALL if setting.choices], ids=attrgetter("name"))
def test_every_choice_is_accepted(setting: Setting[Any]) -> None:
    assert len({setting.parse(choice) for choice in setting.choices}) == len(setting.choices)


def test_key_audit_secret_and_the_address_of_the_store_are_the_secrets() -> None:
    assert {setting.name for setting in SERVER_SETTINGS if setting.secret} == {
        "C360_API_KEY",
        "C360_AUDIT_SECRET",
        "C360_STATE_URL",
    }
