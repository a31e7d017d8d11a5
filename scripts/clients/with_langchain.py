"""LangChain's adapters: an MCP server's tools as LangChain's, bound to a chat model of OpenAI's."""

from collections.abc import Mapping
from typing import Any

import anyio
from langchain_core.utils.function_calling import convert_to_openai_tool  # type: ignore[import-not-found]
from langchain_mcp_adapters.client import MultiServerMCPClient  # type: ignore[import-not-found]
from langchain_mcp_adapters.prompts import load_mcp_prompt  # type: ignore[import-not-found]
from langchain_mcp_adapters.tools import load_mcp_tools  # type: ignore[import-not-found]
from task import Call, Report, Task, Tool, read_task, write_report


async def _run(task: Task) -> Report:
    async with MultiServerMCPClient({"c360": _connection(task)}).session("c360") as session:
        tools = await load_mcp_tools(session)
        request = [convert_to_openai_tool(tool)["function"] for tool in tools]
        texts = [await _call({tool.name: tool for tool in tools}, call) for call in task.calls]
        messages = await load_mcp_prompt(session, task.prompt.name, arguments=dict(task.prompt.arguments))
    return Report(
        tools=[Tool(tool["name"], tool["description"], tool["parameters"]) for tool in request],
        texts=texts,
        prompt="\n".join(message.content for message in messages),
    )


def _connection(task: Task) -> dict[str, Any]:
    if task.url:
        return {"transport": "streamable_http", "url": task.url}
    return {"transport": "stdio", "command": task.server[0], "args": [*task.server[1:]]}


async def _call(tools: Mapping[str, Any], call: Call) -> str:
    request = {"type": "tool_call", "id": "1", "name": call.name, "args": dict(call.arguments)}
    message = await tools[call.name].ainvoke(request)
    return str(message.text)


if __name__ == "__main__":
    write_report(anyio.run(_run, read_task()))
