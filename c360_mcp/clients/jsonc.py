"""Puts members into JSON that may hold comments, as a person with an editor would: nothing else of the text changes."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Final, NamedTuple

from c360_mcp.clients.formats import Tables

_TOKEN: Final = re.compile(
    r'(?P<string>"(?:[^"\\]|\\.)*")|(?P<comment>//[^\n]*|/\*.*?\*/)|(?P<mark>[{}\[\],:])'
    r'|(?P<space>[\s\ufeff]+)|(?P<word>[^\s{}\[\],:"/]+)|(?P<other>.)',
    re.DOTALL,
)
_STEP: Final = re.compile(r"^([ \t]+)\S", re.MULTILINE)


class _Token(NamedTuple):
    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(slots=True)
class _Node:
    """A value, by where it stands in the text."""

    start: int
    end: int = 0
    members: dict[str, "_Node"] = field(default_factory=dict)
    """Of an object, by name; of a list, by number."""
    comma: bool = False
    """Whether a comma follows the last of them."""


def parse(text: str) -> dict[str, Any]:
    """What the text says; `ValueError` where that is no object, or can't be read."""
    words = [token.text for token in _tokens(text) if token.kind not in ("comment", "space")]
    kept = [
        word for word, after in zip_longest(words, words[1:]) if not (word == "," and after in ("}", "]"))
    ]
    try:
        value = json.loads(" ".join(kept) or "{}")
    except json.JSONDecodeError:
        raise ValueError("it is no JSON that can be read") from None
    if not isinstance(value, dict):
        raise ValueError("it holds no JSON object")  # noqa: TRY004  about the text, like the one above
    return value


def put(text: str, tables: Tables) -> str:
    """The text with these tables' members added, or put in place of those of the same name.

    A list gets the items that it lacks, told by their `id`.
    """
    text = text if text.strip("\ufeff \t\r\n") else "{}\n"
    for name, content in tables.items():
        if isinstance(content, list):
            there = {item.get("id") for item in parse(text).get(name, []) if isinstance(item, dict)}
            for item in content:
                text = text if item["id"] in there else _insert(text, (name,), [item])
        else:
            for key, value in content.items():
                text = _insert(text, (name, key), value)
    return text


def _insert(text: str, path: tuple[str, ...], value: Any) -> str:
    """With a value at this path; a list at its end takes the items of one that is there already."""
    node = _outline(text)
    for depth, key in enumerate(path):
        if key not in node.members:
            for missing in reversed(path[depth + 1 :]):
                value = {missing: value}
            return _add(text, node, f"{json.dumps(key)}: ", value)
        node = node.members[key]
    if isinstance(value, list):
        for item in value:
            text = _add(text, node, "", item)
        return text
    return text[: node.start] + _dumped(text, value, _margin(text, node.start)) + text[node.end :]


def _add(text: str, within: _Node, name: str, value: Any) -> str:
    """With a member at the end of an object or list; comments stay where they are."""
    close = within.end - 1
    before = text[:close].rstrip()
    space = text[len(before) : close]
    margin = _margin(text, close if "\n" in space else within.start)
    values = list(within.members.values())
    inner = margin + _step(text)
    if values and "\n" in text[within.start : values[0].start]:
        inner = _margin(text, values[0].start)
    if values and not within.comma:
        before = f"{before[: values[-1].end]},{before[values[-1].end :]}"
    line = _newline(text)
    closing = space if "\n" in space else line + margin
    return f"{before}{line}{inner}{name}{_dumped(text, value, inner)}{closing}{text[close:]}"


def _dumped(text: str, value: Any, margin: str) -> str:
    written = json.dumps(value, indent=_step(text), ensure_ascii=False)
    return written.replace("\n", _newline(text) + margin)


def _margin(text: str, at: int) -> str:
    """The space at the beginning of the line that holds this place."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _step(text: str) -> str:
    """By how much the file indents; two spaces where it doesn't."""
    found = _STEP.search(text)
    return found[1] if found else "  "


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "other":
            raise ValueError("it is no JSON that can be read")
        yield _Token(match.lastgroup or "", match[0], match.start())


def _outline(text: str) -> _Node:
    """Where the values of a text stand that `parse` can read."""
    tokens = iter([token for token in _tokens(text) if token.kind not in ("comment", "space")])
    return _node(next(tokens), tokens)


def _node(first: _Token, tokens: Iterator[_Token]) -> _Node:
    node = _Node(first.start, first.end)
    if first.text not in ("{", "["):
        return node
    for token in tokens:
        if token.text in ("}", "]"):
            node.end = token.end
            break
        if token.text == ",":
            node.comma = True
            continue
        node.comma = False
        if first.text == "{":
            next(tokens)  # the colon
            node.members[json.loads(token.text)] = _node(next(tokens), tokens)
        else:
            node.members[str(len(node.members))] = _node(token, tokens)
    return node
