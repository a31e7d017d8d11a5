// The data of a view, as `c360_mcp/view/shape.py` has it.

export interface Topic {
  name: string;
  matches?: number;
}

export interface SummaryText {
  text: string;
  remarks: string[];
  created?: string;
  length?: string;
}

export interface Row {
  number: number;
  kind: string;
  length: string;
  topics: Topic[];
  facts: [label: string, value: string][];
  summaries: SummaryText[];
  start?: string;
  end?: string;
  channel?: string;
  sentiment?: string;
  headline?: string;
  id?: string;
  gap?: string;
}

export interface Contact {
  rows: number[];
  sentiments: string[];
  start?: string;
  channel?: string;
  direction?: string;
}

export interface Period {
  name: string;
  said: string;
  count: number;
  channels: Record<string, number>;
}

export interface Signal {
  kind: string;
  title: string;
  subjects: string[];
  others: string;
  rows: number[];
  count: number;
  earlier: number;
}

export interface More {
  label: string;
  arguments: Arguments;
}

export interface HistoryData {
  view: "history";
  notices: string[];
  who: { kind: string; value: string; notes: string[]; contact?: string };
  window: { start: string; end: string; zone: string; said: string };
  now: string;
  amount: string;
  coverage: string;
  overview: string[];
  contacts: Contact[];
  rows: Row[];
  periods: Period[];
  signals: Signal[];
  absent: string;
  shared: string;
  more: More[];
}

export interface SummariesData {
  view: "summaries";
  notices: string[];
  zone: string;
  now: string;
  coverage: string;
  found: { id: string; texts: SummaryText[] }[];
  gaps: { ids: string[]; reason: string }[];
}

export type Data = HistoryData | SummariesData;
export type Arguments = Record<string, unknown>;

const KEY = "io.github.c360-mcp/view";

/** The data in a result's `_meta`; none where the host kept it back. */
export function dataIn(meta: Record<string, unknown> | undefined): Data | undefined {
  const data = meta?.[KEY] as Data | undefined;
  return data?.view === "history" || data?.view === "summaries" ? data : undefined;
}

/** The data that stands in the page itself, where it is opened without a host. */
export function dataInPage(): Data | undefined {
  const text = document.getElementById("c360-data")?.textContent;
  return text ? (JSON.parse(text) as Data) : undefined;
}
