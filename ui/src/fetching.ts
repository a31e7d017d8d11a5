// Summaries that are fetched on request, each once.
import { useState } from "preact/hooks";
import type { Host } from "./connection";
import type { Row, SummaryText } from "./data";

const AT_ONCE = 25;

/** What became of a row's summary; none where it was not asked for. */
export type Fetched = { at: "asked" } | { at: "here"; texts: SummaryText[] } | { at: "none"; reason: string };

export function useSummaries(host: Host | undefined) {
  const [fetched, setFetched] = useState<Record<string, Fetched>>({});
  const call = host?.call;
  const note = (ids: string[], what: (id: string) => Fetched) =>
    setFetched((known) => ({ ...known, ...Object.fromEntries(ids.map((id) => [id, what(id)])) }));
  const fetch = async (rows: Row[]) => {
    const ids = rows.flatMap(({ id }) => (id && !fetched[id] ? [id] : [])).slice(0, AT_ONCE);
    if (!call || !ids.length) return;
    note(ids, () => ({ at: "asked" }));
    try {
      const answer = await call("get_transcript_summaries", { interaction_ids: ids });
      note(ids, (id) => became(id, answer));
    } catch {
      note(ids, () => ({ at: "none", reason: "The host did not bring it. Try again in the chat." }));
    }
  };
  return { fetched, fetch: call && fetch };
}

type Call = NonNullable<Host["call"]>;

function became(id: string, { data, text }: Awaited<ReturnType<Call>>): Fetched {
  if (data?.view !== "summaries") return { at: "none", reason: text };
  const texts = data.found.find((found) => found.id === id)?.texts;
  if (texts) return { at: "here", texts };
  return { at: "none", reason: data.gaps.find(({ ids }) => ids.includes(id))?.reason ?? data.coverage };
}
