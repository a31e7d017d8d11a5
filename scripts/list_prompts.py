"""`python scripts/list_prompts.py COMMAND …`: the names of the prompts that a server offers over stdio."""

import sys

import anyio
from mcp import Client, StdioServerParameters


async def main(*command: str) -> None:
    """Ask as any client would, and print a name a line."""
    async with Client(StdioServerParameters(command=command[0], args=[*command[1:]])) as client:
        for prompt in (await client.list_prompts()).prompts:
            print(prompt.name)


if __name__ == "__main__":
    anyio.run(main, *sys.argv[1:])
