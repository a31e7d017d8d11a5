// A host of MCP Apps: the official client, which declares the extension, and `AppBridge` in a browser, where one is found.
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { execFileSync } from "node:child_process";
import { text } from "node:stream/consumers";
import { chromium } from "playwright-core";
import { rolldown } from "rolldown";
import { report } from "./report.mjs";

const EXTENSION = "io.modelcontextprotocol/ui";
const MIME_TYPE = "text/html;profile=mcp-app";
const EMPTY = "<!doctype html><title>host</title>";

const task = JSON.parse(await text(process.stdin));
const mode = task.era === "modern" ? { pin: "2026-07-28" } : "legacy";
const transport =
  typeof task.server === "string"
    ? new StreamableHTTPClientTransport(new URL(task.server))
    : new StdioClientTransport({ command: task.server[0], args: task.server.slice(1) });
const client = new Client(
  { name: "check-clients", version: "1" },
  { versionNegotiation: { mode }, capabilities: { extensions: { [EXTENSION]: { mimeTypes: [MIME_TYPE] } } } },
);
await report(client, transport, task, draw);

/** Finds the view as a host does, draws what the first call brought, and throws where that is not to be seen. */
async function draw(tools, [result]) {
  const uris = new Set(tools.map(({ _meta }) => _meta?.ui?.resourceUri));
  const [uri] = uris;
  expect(uris.size === 1 && uri?.startsWith("ui://"), "Not every tool points at one view.");
  const { contents } = await client.readResource({ uri });
  expect(contents[0].mimeType === MIME_TYPE, `The view is ${contents[0].mimeType}.`);
  const path = found();
  if (path) await drawWith(path, contents[0].text, result);
}

async function drawWith(executablePath, html, result) {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    const problems = [];
    page.on("console", (said) => said.type() === "error" && problems.push(said.text()));
    await page.setContent(EMPTY);
    await page.evaluate(await hostScript());
    await page.evaluate((html) => host.open(html), html);
    await page.evaluate(([input, result]) => host.input(input).then(() => host.result(result)), [task.calls[0].arguments, result]);
    const view = page.frames()[1];
    await view.locator("h1", { hasText: task.calls[0].arguments.identifier }).waitFor();
    expect((await view.locator(".mark").count()) > 0, "No contact is drawn.");
    expect(problems.length === 0, problems.join("\n"));
  } finally {
    await browser.close();
  }
}

async function hostScript() {
  const build = await rolldown({ input: new URL("host.ts", import.meta.url).pathname, platform: "browser", logLevel: "silent" });
  const { output } = await build.generate({ format: "iife", codeSplitting: false });
  return output[0].code;
}

function found() {
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    try {
      return execFileSync("which", [name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
    } catch {
      // The next one may be there.
    }
  }
  return undefined;
}

function expect(holds, otherwise) {
  if (!holds) throw new Error(otherwise);
}
