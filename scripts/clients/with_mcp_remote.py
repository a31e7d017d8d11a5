"""mcp-remote, by which a client that knows stdio alone reaches a server on the web: the Python client, through it."""

from dataclasses import replace

import anyio
from task import read_task, write_report
from with_mcp import connect

if __name__ == "__main__":
    task = read_task()
    bridge = ["mcp-remote", str(task.url), "--allow-http", "--transport", "http-only"]
    write_report(anyio.run(connect, replace(task, server=bridge)))
