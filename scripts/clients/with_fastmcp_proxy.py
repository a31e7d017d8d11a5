"""FastMCP's proxy: what its client gets through a server that passes everything on to this one."""

from collections.abc import Sequence
from typing import Any

import anyio
from fastmcp import Client
from fastmcp.client.transports import StdioTransport
from fastmcp.server import create_proxy
from mcp_types import ContentBlock, TextContent
from task import Report, Task, Tool, read_task, write_report

ERAS = {"modern": "auto", "legacy": "legacy"}


async def _run(task: Task) -> Report:
    server = task.url or StdioTransport(task.server[0], [*task.server[1:]])
    behind: Client[Any] = Client(server, mode=ERAS[task.era])
    async with Client(create_proxy(behind)) as client:
        tools = await client.list_tools()
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
    write_report(anyio.run(_run, read_task()))
