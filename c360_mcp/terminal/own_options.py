"""Calls that a result recommends, as options of `c360-mcp brief`."""

import re

_OPTIONS = {
    "search_by": "--search-by",
    "start_time": "--start",
    "end_time": "--end",
    "max_interactions": "--max",
    "include_summaries": "--summaries",
    "detail": "--detail",
}
_ARGUMENT = re.compile(rf'\b({"|".join(_OPTIONS)})=(?:"([^"]*)"|(\d+))')
_NAME = re.compile(rf"\b(?:{'|'.join(name for name in _OPTIONS if '_' in name)})\b")
"""Of those that are no English words as well."""
_BETWEEN_OPTIONS = re.compile(r"(--[\w-]+ [\w.:+-]+), (?=--)")
_OTHERS = {
    'scope="contact"': "leaving out --only-identifier",
    'scope="identifier"': "--only-identifier",
    "get_transcript_summaries": "a larger --summaries",
    "call again with --": "give --",
}


def as_options(sentence: str) -> str:
    """A sentence of ours, with options in place of a tool's arguments: `--start P3Y` for `start_time="P3Y"`."""
    named = _ARGUMENT.sub(lambda found: f"{_OPTIONS[found[1]]} {found[2] or found[3]}", sentence)
    for argument, option in _OTHERS.items():
        named = named.replace(argument, option)
    named = _NAME.sub(lambda found: _OPTIONS[found[0]], named)
    return _BETWEEN_OPTIONS.sub(r"\1 ", named)
