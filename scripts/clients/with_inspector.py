"""The Inspector's command line: a process for each request, and its strict check of the schemas."""

import json
import subprocess
from collections.abc import Sequence
from typing import Any

from task import Call, Report, Task, Tool, read_task, write_report


def _run(task: Task) -> Report:
    tools = _ask(task, "tools/list", "--strict")["tools"]
    return Report(
        tools=[Tool(tool["name"], tool["description"], tool["inputSchema"]) for tool in tools],
        texts=[_call(task, call) for call in task.calls],
        prompt=_prompt(task, task.prompt),
    )


def _call(task: Task, call: Call) -> str:
    given = ("--tool-name", call.name, "--tool-args-json", json.dumps(call.arguments))
    return _text(_ask(task, "tools/call", *given)["content"])


def _prompt(task: Task, prompt: Call) -> str:
    given = [f"{name}={value}" for name, value in prompt.arguments.items()]
    messages = _ask(task, "prompts/get", "--prompt-name", prompt.name, "--prompt-args", *given)["messages"]
    return _text([message["content"] for message in messages])


def _ask(task: Task, method: str, *given: str) -> dict[str, Any]:
    """What the Inspector prints, which exits with a failure where the server or a schema has one."""
    server = [task.url] if task.url else task.server
    command = ["inspector", "--cli", *server, "--protocol-era", task.era, "--method", method, *given]
    answer = subprocess.run(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, check=True).stdout
    read: dict[str, Any] = json.loads(answer)
    return read


def _text(content: Sequence[dict[str, Any]]) -> str:
    return "\n".join(block["text"] for block in content)


if __name__ == "__main__":
    write_report(_run(read_task()))
