"""Pydantic AI: an agent with the MCP server as its toolset, and a model in which this script plays the part."""

from typing import Any

import anyio
from fastmcp.client import Client
from fastmcp.client.transports import StdioTransport
from pydantic_ai import Agent  # type: ignore[import-not-found]
from pydantic_ai.mcp import MCPToolset  # type: ignore[import-not-found]
from pydantic_ai.messages import (  # type: ignore[import-not-found]
    ModelResponse,
    TextPart,
    ToolCallPart,
    ToolReturnPart,
)
from pydantic_ai.models.function import FunctionModel  # type: ignore[import-not-found]
from pydantic_ai.profiles.openai import openai_model_profile  # type: ignore[import-not-found]
from task import Report, Task, Tool, read_task, write_report

ERAS = {"modern": "auto", "legacy": "legacy"}


class _Model:
    """Makes the calls of a task, one a turn, and keeps the tools and the texts that it is shown."""

    def __init__(self, task: Task) -> None:
        self._calls = iter(task.calls)
        self.tools: list[Tool] = []
        self.texts: list[str] = []

    def answer(self, messages: list[Any], info: Any) -> Any:
        self.tools = [
            Tool(tool.name, tool.description, tool.parameters_json_schema) for tool in info.function_tools
        ]
        self.texts += [
            part.model_response_str() for part in messages[-1].parts if isinstance(part, ToolReturnPart)
        ]
        call = next(self._calls, None)
        part = ToolCallPart(call.name, dict(call.arguments)) if call else TextPart("Done.")
        return ModelResponse([part])


async def _run(task: Task) -> Report:
    server = task.url or StdioTransport(task.server[0], [*task.server[1:]])
    model = _Model(task)
    toolset = MCPToolset(Client(server, mode=ERAS[task.era]))
    as_openai = FunctionModel(model.answer, profile=openai_model_profile("gpt-5"))
    async with toolset:
        await Agent(as_openai, toolsets=[toolset]).run("Brief me.")
        prompt = await toolset.get_prompt(task.prompt.name, dict(task.prompt.arguments))
    text = "\n".join(message.content.content for message in prompt.messages)
    return Report(model.tools, model.texts, text)


if __name__ == "__main__":
    write_report(anyio.run(_run, read_task()))
