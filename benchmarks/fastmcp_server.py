"""What a user would write today: a tool of FastMCP that returns the API's reply as a dict.

`C360_BASE_URL=… python benchmarks/fastmcp_server.py [PORT]` serves over stdio, or on a port of loopback, until it is ended.
"""

import os
import sys
from typing import Any

import httpx2
from fastmcp import FastMCP

server = FastMCP("fastmcp")
api = httpx2.AsyncClient(base_url=os.environ["C360_BASE_URL"], headers={"x-api-key": "eght_benchmark"})


@server.tool
async def get_customer_interactions(search_by: str, identifier: str) -> dict[str, Any]:
    """Interactions of a customer."""
    query = {search_by: identifier}
    reply = await api.get("/v1/public/tenants/acmecorp01/interactions-insight", params=query)
    found: dict[str, Any] = reply.json()
    return found


if __name__ == "__main__":
    if len(sys.argv) > 1:
        web: dict[str, Any] = {"stateless_http": True, "json_response": True, "log_level": "error"}
        server.run("http", port=int(sys.argv[1]), show_banner=False, **web)
    else:
        server.run("stdio", show_banner=False)
