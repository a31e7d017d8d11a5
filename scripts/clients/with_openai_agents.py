"""The OpenAI Agents SDK: an MCP server's tools as functions of the Responses API."""

import json
from collections.abc import Mapping
from typing import Any

import anyio
from agents import Agent  # type: ignore[import-not-found]
from agents.mcp import MCPServerStdio, MCPServerStreamableHttp  # type: ignore[import-not-found]
from agents.models.openai_responses import Converter  # type: ignore[import-not-found]
from agents.run_context import RunContextWrapper  # type: ignore[import-not-found]
from agents.tool_context import ToolContext  # type: ignore[import-not-found]
from task import Call, Report, Task, Tool, read_task, write_report


async def _run(task: Task) -> Report:
    async with _server(task) as server:
        agent = Agent(name="check", mcp_servers=[server])
        functions = await agent.get_mcp_tools(RunContextWrapper(None))
        request = Converter.convert_tools(functions, handoffs=[]).tools
        texts = [await _call({tool.name: tool for tool in functions}, call) for call in task.calls]
        prompt = await server.get_prompt(task.prompt.name, dict(task.prompt.arguments))
    return Report(
        tools=[Tool(tool["name"], tool["description"], tool["parameters"]) for tool in request],
        texts=texts,
        prompt="\n".join(message.content.text for message in prompt.messages),
    )


def _server(task: Task) -> Any:
    if task.url:
        return MCPServerStreamableHttp({"url": task.url})
    return MCPServerStdio({"command": task.server[0], "args": [*task.server[1:]]})


async def _call(functions: Mapping[str, Any], call: Call) -> str:
    given = json.dumps(call.arguments)
    context = ToolContext(context=None, tool_name=call.name, tool_call_id="1", tool_arguments=given)
    output = await functions[call.name].on_invoke_tool(context, given)
    return str(output["text"])


if __name__ == "__main__":
    write_report(anyio.run(_run, read_task()))
