"""Whether parameters are ones that the SDK is known to accept; what is not is for the SDK itself to judge.

Members that are not named here may have any value, as they may for the SDK.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in `typing`, which takes too long to import
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, Final

    Shape = Callable[[Any], bool]

VERSION_KEY: Final = "io.modelcontextprotocol/protocolVersion"
CAPABILITIES_KEY: Final = "io.modelcontextprotocol/clientCapabilities"

_NONE: Final[Mapping[str, Shape]] = {}


def _of(*types: type) -> Shape:
    """Values of these very types: in JSON, true is no number."""
    return lambda value: type(value) in types


def _object(needed: Mapping[str, Shape] = _NONE, known: Mapping[str, Shape] = _NONE) -> Shape:
    """Objects with every member that is needed, and of which these and those that are known have their shapes."""
    shapes = {**needed, **known}
    return lambda value: (
        type(value) is dict
        and needed.keys() <= value.keys()
        and all(shapes[name](value[name]) for name in shapes.keys() & value.keys())
    )


def _each(shape: Shape) -> Shape:
    """Objects of which every member has the shape."""
    return lambda value: type(value) is dict and all(map(shape, value.values()))


def _list(shape: Shape) -> Shape:
    return lambda value: type(value) is list and all(map(shape, value))


_TEXT: Final = _of(str)
_ANY_OBJECT: Final = _of(dict)

_ICON: Final = _object(
    {"src": _TEXT}, {"mimeType": _TEXT, "sizes": _list(_TEXT), "theme": ("dark", "light").__contains__}
)
_CLIENT: Final = _object(
    {"name": _TEXT, "version": _TEXT},
    {"title": _TEXT, "description": _TEXT, "websiteUrl": _TEXT, "icons": _list(_ICON)},
)
_TASKS: Final = {
    "elicitation": _object(known={"create": _ANY_OBJECT}),
    "sampling": _object(known={"createMessage": _ANY_OBJECT}),
}
_CAPABILITIES: Final = _object(
    known={
        "elicitation": _object(known={"form": _ANY_OBJECT, "url": _ANY_OBJECT}),
        "experimental": _each(_ANY_OBJECT),
        "extensions": _each(_ANY_OBJECT),
        "roots": _object(known={"listChanged": _of(bool)}),
        "sampling": _object(known={"context": _ANY_OBJECT, "tools": _ANY_OBJECT}),
        "tasks": _object(
            known={"cancel": _ANY_OBJECT, "list": _ANY_OBJECT, "requests": _object(known=_TASKS)}
        ),
    }
)
_PROGRESS: Final = {"progressToken": _of(str, int)}
_ENVELOPE: Final = _object(
    {VERSION_KEY: _TEXT, CAPABILITIES_KEY: _CAPABILITIES},
    {
        "io.modelcontextprotocol/clientInfo": _CLIENT,
        "io.modelcontextprotocol/logLevel": lambda _: False,  # deprecated, and sent by nobody
        **_PROGRESS,
    },
)
_NO_CURSOR: Final = {"cursor": lambda _: False}  # none was handed out


is_message: Final = _object(
    {"jsonrpc": ("2.0",).__contains__, "method": _TEXT}, {"id": _of(int, str), "params": _ANY_OBJECT}
)
"""Whether a JSON value is a request or a notification, whatever its method."""

is_handshake: Final = _object(
    {"protocolVersion": _TEXT, "capabilities": _CAPABILITIES, "clientInfo": _CLIENT},
    {"_meta": _object(known=_PROGRESS)},
)
"""Whether parameters are those of `initialize`."""

is_plain: Final = _object(
    known={"_meta": _object(known={VERSION_KEY: lambda _: False, **_PROGRESS}), **_NO_CURSOR}
)
"""Whether parameters are those of a request after a handshake, in which client and version were named once for all."""

has_envelope: Final = _object({"_meta": _ENVELOPE}, _NO_CURSOR)
"""Whether parameters are those of a request of 2026-07-28 or later: its `_meta` names version and capabilities."""
