"""Keep README.md, docs/, the manifests, the plugins, the icon's pictures and the first answers in step with the code.

`python scripts/documents.py` rewrites what is generated; `--check` changes nothing and fails where it is stale.
"""

import difflib
import re
import sys
from collections.abc import Callable, Iterator

from blocks import BLOCKS
from bundle import manifest
from icon import picture
from opening import answers
from output import briefing_picture
from plugins import FILES as PLUGINS
from project import ROOT, linked
from registry import server_json

from c360_mcp import __version__

_VERSION = re.compile(r"(^version: |^appVersion: \"|^  tag: |/c360-mcp:)\d+\.\d+\.\d+\w*", re.MULTILINE)
VERSIONED = (
    ROOT / "deploy/helm/Chart.yaml",
    ROOT / "deploy/helm/values.yaml",
    ROOT / "deploy/kubernetes/deployment.yaml",
)

_BLOCK = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end: \2 -->)", re.DOTALL)


def document(text: str) -> str:
    """A page, with what stands between the marks of each generated block made anew."""
    return _BLOCK.sub(lambda match: f"{match[1]}{BLOCKS[match[2]]()}\n{match[3]}", linked(text))


def generated() -> dict[str, Callable[[str], str]]:
    """Every file with something generated in it, and what makes it anew from its text."""
    pages = ["README.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))]
    linking = {
        "Containerfile",
        "llms.txt",
        ".github/ISSUE_TEMPLATE/config.yml",
        *(path.name for path in ROOT.glob("*.md")),
    }
    made: dict[str, Callable[[str], str]] = {
        "docs/briefing.svg": _whole(briefing_picture),
        "server.json": server_json,
        "manifest.json": manifest,
        "c360_mcp/opening/answers.json": _whole(answers),
    }
    deployed = dict.fromkeys((path.relative_to(ROOT).as_posix() for path in VERSIONED), _of_this_version)
    plugins = {name: _whole(make) for name, make in PLUGINS.items()}
    return {**dict.fromkeys(linking, linked), **dict.fromkeys(pages, document), **made, **deployed, **plugins}


def _of_this_version(text: str) -> str:
    """A file of `deploy/`, with the version of the image and of the chart."""
    return _VERSION.sub(rf"\g<1>{__version__}", text)


def _whole(make: Callable[[], str]) -> Callable[[str], str]:
    """For a file of which nothing is written by hand."""
    return lambda _: make()


PICTURES: dict[str, int] = {"icon.png": 512, "c360_mcp/server/icon.png": 48}
"""Each picture of the icon, with its pixels a side: the bundle's, and the one that the server sends."""


def main() -> int:
    """Rewrite the documents; with `--check`, 1 where that would change one."""
    written = {name: renew(_content(name).decode()) for name, renew in generated().items()}
    fresh = {name: text.encode() for name, text in written.items()}
    fresh |= {name: picture(size) for name, size in PICTURES.items()}
    stale = {name: content for name, content in fresh.items() if _content(name) != content}
    if "--check" not in sys.argv:
        for name, content in stale.items():
            (ROOT / name).write_bytes(content)
        return 0
    for name in stale:
        sys.stdout.writelines(_difference(name, written.get(name, "")))
    if stale:
        print(f"Out of step: {', '.join(stale)}. Run python scripts/documents.py")
    return int(bool(stale))


def _content(name: str) -> bytes:
    path = ROOT / name
    return path.read_bytes() if path.exists() else b""


def _difference(name: str, fresh: str) -> Iterator[str]:
    """The lines in which a text is out of step; none for a picture."""
    if not fresh:
        return iter(())
    old, new = (text.splitlines(keepends=True) for text in (_content(name).decode(), fresh))
    return difflib.unified_diff(old, new, name, "generated")


if __name__ == "__main__":
    sys.exit(main())
