// Does a task with a client of either generation, and puts on stdout what it got; `look` may look at more of it.
export async function report(client, transport, task, look = async () => {}) {
  await client.connect(transport);
  const { tools } = await client.listTools();
  const results = [];
  for (const call of task.calls) {
    results.push(await client.callTool(call));
  }
  const texts = results.map(({ content }) => joined(content));
  const { messages } = await client.getPrompt(task.prompt);
  await look(tools, results);
  await client.close();
  const described = tools.map(({ name, description, inputSchema }) => ({ name, description, schema: inputSchema }));
  const prompt = joined(messages.map(({ content }) => content));
  process.stdout.write(JSON.stringify({ tools: described, texts, prompt }));
}

function joined(content) {
  return content.map((block) => block.text).join("\n");
}
