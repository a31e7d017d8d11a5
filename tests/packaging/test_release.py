"""What a release says of itself. `scripts/rehearse-release` makes and tries its artefacts."""

import hashlib
import json
from pathlib import Path

import pytest
import yaml

from c360_mcp import __version__
from tests.packaging.checkout import ROOT, script

WORKFLOWS = ROOT / ".github" / "workflows"
CHANGES = "# Changelog\n\n## Unreleased\n\n- to come\n\n## 0.1.0\n\n- first\n"


def test_the_registry_hears_of_package_image_and_bundle() -> None:
    package = json.loads((ROOT / "server.json").read_text(encoding="utf-8"))
    pypi, image, bundle = script("release").entry(package, b"a bundle")["packages"]
    repository = script("project").REPOSITORY

    assert (pypi["registryType"], pypi["version"]) == ("pypi", __version__)
    assert image["identifier"] == f"{script('project').IMAGE}:{__version__}"
    assert "C360_AUTH_TOKENS_FILE" in {variable["name"] for variable in image["environmentVariables"]}
    assert bundle["identifier"] == f"{repository}/releases/download/v{__version__}/c360-mcp.mcpb"
    assert bundle["fileSha256"] == hashlib.sha256(b"a bundle").hexdigest()


@pytest.mark.parametrize(
    ("heading", "notes"), [("Unreleased", "- to come\n"), ("0.1.0", "- first\n")], ids=lambda one: one.strip()
)
def test_the_notes_are_the_versions_part_of_the_changelog(heading: str, notes: str) -> None:
    assert script("release").notes(CHANGES, heading) == notes


def test_a_version_without_changes_is_not_released() -> None:
    with pytest.raises(SystemExit, match=r"no part headed 9\.9\.9"):
        script("release").notes(CHANGES, "9.9.9")


def test_a_tag_of_another_version_is_not_released(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=rf"The tag is v9\.9\.9, and the version is {__version__}"):
        script("release").main(tmp_path, "v9.9.9")


def test_the_image_is_labelled_with_the_name_by_which_the_registry_looks_for_it() -> None:
    containerfile = (ROOT / "Containerfile").read_text(encoding="utf-8")

    assert f'io.modelcontextprotocol.server.name="{script("project").SERVER_NAME}"' in containerfile
    assert f'org.opencontainers.image.source="{script("project").REPOSITORY}"' in containerfile


def test_both_stages_of_the_image_begin_with_the_same_digest() -> None:
    bases = [stage[0].rest.split()[0] for stage in script("containerfile").stages()]

    assert len(set(bases)) == 1
    assert "-slim@sha256:" in bases[0]


@pytest.mark.parametrize("path", sorted(WORKFLOWS.glob("*.yml")), ids=lambda path: path.stem)
def test_a_workflow_may_only_read_unless_a_job_says_otherwise(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]

    assert workflow["permissions"] == {"contents": "read"}
    assert all(len(step["uses"].partition("@")[2]) == 40 for step in steps if "uses" in step)
    assert all("timeout-minutes" in job for job in workflow["jobs"].values())


@pytest.mark.parametrize("wanted", ["mcp>=2.3,<3", "httpx2>=2.12"])
def test_a_lock_meets_what_it_was_made_for(wanted: str) -> None:
    lock = script("lock")

    assert lock.unmet(lock.RUN, [wanted]) == []


@pytest.mark.parametrize("wanted", ["mcp>=999", "a-package-that-nobody-locked"])
def test_a_requirement_that_a_lock_does_not_meet_is_noticed(wanted: str) -> None:
    lock = script("lock")

    assert lock.unmet(lock.RUN, [wanted]) == [wanted]
