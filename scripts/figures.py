"""How long the package's functions and files are, and how many lines it has in all.

`python scripts/figures.py` prints the figures; with `--check` it fails where one is over its limit. The stand-in, which
is not part of the server, is left out. The lines in all have no limit: they are there to be compared with last time's.
"""

import ast
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "c360_mcp"
LIMITS = {
    "lines of the median function": 6,
    "lines that nine functions in ten are within": 14,
    "lines of the longest file": 250,
}


def sources() -> dict[Path, str]:
    """The text of each module."""
    paths = sorted(PACKAGE.rglob("*.py"))
    return {path: path.read_text(encoding="utf-8") for path in paths if "sandbox" not in path.parts}


def function_lengths(source: str) -> Iterator[int]:
    """Lines of each function, from `def` to its end, the docstring included."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            yield node.end_lineno - node.lineno + 1


def main() -> int:
    """Print the figures; with `--check`, 1 where a limit is broken."""
    texts = sources()
    lines = {path: len(text.splitlines()) for path, text in texts.items()}
    functions = [length for text in texts.values() for length in function_lengths(text)]
    longest = max(lines, key=lines.__getitem__)
    found = (statistics.median(functions), statistics.quantiles(functions, n=10)[-1], lines[longest])
    print(f"{sum(lines.values()):,} lines in {len(lines)} files, {len(functions)} functions")
    for figure, (name, limit) in zip(found, LIMITS.items(), strict=True):
        print(f"{name}: {figure:g} (limit {limit})")
    print(f"longest file: {longest.relative_to(PACKAGE.parent)}")
    broken = any(figure > limit for figure, limit in zip(found, LIMITS.values(), strict=True))
    return int(broken and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
