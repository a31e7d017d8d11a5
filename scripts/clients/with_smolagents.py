"""smolagents, whose model has to give every argument of a tool: those that a call leaves out, as their defaults."""

from typing import Any

from mcp import StdioServerParameters
from smolagents import MCPClient  # type: ignore[import-not-found]
from smolagents.models import get_tool_json_schema  # type: ignore[import-not-found]
from task import Call, Report, Task, Tool, read_task, write_report


def _run(task: Task) -> Report:
    with MCPClient(_server(task), structured_output=False) as functions:
        request = [get_tool_json_schema(function)["function"] for function in functions]
        tools = {
            tool["name"]: Tool(tool["name"], tool["description"], tool["parameters"]) for tool in request
        }
        named = {function.name: function for function in functions}
        texts = [named[call.name](**_completed(call, tools[call.name])) for call in task.calls]
    return Report([*tools.values()], texts, prompt=None)


def _server(task: Task) -> Any:
    if task.url:
        return {"transport": "streamable-http", "url": task.url}
    return StdioServerParameters(command=task.server[0], args=[*task.server[1:]])


def _completed(call: Call, tool: Tool) -> dict[str, Any]:
    """Every argument that the tool requires."""
    rules = tool.schema["properties"]
    return {name: call.arguments.get(name, rules[name].get("default")) for name in tool.schema["required"]}


if __name__ == "__main__":
    write_report(_run(read_task()))
