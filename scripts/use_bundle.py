"""`python scripts/use_bundle.py FOLDER`: start the server of an unpacked bundle, and look a customer up.

Runs in a folder where node finds `@anthropic-ai/mcpb`: that resolves the manifest as the host does.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import anyio
from mcp import Client, StdioServerParameters
from mcp_types import TextContent

RESOLVE = """
import { getMcpConfigForManifest } from "@anthropic-ai/mcpb";
import { readFileSync } from "node:fs";
const [extensionPath, userConfig] = process.argv.slice(1);
const manifest = JSON.parse(readFileSync(`${extensionPath}/manifest.json`));
const systemDirs = {}, pathSeparator = "/";
const options = { manifest, extensionPath, systemDirs, userConfig: JSON.parse(userConfig), pathSeparator };
console.log(JSON.stringify(await getMcpConfigForManifest(options)));
"""
FILLED_IN = {"tenant_id": "acmecorp01", "api_key": "not-a-key", "region": "us"}
"""What a person is asked for; the rest is left as it is."""


def started_by(folder: str) -> StdioServerParameters:
    """The command and environment that the manifest comes to, besides those of the demo."""
    command = ("node", "--input-type=module", "--eval", RESOLVE, folder, json.dumps(FILLED_IN))
    config = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return StdioServerParameters(
        command=config["command"],
        args=config["args"],
        env={**os.environ, **config["env"], "C360_DEMO": "1"},
    )


async def main(folder: str) -> None:
    """Fail unless the server offers what the manifest lists, and answers."""
    manifest = json.loads((Path(folder) / "manifest.json").read_text(encoding="utf-8"))
    async with Client(started_by(folder)) as client:
        tools = [tool.name for tool in (await client.list_tools()).tools]
        prompts = [prompt.name for prompt in (await client.list_prompts()).prompts]
        arguments = {"search_by": "email", "identifier": "customer@example.com"}
        result = await client.call_tool("get_customer_interactions", arguments)
    text = "\n".join(content.text for content in result.content if isinstance(content, TextContent))
    if tools != [tool["name"] for tool in manifest["tools"]]:
        sys.exit(f"The manifest lists other tools than {tools}")
    if prompts != [prompt["name"] for prompt in manifest["prompts"]]:
        sys.exit(f"The manifest lists other prompts than {prompts}")
    if result.is_error or "\nCoverage: " not in text:
        sys.exit(f"The bundle's server answers: {text}")
    print(f"bundle: {', '.join(tools)} and {', '.join(prompts)} are there, and a search is answered")


if __name__ == "__main__":
    anyio.run(main, sys.argv[1])
