"""Gemini CLI, and what of Google's Gemini API it needs."""

import json
from collections.abc import Sequence

from model_api import Json, Shown
from program import Program
from task import Call, Tool

PREFIX = "mcp_c360_"


class GeminiApi:
    """`streamGenerateContent`."""

    def read(self, request: Json) -> Shown:
        """What a request shows to the model."""
        declared = [tool for group in request.get("tools", []) for tool in group["functionDeclarations"]]
        parts = [part for content in request["contents"] for part in content["parts"]]
        return Shown(
            [
                Tool(tool["name"].removeprefix(PREFIX), tool["description"], tool["parametersJsonSchema"])
                for tool in declared
                if tool["name"].startswith(PREFIX)
            ],
            [_text(part["functionResponse"]["response"]) for part in parts if "functionResponse" in part],
        )

    def call(self, call: Call) -> Sequence[Json]:
        """A part that asks for a call."""
        return _answer({"functionCall": {"name": PREFIX + call.name, "args": dict(call.arguments)}})

    def say(self, text: str) -> Sequence[Json]:
        """A part of text."""
        return _answer({"text": text})


def _text(response: Json) -> str:
    return str(response["output"] if "output" in response else response["error"])


def _answer(part: Json) -> Sequence[Json]:
    candidate = {"content": {"role": "model", "parts": [part]}, "finishReason": "STOP", "index": 0}
    usage = {"promptTokenCount": 1, "candidatesTokenCount": 1, "totalTokenCount": 2}
    return [{"candidates": [candidate], "usageMetadata": usage}]


GEMINI_CLI = Program(
    name="Gemini CLI",
    package="@google/gemini-cli",
    executable=(".bin/gemini",),
    client="gemini-cli",
    dialect=GeminiApi(),
    arguments=("--model", "gemini-2.5-flash", "--yolo", "--prompt"),
    variables={
        "GEMINI_API_KEY": "none",
        "GEMINI_CLI_TRUST_WORKSPACE": "true",
        "GEMINI_TELEMETRY_ENABLED": "false",
        "GOOGLE_GEMINI_BASE_URL": "URL",
    },
    settings={
        ".gemini/settings.json": json.dumps(
            {
                "general": {"enableAutoUpdate": False, "enableAutoUpdateNotification": False},
                "privacy": {"usageStatisticsEnabled": False},
                "security": {"auth": {"selectedType": "gemini-api-key"}},
                "telemetry": {"enabled": False},
            }
        )
    },
    own_arguments={"wait_for_previous": True},
    wrapper="<untrusted_context>\n{}\n</untrusted_context>",
)
