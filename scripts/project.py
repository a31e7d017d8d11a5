"""Where the project lives, as `pyproject.toml` says: the one place that names it."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
REPOSITORY = str(
    tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["urls"]["Repository"]
)
PAGES = f"{REPOSITORY}/blob/main"
"""Below which the repository's files are shown."""
RAW = REPOSITORY.replace("https://github.com/", "https://raw.githubusercontent.com/") + "/main"
"""Below which they are served as they are."""

_LINK = re.compile(
    r"https://(?:github|raw\.githubusercontent)\.com/[\w.-]+/c360-mcp(?=/(?:blob/|tree/)?main/)"
)


def linked(text: str) -> str:
    """A page, with its absolute links to files of this repository leading to where it lives."""
    raw = RAW.removesuffix("/main")
    return _LINK.sub(lambda link: raw if "raw." in link[0] else REPOSITORY, text)
