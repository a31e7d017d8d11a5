// The view's side of MCP Apps: what the host hands over, and what it may be asked for.
import {
  App,
  applyDocumentTheme,
  applyHostFonts,
  applyHostStyleVariables,
  PostMessageTransport,
  type McpUiHostContext,
} from "@modelcontextprotocol/ext-apps";
import { type Arguments, type Data, dataIn } from "./data";

/** What is there to show. */
export type State =
  | { at: "waiting"; call?: Arguments }
  | { at: "cancelled" }
  | { at: "failed" | "bare"; text: string }
  | { at: "data"; data: Data; call?: Arguments };

/** A result of a call that the view made. */
export interface Answer {
  text: string;
  failed: boolean;
  data?: Data;
}

/** What this host does for the view; what it does not is absent. */
export interface Host {
  context: McpUiHostContext;
  call?: (tool: string, args: Arguments) => Promise<Answer>;
  ask?: (question: string) => Promise<boolean>;
  enlarge?: () => void;
}

interface Result {
  content?: { type: string; text?: string }[];
  isError?: boolean | undefined;
  _meta?: Record<string, unknown> | undefined;
}

/** Connects to the host, and tells `show` whatever there is to show from then on. */
export async function connect(show: (state: State, host: Host) => void): Promise<void> {
  const app = new App({ name: "c360-mcp", version: "1" }, { availableDisplayModes: ["inline", "fullscreen"] });
  let state: State = { at: "waiting" };
  let call: Arguments | undefined;
  const update = (next: State) => show((state = next), hostOf(app));
  app.ontoolinput = (input) => update({ at: "waiting", call: (call = input.arguments ?? {}) });
  app.ontoolresult = (result) => update(stateOf(result as Result, call));
  app.ontoolcancelled = () => update({ at: "cancelled" });
  app.onhostcontextchanged = () => {
    applyContext(app.getHostContext());
    update(state);
  };
  app.onteardown = () => ({});
  await app.connect(new PostMessageTransport(window.parent, window.parent));
  applyContext(app.getHostContext());
  update(state);
}

function stateOf(result: Result, call: Arguments | undefined): State {
  const { text, failed, data } = answerOf(result);
  if (failed) return { at: "failed", text };
  return data ? { at: "data", data, ...(call && { call }) } : { at: "bare", text };
}

function answerOf(result: Result): Answer {
  const data = dataIn(result._meta);
  const text = (result.content ?? []).map((block) => block.text ?? "").join("\n");
  return { text, failed: result.isError ?? false, ...(data && { data }) };
}

function hostOf(app: App): Host {
  const can = app.getHostCapabilities() ?? {};
  const context = app.getHostContext() ?? {};
  const larger = context.availableDisplayModes?.includes("fullscreen") && context.displayMode !== "fullscreen";
  return {
    context,
    ...(can.serverTools && {
      call: async (name, args) => answerOf((await app.callServerTool({ name, arguments: args })) as Result),
    }),
    ...(can.message && {
      ask: async (text) => !(await app.sendMessage({ role: "user", content: [{ type: "text", text }] })).isError,
    }),
    ...(larger && { enlarge: () => void app.requestDisplayMode({ mode: "fullscreen" }) }),
  };
}

function applyContext(context: McpUiHostContext | undefined): void {
  if (context?.theme) applyDocumentTheme(context.theme);
  if (context?.styles?.variables) applyHostStyleVariables(context.styles.variables);
  if (context?.styles?.css?.fonts) applyHostFonts(context.styles.css.fonts);
  const { top = 0, right = 0, bottom = 0, left = 0 } = context?.safeAreaInsets ?? {};
  document.body.style.padding = `${top}px ${right}px ${bottom}px ${left}px`;
}
