// Does a task with a client of either generation, and puts on stdout what it got.
export async function report(client, transport, task) {
  await client.connect(transport);
  const { tools } = await client.listTools();
  const texts = [];
  for (const call of task.calls) {
    texts.push(joined((await client.callTool(call)).content));
  }
  const { messages } = await client.getPrompt(task.prompt);
  await client.close();
  const described = tools.map(({ name, description, inputSchema }) => ({ name, description, schema: inputSchema }));
  const prompt = joined(messages.map(({ content }) => content));
  process.stdout.write(JSON.stringify({ tools: described, texts, prompt }));
}

function joined(content) {
  return content.map((block) => block.text).join("\n");
}
