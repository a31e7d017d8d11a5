"""Arguments of a call, brought into the form of the published schema; what has none is refused in one sentence."""

from collections.abc import Mapping
from typing import Any, TypeGuard

from c360_mcp.errors import InvalidArgument
from c360_mcp.server.coercion import coerced, says_nothing
from c360_mcp.text.phrases import counted

_QUOTED = 60
"""Characters of a value that a refusal repeats."""
_LARGE = 1e15
_ADDED_BY_CLIENTS = frozenset({"wait_for_previous"})
"""Arguments that a client puts into every tool's schema for itself, and sends on: here it is Gemini CLI."""

ValueSchema = Mapping[str, Any]
"""The schema of one argument or item."""


def check_arguments(schema: ValueSchema, arguments: Mapping[str, Any] | None) -> dict[str, Any]:
    """The arguments, with the schema's defaults; raises `InvalidArgument` where they don't fit it.

    An optional argument that is null or empty counts as not given, since some clients send every name.
    """
    known: dict[str, ValueSchema] = schema["properties"]
    given = {name: value for name, value in (arguments or {}).items() if name not in _ADDED_BY_CLIENTS}
    if unknown := [name for name in given if name not in known]:
        raise InvalidArgument(f"Unknown argument: {as_sent(unknown[0])}. The tool takes {', '.join(known)}.")
    given = {
        name: value for name, value in given.items() if name in schema["required"] or not says_nothing(value)
    }
    if missing := [name for name in schema["required"] if name not in given]:
        verb = "is" if len(missing) == 1 else "are"
        accepted = " ".join(_accepted(name, known[name]) for name in missing)
        raise InvalidArgument(f"{' and '.join(missing)} {verb} required. {accepted}")
    defaults = {name: rule["default"] for name, rule in known.items() if "default" in rule}
    return defaults | {name: _read(name, value, known[name]) for name, value in given.items()}


def _read(name: str, given: object, rule: ValueSchema) -> object:
    value = coerced(given, rule)
    if not _fits(value, rule):
        raise InvalidArgument(f"{_complaint(name, given, value, rule)} {_accepted(name, rule)}")
    return value


def _fits(value: object, rule: ValueSchema) -> bool:
    """Whether JSON Schema accepts the value, by the keywords that the contract uses.

    A validator of the whole language would put values into its messages, and so fail on a number of 5,000
    digits, recurse as deep as a value is nested, and take its time over a list of a million items.
    """
    if rule["type"] == "string":
        return isinstance(value, str) and value in rule.get("enum", [value])
    if rule["type"] == "integer":
        return _is_whole(value) and rule["minimum"] <= value <= rule["maximum"]
    return _has_length(value, rule) and all(_fits(item, rule["items"]) for item in value)


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _has_length(value: object, rule: ValueSchema) -> TypeGuard[list[object]]:
    return isinstance(value, list) and rule["minItems"] <= len(value) <= rule["maxItems"]


def _complaint(name: str, given: object, value: object, rule: ValueSchema) -> str:
    """What is wrong: an item of the list that `value` is, or else what was `given` as a whole."""
    if rule["type"] == "array" and _has_length(value, rule):
        position, item = next((n, item) for n, item in enumerate(value, 1) if not _fits(item, rule["items"]))
        return f"Item {position} of {name} can't be {as_sent(item)}."
    return f"{name} can't be {as_sent(given)}."


def _accepted(name: str, rule: ValueSchema) -> str:
    if "enum" in rule:
        return f"{name} is one of {', '.join(rule['enum'])}."
    if rule["type"] == "integer":
        return f"{name} is a whole number from {rule['minimum']} to {rule['maximum']}."
    if rule["type"] == "array":
        return f"{name} is a list of {rule['minItems']} to {rule['maxItems']} strings."
    return f"{name} is a string. {rule['description']}"


def as_sent(value: object) -> str:
    """A value as the caller sent it, where it is short and harmless; otherwise what kind of value it is."""
    if isinstance(value, str):
        return _text_as_sent(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value) if abs(value) < _LARGE and _passes(str(value)) else "this number"
    if isinstance(value, list):
        return f"a list of {counted(len(value), 'item')}" if value else "an empty list"
    return "null" if value is None else "an object"


def _text_as_sent(text: str) -> str:
    if text and len(text) <= _QUOTED and _passes(text):
        from c360_mcp.intake.gate import quoted

        return quoted(text)
    return f"this text of {counted(len(text), 'character')}" if text else "an empty text"


def _passes(text: str) -> bool:
    """Whether the gate leaves a text as it is. What it would change is not repeated: the rest could mislead."""
    from c360_mcp.intake.gate import Gate

    return text.isprintable() and Gate(redact_contacts=True).text(text, _QUOTED) == text
