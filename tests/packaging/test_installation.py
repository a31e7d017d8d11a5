import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.packaging.checkout import ROOT

WHERE_AND_WHAT = """
import c360_mcp
from c360_mcp.server.prompts import load_templates
from c360_mcp.server.resources import guide

print(c360_mcp.__file__)
print(*load_templates(), guide().splitlines()[0], sep="|")
"""


def ask(folder: Path, pythonpath: Path | str = "") -> list[str]:
    """Where an installation lies, and what it finds, asked from `folder`."""
    command = (sys.executable, "-c", WHERE_AND_WHAT)
    environ = os.environ | {"PYTHONPATH": str(pythonpath)}
    ended = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=True)
    return ended.stdout.splitlines()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    folder = tmp_path_factory.mktemp("dist")
    command = (sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder)
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    (built,) = folder.glob("*.whl")
    return ZipFile(built)


def test_a_wheel_carries_its_prompts_its_guide_its_types_and_its_licence(wheel: ZipFile) -> None:
    inside = {name.partition("/")[2] for name in wheel.namelist()}

    assert {f"prompts/{path.name}" for path in (ROOT / "prompts").glob("*.md")} <= inside
    assert {"server/guide.md", "py.typed", "licenses/LICENSE"} <= inside


def test_a_wheel_carries_nothing_but_the_package(wheel: ZipFile) -> None:
    assert {name.partition("/")[0].partition("-")[0] for name in wheel.namelist()} == {"c360_mcp"}


def test_a_wheel_unpacked_elsewhere_finds_its_prompts(wheel: ZipFile, tmp_path: Path) -> None:
    site = tmp_path / "site"
    wheel.extractall(site)

    place, found = ask(tmp_path, pythonpath=site)

    assert place == str(site / "c360_mcp" / "__init__.py")
    assert found == "brief_customer|# How to read a result of c360-mcp"


def test_an_editable_installation_finds_its_prompts_from_any_folder(tmp_path: Path) -> None:
    place, found = ask(tmp_path)

    assert place == str(ROOT / "c360_mcp" / "__init__.py")
    assert found == "brief_customer|# How to read a result of c360-mcp"
