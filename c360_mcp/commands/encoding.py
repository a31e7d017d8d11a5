"""In which encoding a command prints: a terminal or pipe may not be UTF-8, and Python would then fail on a name."""

import sys
from io import TextIOWrapper


def escape_what_stdout_lacks() -> None:
    r"""Print characters that stdout's encoding does not have as escapes, such as `\u4eac`."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def print_as_utf8(text: str) -> None:
    """Print a text that goes into a client's file, which is UTF-8 whatever this terminal or pipe is."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    print(text)
