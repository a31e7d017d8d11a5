"""The tool's arguments as options of `c360-mcp brief`, in the calls that a result recommends."""

import re

OPTIONS = {
    "search_by": "--search-by",
    "start_time": "--start",
    "end_time": "--end",
    "max_interactions": "--max",
    "include_summaries": "--summaries",
    "detail": "--detail",
}
"""Each argument of `get_customer_interactions` that an option gives as it is, with that option."""
_ARGUMENT = re.compile(rf'\b({"|".join(OPTIONS)})=(?:"([^"]*)"|(\d+))')
_NAME = re.compile(rf"\b(?:{'|'.join(name for name in OPTIONS if '_' in name)})\b")
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
    named = _ARGUMENT.sub(lambda found: f"{OPTIONS[found[1]]} {found[2] or found[3]}", sentence)
    for argument, option in _OTHERS.items():
        named = named.replace(argument, option)
    named = _NAME.sub(lambda found: OPTIONS[found[0]], named)
    return _BETWEEN_OPTIONS.sub(r"\1 ", named)
