"""Claude Code, and what of Anthropic's Messages API it needs."""

import json
from collections.abc import Sequence
from typing import Any

from model_api import Json, Shown
from program import Program
from task import Call, Tool

PREFIX = "mcp__c360__"


class MessagesApi:
    """The Messages API, with its answers as events."""

    def read(self, request: Json) -> Shown:
        """What a request shows to the model."""
        blocks = [block for message in request["messages"] for block in _blocks(message["content"])]
        return Shown(
            [
                Tool(tool["name"].removeprefix(PREFIX), tool["description"], tool["input_schema"])
                for tool in request.get("tools", [])
                if tool["name"].startswith(PREFIX)
            ],
            [_text(block["content"]) for block in blocks if block["type"] == "tool_result"],
            _text(blocks),
        )

    def call(self, call: Call) -> Sequence[Json]:
        """A block that asks for a call."""
        block = {"type": "tool_use", "id": "toolu_1", "name": PREFIX + call.name, "input": {}}
        delta = {"type": "input_json_delta", "partial_json": json.dumps(call.arguments)}
        return _message(block, delta, "tool_use")

    def say(self, text: str) -> Sequence[Json]:
        """A block of text."""
        return _message({"type": "text", "text": ""}, {"type": "text_delta", "text": text}, "end_turn")


def _blocks(content: str | list[Any]) -> list[Any]:
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


def _text(content: str | list[Any]) -> str:
    return "\n".join(block["text"] for block in _blocks(content) if block["type"] == "text")


def _message(block: Json, delta: Json, reason: str) -> Sequence[Json]:
    usage = {"input_tokens": 1, "output_tokens": 1}
    stop = {"stop_reason": None, "stop_sequence": None}
    message = {"id": "msg_1", "type": "message", "role": "assistant", "model": "stand-in", "content": []}
    return [
        {"type": "message_start", "message": {**message, **stop, "usage": usage}},
        {"type": "content_block_start", "index": 0, "content_block": block},
        {"type": "content_block_delta", "index": 0, "delta": delta},
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": {**stop, "stop_reason": reason}, "usage": usage},
        {"type": "message_stop"},
    ]


CLAUDE_CODE = Program(
    name="Claude Code",
    package="@anthropic-ai/claude-code",
    executable=("node", "@anthropic-ai/claude-code/cli-wrapper.cjs"),
    client="claude-code",
    dialect=MessagesApi(),
    arguments=("--mcp-config", ".mcp.json", "--strict-mcp-config", "--allowedTools=mcp__c360", "-p"),
    variables={
        "ANTHROPIC_BASE_URL": "URL",
        "ANTHROPIC_API_KEY": "none",
        "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
        "DISABLE_AUTOUPDATER": "1",
        "DISABLE_TELEMETRY": "1",
        # Otherwise the model is shown names alone, and has to look for what stands behind them.
        "ENABLE_TOOL_SEARCH": "false",
    },
    prompt="/mcp__c360__brief_customer",
)
