// The AI SDK's client, whose tools go to models as they stand in a request. Over stdio the server starts two seconds late:
// the client waits for one second for the answer to its first question, and then begins with the handshake.
import { createMCPClient } from "@ai-sdk/mcp";
import { Experimental_StdioMCPTransport } from "@ai-sdk/mcp/mcp-stdio";
import { text } from "node:stream/consumers";

const LATE = 'sleep 2; exec "$0" "$@"';

const task = JSON.parse(await text(process.stdin));
const transport =
  typeof task.server === "string"
    ? { type: "http", url: task.server }
    : new Experimental_StdioMCPTransport({ command: "sh", args: ["-c", LATE, ...task.server] });
const client = await createMCPClient({ transport });
const { tools: definitions } = await client.listTools();
const tools = client.toolsFromDefinitions({ tools: definitions });
const texts = [];
for (const [number, call] of task.calls.entries()) {
  const output = await tools[call.name].execute(call.arguments, { toolCallId: String(number), messages: [] });
  texts.push(joined(output.content));
}
const { messages } = await client.experimental_getPrompt(task.prompt);
await client.close();
const described = await Promise.all(
  Object.entries(tools).map(async ([name, { description, inputSchema }]) => ({
    name,
    description,
    schema: await inputSchema.jsonSchema,
  })),
);
const prompt = joined(messages.map(({ content }) => content));
process.stdout.write(JSON.stringify({ tools: described, texts, prompt }));

function joined(content) {
  return content.map((block) => block.text).join("\n");
}
