"""The least that a server on the SDK can be: what start-up is compared with."""

from mcp.server.mcpserver import MCPServer

server = MCPServer("bare")


@server.tool()
def echo(text: str) -> str:
    """Give a text back."""
    return text


if __name__ == "__main__":
    server.run()
