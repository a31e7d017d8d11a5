"""Google's Gen AI SDK: an MCP session among the tools of a request to Gemini, and the calls that it makes there."""

from collections.abc import Mapping
from typing import Any

import anyio
from google.genai import _extra_utils as calling
from google.genai import types
from mcp import Client, StdioServerParameters
from task import Call, Report, Task, Tool, read_task, write_report

ERAS = {"modern": "2026-07-28", "legacy": "legacy"}


async def _run(task: Task) -> Report:
    server = task.url or StdioServerParameters(command=task.server[0], args=[*task.server[1:]])
    async with Client(server, mode=ERAS[task.era]) as client:
        given = types.GenerateContentConfig(tools=[client.session])
        config, functions = await calling.parse_config_for_mcp_sessions(given)
        texts = [await _call(functions, call) for call in task.calls]
    request = config.model_dump(mode="json", by_alias=True, exclude_none=True)
    declared = [function for tool in request["tools"] for function in tool["functionDeclarations"]]
    return Report(
        tools=[
            Tool(function["name"], function["description"], _json_schema(function["parameters"]))
            for function in declared
        ],
        texts=texts,
        prompt=None,
    )


async def _call(functions: Mapping[str, Any], call: Call) -> str:
    part = types.Part.from_function_call(name=call.name, args=dict(call.arguments))
    said = types.Candidate(content=types.Content(role="model", parts=[part]))
    response = types.GenerateContentResponse(candidates=[said])
    (answer,) = await calling.get_function_response_parts_async(response, functions)
    sent = answer.model_dump(mode="json", by_alias=True)["functionResponse"]["response"]
    return "\n".join(block["text"] for block in sent["result"]["content"])


def _json_schema(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A schema of Google's as JSON Schema, in which types are not in capitals."""
    plain = {**schema, "type": schema["type"].lower()}
    if "items" in plain:
        plain["items"] = _json_schema(plain["items"])
    if "properties" in plain:
        plain["properties"] = {name: _json_schema(rule) for name, rule in plain["properties"].items()}
    return plain


if __name__ == "__main__":
    write_report(anyio.run(_run, read_task()))
