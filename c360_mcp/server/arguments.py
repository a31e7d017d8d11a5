"""Arguments of a call, held against the published schema; a violation is told in one sentence."""

from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from c360_mcp.errors import InvalidArgument

_QUOTED = 60
"""Characters of a value that a refusal repeats."""
_LARGE = 1e15


def check_arguments(schema: Mapping[str, Any], arguments: Mapping[str, Any] | None) -> dict[str, Any]:
    """The arguments, with the schema's defaults; raises `InvalidArgument` where they don't fit it.

    An optional argument that is null counts as not given, since some clients send every name.
    """
    known: dict[str, Any] = schema["properties"]
    given = dict(arguments or {})
    if unknown := [name for name in given if name not in known]:
        raise InvalidArgument(f"Unknown argument {_quote(unknown[0])}. The arguments are {', '.join(known)}.")
    given = {name: value for name, value in given.items() if value is not None or name in schema["required"]}
    if violation := best_match(Draft202012Validator(schema).iter_errors(given)):
        raise InvalidArgument(_sentence(violation, known))
    defaults = {name: rule["default"] for name, rule in known.items() if "default" in rule}
    return defaults | given


def _sentence(violation: ValidationError, known: Mapping[str, Any]) -> str:
    if violation.validator == "required":
        missing = [name for name in violation.validator_value if name not in violation.instance]
        return f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} required. {_accepted(missing[0], known)}"
    name = str(violation.path[0])
    return f"{_complaint(name, violation)} {_accepted(name, known)}"


def _complaint(name: str, violation: ValidationError) -> str:
    value = violation.instance
    place = f"Item {violation.path[1] + 1} of {name}" if len(violation.path) > 1 else name
    return f"{place} can't be {_quote(value)}."


def _accepted(name: str, known: Mapping[str, Any]) -> str:
    rule = known[name]
    if "enum" in rule:
        return f"{name} is one of {', '.join(rule['enum'])}."
    if rule["type"] == "integer":
        return f"{name} is a whole number from {rule['minimum']} to {rule['maximum']}."
    if rule["type"] == "array":
        items = rule["items"]["maxLength"]
        return f"{name} is a list of {rule['minItems']} to {rule['maxItems']} strings of at most {items} characters."
    return f"{name} is a string of at most {rule['maxLength']} characters. {rule['description']}"


def _quote(value: object) -> str:
    """A value as the caller sent it, where it is short and plain; otherwise what kind of value it is."""
    if isinstance(value, str):
        plain = value.isascii() and value.isprintable() and len(value) <= _QUOTED
        return f'"{value}"' if plain else f"this text of {len(value):,} characters"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value) if abs(value) < _LARGE else "a number as large as this"
    if isinstance(value, dict):
        return "an object"
    return "this list" if isinstance(value, list) else "null"
