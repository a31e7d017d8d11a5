"""Lock what the image and the bundle install: every version, with the hashes of its files.

`python scripts/lock.py` resolves anew with uv and writes `locks/`; `--check` asks no registry, and fails where a
requirement of `pyproject.toml` is missing from a lock or not met by it.
"""

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
RUN, BUILD = ROOT / "locks" / "run.txt", ROOT / "locks" / "build.txt"
"""What the server needs, traces, metrics and budgets included; and what makes a wheel of it."""
RESOLVE = (
    "uv",
    "pip",
    "compile",
    "--generate-hashes",
    "--universal",
    "--no-header",
    "--no-annotate",
    "--quiet",
)
WHERE = ("--python-version", "3.11", "--no-emit-index-url", "--upgrade")


def requirements() -> dict[Path, list[str]]:
    """What each lock has to meet."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted: dict[str, Any] = project["project"]
    extras = wanted["optional-dependencies"]
    return {
        RUN: [*wanted["dependencies"], *extras["otel"], *extras["fleet"], *extras["prometheus"]],
        BUILD: project["build-system"]["requires"],
    }


def resolve(lock: Path, wanted: list[str]) -> None:
    """Write a lock that meets the requirements, as of now, on every platform."""
    command = (sys.executable, "-m", *RESOLVE, *WHERE, "--output-file", str(lock), "-")
    subprocess.run(command, input="\n".join(wanted), text=True, check=True)


def locked(lock: Path) -> Iterator[Requirement]:
    """The versions of a lock, each with the platforms that it is for."""
    joined = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    return (Requirement(line.partition(" --hash")[0]) for line in joined.splitlines() if line.strip())


def unmet(lock: Path, wanted: list[str]) -> list[str]:
    """The requirements that a lock does not meet."""
    versions: dict[str, list[str]] = {}
    for pin in locked(lock):
        versions.setdefault(canonicalize_name(pin.name), []).extend(one.version for one in pin.specifier)
    return [
        text
        for text in wanted
        for requirement in [Requirement(text)]
        if not any(map(requirement.specifier.contains, versions.get(canonicalize_name(requirement.name), ())))
    ]


def main() -> int:
    """Resolve; with `--check`, 1 where a lock does not meet what is required."""
    if "--check" not in sys.argv:
        for lock, wanted in requirements().items():
            resolve(lock, wanted)
        return 0
    missing = {lock: unmet(lock, wanted) for lock, wanted in requirements().items()}
    for lock, texts in missing.items():
        if texts:
            print(f"locks/{lock.name} does not meet {', '.join(texts)}. Run python scripts/lock.py")
    return int(any(missing.values()))


if __name__ == "__main__":
    sys.exit(main())
