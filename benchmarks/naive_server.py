"""The least that gives a model the API's reply: indented JSON from a tool of the SDK.

`C360_BASE_URL=… python benchmarks/naive_server.py [PORT]` serves over stdio, or on a port of loopback, until it is ended.
"""

import json
import os
import sys

import httpx2
from mcp.server.mcpserver import MCPServer

server = MCPServer("naive", log_level="ERROR")
api = httpx2.AsyncClient(base_url=os.environ["C360_BASE_URL"], headers={"x-api-key": "eght_benchmark"})


@server.tool(structured_output=False)
async def get_customer_interactions(search_by: str, identifier: str) -> str:
    """Interactions of a customer."""
    query = {search_by: identifier}
    reply = await api.get("/v1/public/tenants/acmecorp01/interactions-insight", params=query)
    return json.dumps(reply.json(), indent=2)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        server.run("streamable-http", port=int(sys.argv[1]), stateless_http=True, json_response=True)
    else:
        server.run()
