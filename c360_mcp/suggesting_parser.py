"""A command line that asks "did you mean" of a command, an option or a choice that is mistyped."""

import argparse
import re
from typing import NoReturn

_CHOICE = re.compile(r"invalid choice: '(.*)' \(choose from (.*)\)")
_ALIKE = 0.75
"""From 0 to 1: two letters swapped in a short word are still alike, `--demo` and `--order` are not."""
_OPTION = re.compile(r"(?<!\w)--[\w-]+")


class SuggestingParser(argparse.ArgumentParser):
    """As its base, with a suggestion at the end of an error where something is spelt alike."""

    def error(self, message: str) -> NoReturn:
        """Print the error and end with status 2."""
        choice = _CHOICE.search(message)
        suggestion = _did_you_mean(choice[1], re.findall(r"[\w-]+", choice[2])) if choice else ""
        super().error(f"{message}{suggestion}")

    def refuse(self, unknown: list[str], known: str) -> NoReturn:
        """The error for arguments that are left over; `known` is the help of the command that they were given to."""
        options = [argument.partition("=")[0] for argument in unknown if argument.startswith("--")]
        suggestions = [_did_you_mean(option, _OPTION.findall(known)) for option in options]
        self.error(f"unrecognized arguments: {' '.join(unknown)}{''.join(suggestions[:1])}")


def _did_you_mean(typed: str, known: list[str]) -> str:
    import difflib

    alike = difflib.get_close_matches(typed, known, n=1, cutoff=_ALIKE)
    return f". Did you mean {alike[0]}?" if alike else ""
