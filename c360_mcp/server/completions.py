"""Completions of prompt arguments whose values are known."""

from mcp_types import CompletionArgument, PromptReference, ResourceTemplateReference

from c360_mcp.server.prompts import load_templates

MOST = 100
"""Values in one reply, as the protocol has it."""


def complete(
    reference: PromptReference | ResourceTemplateReference, argument: CompletionArgument
) -> list[str]:
    """The known values of a prompt's argument that begin with what was typed, in whatever case."""
    template = load_templates().get(reference.name) if isinstance(reference, PromptReference) else None
    choices = template.choices.get(argument.name, ()) if template else ()
    return [choice for choice in choices if choice.lower().startswith(argument.value.lower())][:MOST]
