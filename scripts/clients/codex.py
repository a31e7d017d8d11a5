"""Codex, and what of OpenAI's Responses API it needs."""

import json
from collections.abc import Sequence
from typing import Any

from model_api import Json, Shown
from program import Program
from task import Call, Tool

NAMESPACE = "mcp__c360"
PROVIDER = 'model_providers.stand-in={ name = "stand-in", base_url = "URL", wire_api = "responses" }'


class ResponsesApi:
    """The Responses API, with its answers as events."""

    def read(self, request: Json) -> Shown:
        """What a request shows to the model."""
        tools = [
            tool for group in request["tools"] if group.get("name") == NAMESPACE for tool in group["tools"]
        ]
        return Shown(
            [Tool(tool["name"], tool["description"], tool["parameters"]) for tool in tools],
            [_text(item["output"]) for item in request["input"] if item["type"] == "function_call_output"],
        )

    def call(self, call: Call) -> Sequence[Json]:
        """An item that asks for a call."""
        item = {"type": "function_call", "id": "fc_1", "call_id": "call_1", "namespace": NAMESPACE}
        return _response({**item, "name": call.name, "arguments": json.dumps(call.arguments)})

    def say(self, text: str) -> Sequence[Json]:
        """An item of text."""
        content = [{"type": "output_text", "text": text}]
        return _response({"type": "message", "id": "msg_1", "role": "assistant", "content": content})


def _text(output: str | list[Any]) -> str:
    """A result's text, whose first block is Codex's own, on how long the call took."""
    return output if isinstance(output, str) else "\n".join(block["text"] for block in output[1:])


def _response(item: Json) -> Sequence[Json]:
    usage = {"input_tokens": 1, "output_tokens": 1, "total_tokens": 2}
    return [
        {"type": "response.created", "response": {"id": "resp_1"}},
        {"type": "response.output_item.done", "output_index": 0, "item": item},
        {"type": "response.completed", "response": {"id": "resp_1", "usage": usage}},
    ]


CODEX = Program(
    name="Codex",
    package="@openai/codex",
    executable=(".bin/codex",),
    client="codex",
    dialect=ResponsesApi(),
    arguments=("exec", "--skip-git-repo-check", "--config", PROVIDER),
    variables={},
    settings={
        ".codex/config.toml": """\
model = "stand-in"
model_provider = "stand-in"
check_for_update_on_startup = false
analytics.enabled = false
feedback.enabled = false
otel.exporter = "none"
"""
    },
    leaves_out=frozenset({"default", "minimum", "maximum", "maxItems"}),
)
