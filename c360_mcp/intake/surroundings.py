"""What stands beside a number in a text, from which it can be told what the number is."""

import re

_WIDTH = 60


def around(found: re.Match[str]) -> tuple[str, str]:
    """Return some characters before a number and some after it, in lower case."""
    first, after = found.span()
    return found.string[max(first - _WIDTH, 0) : first].lower(), found.string[after : after + _WIDTH].lower()
