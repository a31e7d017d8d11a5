"""What throughput is compared with: the API's reply as indented JSON, and nothing more.

`python benchmarks/naive_server.py PORT API_URL` serves on loopback until it is ended.
"""

import json
import sys

import httpx2
import uvicorn
from mcp.server.mcpserver import MCPServer

server = MCPServer("naive", log_level="ERROR")
api = httpx2.AsyncClient(base_url=sys.argv[2], headers={"x-api-key": "eght_benchmark"})


@server.tool(structured_output=False)
async def get_customer_interactions(search_by: str, identifier: str) -> str:
    """Interactions of a customer."""
    query = {search_by: identifier}
    reply = await api.get("/v1/public/tenants/acmecorp01/interactions-insight", params=query)
    return json.dumps(reply.json(), indent=2)


if __name__ == "__main__":
    app = server.streamable_http_app(stateless_http=True, json_response=True)
    uvicorn.run(app, port=int(sys.argv[1]), log_config=None, access_log=False)
