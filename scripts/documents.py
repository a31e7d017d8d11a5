"""Keep README.md, docs/, server.json and manifest.json in step with the code.

`python scripts/documents.py` rewrites what is generated; `--check` changes nothing and fails where it is stale.
"""

import difflib
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

from blocks import BLOCKS
from bundle import manifest

from c360_mcp import __version__
from c360_mcp.variables import SERVER_SETTINGS

ROOT = Path(__file__).parents[1]

_BLOCK = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end: \2 -->)", re.DOTALL)


def document(text: str) -> str:
    """A page, with what stands between the marks of each generated block made anew."""
    return _BLOCK.sub(lambda match: f"{match[1]}{BLOCKS[match[2]]()}\n{match[3]}", text)


def server_json(text: str) -> str:
    """The registry's entry with the package's version and settings."""
    entry = json.loads(text)
    (package,) = entry["packages"]
    entry["version"] = package["version"] = __version__
    package["environmentVariables"] = [
        {
            "name": setting.name,
            "description": setting.meaning,
            "isRequired": bool(setting.required),
            "isSecret": setting.secret,
        }
        | ({"default": setting.default_text} if setting.default_text else {})
        | ({"choices": list(setting.choices)} if setting.choices else {})
        for setting in SERVER_SETTINGS
    ]
    return json.dumps(entry, indent=2, ensure_ascii=False) + "\n"


def generated() -> dict[str, Callable[[str], str]]:
    """Every file with something generated in it, and what makes it anew from its text."""
    pages = ["README.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))]
    return {**dict.fromkeys(pages, document), "server.json": server_json, "manifest.json": manifest}


def main() -> int:
    """Rewrite the documents; with `--check`, 1 where that would change one."""
    stale = False
    for name, renew in generated().items():
        path = ROOT / name
        text = path.read_text(encoding="utf-8")
        fresh = renew(text)
        if "--check" not in sys.argv:
            path.write_text(fresh, encoding="utf-8")
        elif fresh != text:
            stale = True
            sys.stdout.writelines(
                difflib.unified_diff(
                    text.splitlines(keepends=True), fresh.splitlines(keepends=True), name, "generated"
                )
            )
    if stale:
        print("Out of step: run python scripts/documents.py")
    return int(stale)


if __name__ == "__main__":
    sys.exit(main())
