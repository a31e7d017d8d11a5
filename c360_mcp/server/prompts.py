"""Prompt templates: one Markdown file each, with its title and arguments in a TOML head."""

import re
import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from mcp_types import (
    CompletionArgument,
    Prompt,
    PromptArgument,
    PromptReference,
    ResourceTemplateReference,
)

from c360_mcp.errors import InvalidArgument
from c360_mcp.server.arguments import as_sent
from c360_mcp.server.briefing import search_step, usable

LONGEST_ARGUMENT = 500
"""Characters of one argument that are shown."""
MOST_COMPLETIONS = 100
"""Values in one reply, as the protocol has it."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_PACKAGE = Path(__file__).parents[1]


class Template(NamedTuple):
    """A prompt as its file has it."""

    prompt: Prompt
    choices: Mapping[str, tuple[str, ...]]
    """Known values, by argument."""
    body: str


@cache
def load_templates() -> dict[str, Template]:
    """All prompts by name, which is their file's. They lie in the wheel, or beside the package in a checkout."""
    folder = next(place for place in (_PACKAGE / "prompts", _PACKAGE.parent / "prompts") if place.is_dir())
    return {path.stem: _read(path) for path in sorted(folder.glob("*.md"))}


def render_prompt(
    template: Template, given: Mapping[str, str], default_country: str | None, now: datetime
) -> str:
    """The text that a client puts before its model.

    A line whose placeholder has no value is left out. `{search}` stands for the tool call that finds the
    customer, or for the question to ask where that is not certain. What can't be used is named at the end.
    Raises `InvalidArgument` where a required value is missing, and for nothing else.
    """
    given, unknown = _known(template, given)
    values, unused = usable(given, default_country, now)
    shown = {name: _shown(value) for name, value in values.items()}
    shown["search"] = search_step(values, default_country, now)
    lines = (line for line in template.body.splitlines() if set(_PLACEHOLDER.findall(line)) <= shown.keys())
    text = "\n".join(_PLACEHOLDER.sub(lambda match: shown[match[1]], line) for line in lines).strip()
    return "\n".join([text, *_not_used(unknown | unused)])


def _shown(value: str) -> str:
    from c360_mcp.intake.gate import Gate, quoted

    return quoted(Gate().text(value, LONGEST_ARGUMENT))


def _not_used(values: Mapping[str, str]) -> list[str]:
    if not values:
        return []
    told = ", ".join(f"{name} {_shown(value)}" for name, value in values.items())
    year = ", and that the last year was searched" if "period" in values else ""
    return [f"- I also gave {told}, which can't be used: tell me so{year}."]


def complete(
    reference: PromptReference | ResourceTemplateReference, argument: CompletionArgument
) -> list[str]:
    """The known values of a prompt's argument that begin with what was typed, in whatever case."""
    template = load_templates().get(reference.name) if isinstance(reference, PromptReference) else None
    choices = template.choices.get(argument.name, ()) if template else ()
    typed = argument.value.lower()
    return [choice for choice in choices if choice.lower().startswith(typed)][:MOST_COMPLETIONS]


def _known(template: Template, given: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The values of the prompt's arguments in their order, and those that have a name it does not know."""
    arguments = {argument.name: argument for argument in template.prompt.arguments or ()}
    names = {_letters(name): name for name in arguments}
    found = {names.get(_letters(name), name): value for name, value in given.items() if value.strip()}
    values = {name: found[name].strip() for name in arguments if name in found}
    if missing := [name for name, argument in arguments.items() if argument.required and name not in values]:
        raise InvalidArgument(f"{missing[0]} is required: {arguments[missing[0]].description}.")
    return values, {as_sent(name): value for name, value in found.items() if name not in arguments}


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name)).lower()


def _read(path: Path) -> Template:
    _, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    meta: dict[str, Any] = tomllib.loads(head)
    given = meta.get("arguments", [])
    choices = {argument["name"]: tuple(argument.pop("choices", ())) for argument in given}
    arguments = [PromptArgument(**argument) for argument in given]
    prompt = Prompt(name=path.stem, title=meta["title"], description=meta["description"], arguments=arguments)
    return Template(prompt, choices, body)
