"""What a command says on stderr of an identifier that it can't use."""

import re
import sys

from c360_mcp.search.identity import SearchBy

WHICH_KIND = (
    f"Which kind of identifier is that? Say so with --search-by ({', '.join(SearchBy)}); a name finds nobody."
)


def complain(command: str, sentence: str) -> int:
    """Print what is wrong, with options in place of a tool's arguments; the exit status."""
    as_options = re.sub(r'search_by="(\w+)"', r"--search-by \1", sentence)
    print(f"c360-mcp {command}: {as_options}", file=sys.stderr)
    return 1
