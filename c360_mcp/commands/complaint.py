"""What a command says on stderr of what it can't use."""

import re
import sys

from c360_mcp.search.identity import SearchBy, recognise
from c360_mcp.search.typed_text import unquoted
from c360_mcp.terminal.command_options import as_options

_LOCAL_NUMBER = re.compile(r"[\d\s()./-]*")
_LEAST_DIGITS = 6
_ID = re.compile(r"(?=\S*[\d_-])[\w.:-]+")


def which_kind(typed: str) -> str:
    """What to type instead of an identifier whose form does not say what it is, as far as it gives a hint."""
    whole = unquoted(typed).strip()
    trimmed = whole.rstrip(".,;:!?")
    if trimmed != whole and recognise(trimmed):
        return f"There is {whole[len(trimmed) :]} after the identifier: leave it out."
    if _LOCAL_NUMBER.fullmatch(whole) and sum(map(str.isdecimal, whole)) >= _LEAST_DIGITS:
        return (
            "A phone number needs its country code, such as +12065550134. For numbers as dialled in one country, set "
            "C360_DEFAULT_COUNTRY and give --search-by phone_number. For an ID, give --search-by contact_id or account_id."
        )
    if _ID.fullmatch(whole):
        return "If that is an ID, say of what: --search-by contact_id or --search-by account_id."
    return f"Which kind of identifier is that? Say so with --search-by ({', '.join(SearchBy)}); a name finds nobody."


def complain(command: str, sentence: str) -> int:
    """Print what is wrong, with options in place of a tool's arguments; the exit status."""
    print(f"c360-mcp {command}: {as_options(sentence)}", file=sys.stderr)
    return 1
