// The official TypeScript client, which speaks both eras.
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { text } from "node:stream/consumers";
import { report } from "./report.mjs";

const task = JSON.parse(await text(process.stdin));
const mode = task.era === "modern" ? { pin: "2026-07-28" } : "legacy";
const transport =
  typeof task.server === "string"
    ? new StreamableHTTPClientTransport(new URL(task.server))
    : new StdioClientTransport({ command: task.server[0], args: task.server.slice(1) });
const client = new Client({ name: "check-clients", version: "1" }, { versionNegotiation: { mode } });
await report(client, transport, task);
