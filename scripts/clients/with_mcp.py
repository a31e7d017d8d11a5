"""The Python client: what it gets is what every other client must get."""

from collections.abc import Sequence

import anyio
from mcp import Client, StdioServerParameters
from mcp_types import ContentBlock, TextContent
from task import Report, Task, Tool, read_task, write_report

ERAS = {"modern": "2026-07-28", "legacy": "legacy"}


async def connect(task: Task) -> Report:
    """Do the task."""
    server = task.url or StdioServerParameters(command=task.server[0], args=[*task.server[1:]])
    async with Client(server, mode=ERAS[task.era]) as client:
        tools = (await client.list_tools()).tools
        results = [await client.call_tool(call.name, dict(call.arguments)) for call in task.calls]
        prompt = await client.get_prompt(task.prompt.name, dict(task.prompt.arguments))
    return Report(
        tools=[Tool(tool.name, tool.description, tool.input_schema) for tool in tools],
        texts=[_text(result.content) for result in results],
        prompt=_text([message.content for message in prompt.messages]),
    )


def _text(content: Sequence[ContentBlock]) -> str:
    return "\n".join(block.text for block in content if isinstance(block, TextContent))


if __name__ == "__main__":
    write_report(anyio.run(connect, read_task()))
