"""Who publishes the project, and where: as `pyproject.toml` says, which is the one place to change it."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
_PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

AUTHORS: str = ", ".join(author["name"] for author in _PROJECT["authors"])
REPOSITORY: str = _PROJECT["urls"]["Repository"]
PAGES = f"{REPOSITORY}/blob/main"
"""Below which the repository's files are shown."""
RAW = REPOSITORY.replace("https://github.com/", "https://raw.githubusercontent.com/") + "/main"
"""Below which they are served as they are."""

_OWNER, _NAME = REPOSITORY.split("/")[-2:]
SERVER_NAME = f"io.github.{_OWNER}/{_NAME}"
"""In the MCP registry, which lets the owner of a repository publish under its name."""
IMAGE = f"ghcr.io/{_OWNER}/{_NAME}"

_LINK = re.compile(
    r"https://(?:github|raw\.githubusercontent)\.com/[\w.-]+/c360-mcp(?=/(?:blob/|tree/)?main/)"
)
_IN_A_REGISTRY = re.compile(r"(io\.github\.|ghcr\.io/|github\.com/|--marketplace )[\w.-]+/c360-mcp(?![\w/-])")


def linked(text: str) -> str:
    """A page, with its links to files of this repository, and its names in registries, those of its owner of today."""
    raw = RAW.removesuffix("/main")
    links = _LINK.sub(lambda link: raw if "raw." in link[0] else REPOSITORY, text)
    return _IN_A_REGISTRY.sub(rf"\g<1>{_OWNER}/{_NAME}", links)
