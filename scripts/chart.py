"""Render the Helm chart, with Helm's own code, which `helm-python-sdk` brings: no `helm` need be installed.

`python scripts/chart.py` writes `deploy/kubernetes/`, the chart's output with its default values. `--check FOLDER` changes
nothing there, fails where that is stale or the chart has a fault, and renders `deploy/helm/examples/` into FOLDER.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import helm_python
import yaml

ROOT = Path(__file__).parents[1]
CHART, PLAIN = ROOT / "deploy" / "helm", ROOT / "deploy" / "kubernetes"
NAME = "c360-mcp"
WARNING = 2
"""The severity from which on a finding of Helm's lint counts; below it are recommendations, such as an icon."""


def render(values: Mapping[str, Any]) -> dict[str, str]:
    """The manifests, by the names of their files; those that the values leave out are none."""
    with helm_python.Chart.load(CHART) as chart:
        rendered = chart.render(dict(values), name=NAME)
    return {Path(path).name: text for path, text in rendered.items() if text.strip()}


def examples() -> dict[str, Any]:
    """Values as somebody would set them, by name."""
    return {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted((CHART / "examples").glob("*.yaml"))
    }


def faults() -> Iterator[str]:
    """What Helm finds wrong with the chart, and which plain manifests are not its output."""
    report = helm_python.lint(CHART, strict=True)
    yield from (
        f"deploy/helm: {found['error']}" for found in report["messages"] if found["severity"] >= WARNING
    )
    written = {path.name: path.read_text(encoding="utf-8") for path in PLAIN.glob("*.yaml")}
    fresh = render({})
    for name in sorted(written.keys() | fresh.keys()):
        if written.get(name) != fresh.get(name):
            yield f"deploy/kubernetes/{name} is not what the chart gives. Run python scripts/chart.py"


def write(manifests: Mapping[str, str], folder: Path) -> None:
    """Write each into a file."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in manifests.items():
        (folder / name).write_text(text, encoding="utf-8")


def main() -> int:
    """Write the plain manifests, or check; 1 where something is wrong."""
    if "--check" not in sys.argv:
        write(render({}), PLAIN)
        return 0
    folder = Path(sys.argv[-1])
    for name, values in examples().items():
        write(render(values), folder / name)
    found = [*faults()]
    for fault in found:
        print(fault)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
