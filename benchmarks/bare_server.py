"""The least that a server on the SDK can be: what start-up is compared with, and the floor of what a call costs.

`python benchmarks/bare_server.py [PORT]` serves over stdio, or on a port of loopback, until it is ended.
"""

import sys

from mcp.server.mcpserver import MCPServer

server = MCPServer("bare", log_level="ERROR")


@server.tool(structured_output=False)
def get_customer_interactions(search_by: str, identifier: str) -> str:
    """Give an argument back."""
    return f"{search_by} {identifier}"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        server.run("streamable-http", port=int(sys.argv[1]), stateless_http=True, json_response=True)
    else:
        server.run()
