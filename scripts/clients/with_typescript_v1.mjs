// The official TypeScript client of the first generation, which most products still hold.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { text } from "node:stream/consumers";
import { report } from "./report.mjs";

const task = JSON.parse(await text(process.stdin));
const transport =
  typeof task.server === "string"
    ? new StreamableHTTPClientTransport(new URL(task.server))
    : new StdioClientTransport({ command: task.server[0], args: task.server.slice(1) });
await report(new Client({ name: "check-clients", version: "1" }), transport, task);
