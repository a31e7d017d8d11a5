// A host of MCP Apps in a page: an iframe for the view, and `AppBridge` from the package to speak with it.
//
// The driver of the browser gives `window.callTool`, and gets `window.host`.
import { AppBridge, type McpUiHostContext, PostMessageTransport } from "@modelcontextprotocol/ext-apps/app-bridge";
import type { CallToolResult } from "@modelcontextprotocol/client";

type Arguments = Record<string, unknown>;

declare global {
  interface Window {
    callTool: (name: string, args: Arguments) => Promise<CallToolResult>;
    host: typeof host;
  }
}

interface Options {
  context?: McpUiHostContext;
  /** Whether this host calls tools for the view, and takes its messages. */
  helps?: boolean;
}

const messages: string[] = [];
let bridge: AppBridge | undefined;

const host = {
  messages,
  /** Shows a view, and resolves once it has connected. */
  async open(html: string, { context = {}, helps = true }: Options = {}): Promise<void> {
    const frame = document.createElement("iframe");
    frame.title = "view";
    frame.setAttribute("sandbox", "allow-scripts");
    document.body.replaceChildren(frame);
    const info = { name: "test-host", version: "1" };
    bridge = new AppBridge(null, info, helps ? { serverTools: {}, message: { text: {} } } : {}, { hostContext: context });
    bridge.oncalltool = ({ name, arguments: args }) => window.callTool(name, args ?? {});
    bridge.onmessage = async ({ content }) => {
      messages.push(content.map((block) => ("text" in block ? block.text : "")).join("\n"));
      return {};
    };
    bridge.onsizechange = ({ height }) => {
      if (height) frame.style.height = `${height}px`;
    };
    const ready = new Promise<void>((resolve) => (bridge!.oninitialized = () => resolve()));
    const shown = frame.contentWindow!;
    await bridge.connect(new PostMessageTransport(shown, shown));
    frame.srcdoc = html;
    await ready;
  },
  input: (args: Arguments) => bridge!.sendToolInput({ arguments: args }),
  result: (result: CallToolResult) => bridge!.sendToolResult(result),
  cancelled: () => bridge!.sendToolCancelled({ reason: "test" }),
  context: (context: McpUiHostContext) => bridge!.setHostContext(context),
  teardown: () => bridge!.teardownResource({}),
};

window.host = host;
