"""How records are read: field by field, for all the objects of a kind at once.

A reply holds fifty rows, and somebody waits for them.

A record is a `NamedTuple`; the annotation of each of its fields says under which name a reply has it, and what reads
its values. Fields that are not declared are ignored.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, TypeVar, get_origin, get_type_hints

from c360_mcp.intake.gate import Gate

Object = Mapping[str, object]
"""An object of a reply, as JSON has it."""

Reader = Callable[[Sequence[object], Gate], Iterable[Any]]
"""Makes of the values of one field, one of each object, what the records hold. It takes any values."""

R = TypeVar("R", bound=NamedTuple)


@dataclass(frozen=True, slots=True)
class Wire:
    """The end of a field that is in the reply."""

    name: str
    read: Reader


def read_records(kind: type[R], objects: Sequence[Object], gate: Gate) -> list[R]:
    """A record of each object."""
    columns = (wire.read([each.get(wire.name) for each in objects], gate) for wire in wires(kind).values())
    return list(map(kind._make, zip(*columns, strict=True)))


@cache
def wires(kind: type[NamedTuple]) -> dict[str, Wire]:
    """Where the fields of a record come from, in their order."""
    hints = get_type_hints(kind, include_extras=True)
    return {name: hints[name].__metadata__[0] for name in kind._fields}


@cache
def list_names(kind: type[NamedTuple]) -> tuple[str, ...]:
    """What a reply calls those fields that are lists."""
    hints = get_type_hints(kind)
    return tuple(wire.name for name, wire in wires(kind).items() if get_origin(hints[name]) is tuple)
