"""Values that a client or model wrote in another form than the schema has, where they can mean one thing only."""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from c360_mcp.search.identity import OTHER_NAMES
from c360_mcp.search.typed_text import unquoted

_NOTHING = frozenset({"", "null", "none", "nil", "undefined", "default", "n/a"})
_WHOLE_NUMBER = re.compile(r"\+?[0-9]{1,9}(?:\.0{1,9})?")
_EXACT = 2**53
"""From here on JavaScript rounds whole numbers, and an ID would be another one."""
_LONGEST_LIST = 20_000
"""Characters of a list as text; fifty IDs in quotation marks take 13,000."""
_LONGEST_CHOICE = 40
_BETWEEN_IDS = re.compile(r"[,;\r\n]+")


def says_nothing(value: object) -> bool:
    """Whether a value stands for none, as clients fill in that send every argument: null, an empty text, an empty list."""
    if isinstance(value, str):
        return len(value) <= len("undefined") + 2 and unquoted(value).lower() in _NOTHING
    return value is None or value in ([], {})


def coerced(value: object, rule: Mapping[str, Any]) -> object:
    """The value in the form that its schema has; unchanged where it has that form, or could mean several things."""
    if rule["type"] == "array":
        return _list(value)
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if rule["type"] == "integer":
        return _integer(value)
    return _choice(value, rule["enum"]) if "enum" in rule else _text(value)


def _integer(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and _WHOLE_NUMBER.fullmatch(text := unquoted(value)):
        return int(float(text))
    return value


def _choice(value: object, choices: list[str]) -> object:
    """The choice that is meant, however its words are put together: `Phone number`, `EMAIL`, `contactId`."""
    if not isinstance(value, str) or len(value) > _LONGEST_CHOICE:
        return value
    letters = _letters(value)
    spelled = {_letters(choice): choice for choice in choices}
    other = OTHER_NAMES.get(letters)
    return spelled.get(letters) or (other.value if other in choices else value)


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name)).lower()


def _text(value: object) -> object:
    """An ID or a number whose quotation marks were left out is its digits."""
    number = int(value) if isinstance(value, float) and value.is_integer() else value
    if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < _EXACT:
        return str(number)
    return value


def _list(value: object) -> object:
    """A list of IDs out of a text, and out of a list that holds just that."""
    while isinstance(value, list) and len(value) == 1 and _is_list(value[0]):
        value = value[0]
    if not isinstance(value, str) or len(value) > _LONGEST_LIST:
        return value
    return _list_in(value.strip())


def _is_list(item: object) -> bool:
    return isinstance(item, list) or (isinstance(item, str) and item.lstrip().startswith("["))


def _list_in(text: str) -> list[object]:
    """The list that a text holds, as JSON, as Python or other languages write it, or separated by commas or line breaks."""
    with suppress(ValueError, RecursionError):
        if isinstance(items := json.loads(text), list):
            return items[0] if len(items) == 1 and isinstance(items[0], list) else items
    inside = text[1:-1] if text[:1] == "[" and text[-1:] == "]" else text
    return [unquoted(part) for part in _BETWEEN_IDS.split(inside) if unquoted(part)]
