// The least that a server on the TypeScript SDK can be: what start-up is compared with.
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";

const server = new McpServer({ name: "typescript", version: "1" });
server.registerTool(
  "get_customer_interactions",
  { description: "Give an argument back.", inputSchema: { search_by: z.string(), identifier: z.string() } },
  ({ search_by, identifier }) => ({ content: [{ type: "text", text: `${search_by} ${identifier}` }] }),
);
await server.connect(new StdioServerTransport());
