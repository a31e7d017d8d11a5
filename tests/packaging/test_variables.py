import re
from operator import attrgetter

import pytest

from c360_mcp import parsers, settings, web_address
from c360_mcp.errors import Misconfigured
from c360_mcp.settings import read_settings
from c360_mcp.variables import SERVICE_VARIABLES, VARIABLES, Variable
from tests.packaging.checkout import ROOT

NEEDED = {"C360_TENANT_ID": "acmecorp01", "C360_API_KEY": "eght_test", "C360_REGION": "us"}


def of(name: str) -> Variable:
    return next(variable for variable in VARIABLES if variable.name == name)


def test_every_variable_that_the_code_names_is_described_and_no_other() -> None:
    code = [path for path in (ROOT / "c360_mcp").rglob("*.py") if path.name != "variables.py"]
    named = {name for path in code for name in re.findall(r"C360_[A-Z_]+", path.read_text(encoding="utf-8"))}

    assert {variable.name for variable in VARIABLES + SERVICE_VARIABLES} == named


def test_the_required_variables_are_those_without_which_nothing_is_looked_up() -> None:
    with pytest.raises(Misconfigured) as problem:
        read_settings({})

    missing = set(re.findall(r"(C360_[A-Z_]+) is missing", str(problem.value)))
    assert missing == {variable.name for variable in VARIABLES if variable.required} == set(NEEDED)


@pytest.mark.parametrize(
    "variable", [variable for variable in VARIABLES if variable.default], ids=attrgetter("name")
)
def test_a_described_default_is_the_one_that_counts(variable: Variable) -> None:
    assert read_settings(NEEDED | {variable.name: variable.default}) == read_settings(NEEDED)
    assert settings.read_log_level({variable.name: variable.default}) == settings.read_log_level({})


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("C360_REGION", web_address.REGIONS),
        ("C360_LOG_LEVEL", parsers.LOG_LEVELS),
    ],
)
def test_the_choices_described_are_those_that_are_accepted(name: str, choices: tuple[str, ...]) -> None:
    assert of(name).choices == choices


def test_key_and_audit_secret_are_the_secrets() -> None:
    assert {variable.name for variable in VARIABLES if variable.secret} == {
        "C360_API_KEY",
        "C360_AUDIT_SECRET",
    }
