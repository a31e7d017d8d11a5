// Whatever there is to show: a history, summaries, or why there is neither.
import { useState } from "preact/hooks";
import { makeClock } from "./clock";
import type { Host, State } from "./connection";
import type { Arguments, HistoryData, SummariesData } from "./data";
import { History } from "./history";
import { Texts } from "./rows";

export function View({ state, host }: { state: State; host?: Host }) {
  switch (state.at) {
    case "data":
      if (state.data.view === "summaries") return <Summaries data={state.data} host={host} />;
      return <Pages first={state.data} call={state.call} host={host} />;
    case "waiting":
      return <Notice>{state.call ? `Looking up ${String(state.call["identifier"] ?? "summaries")}…` : "Waiting for the answer…"}</Notice>;
    case "cancelled":
      return <Notice>The call was cancelled. Nothing was looked up.</Notice>;
    case "failed":
      return <Notice failed>{state.text}</Notice>;
    case "bare":
      return <Notice>The answer stands in the chat. This client passed on nothing that could be drawn here.</Notice>;
  }
}

function Notice({ children, failed = false }: { children: string; failed?: boolean }) {
  return (
    <>
      <h1 class="unseen">Customer history</h1>
      <p class={failed ? "empty failed" : "empty"} role={failed ? "alert" : "status"}>{children}</p>
    </>
  );
}

interface Page {
  data: HistoryData;
  call: Arguments | undefined;
}

/** The history that the host handed over, and those that were searched from there. */
function Pages({ first, call, host }: { first: HistoryData; call: Arguments | undefined; host: Host | undefined }) {
  const [pages, setPages] = useState<Page[]>([{ data: first, call }]);
  const [said, setSaid] = useState("");
  const page = pages[pages.length - 1] as Page;
  const search = async (args: Arguments) => {
    const next = { ...page.call, include_summaries: 0, ...args };
    setSaid("Searching…");
    try {
      const { data, text } = await host!.call!("get_customer_interactions", next);
      setSaid(data ? "" : text);
      if (data?.view === "history") setPages([...pages, { data, call: next }]);
    } catch {
      setSaid("The host did not bring it. Try again in the chat.");
    }
  };
  return (
    <>
      <p class="said" role="status">{said}</p>
      <History key={pages.length} data={page.data} host={host} search={host?.call && page.call && ((args) => void search(args))}
        back={pages.length > 1 ? () => setPages(pages.slice(0, -1)) : undefined} />
    </>
  );
}

function Summaries({ data, host }: { data: SummariesData; host: Host | undefined }) {
  const clock = makeClock(host?.context.locale, host?.context.timeZone ?? data.zone);
  return (
    <>
      <header>
        {data.notices.map((notice) => <p key={notice} class="notice">{notice}</p>)}
        <h1>Transcript summaries</h1>
        <p class="coverage"><strong>Coverage</strong> {data.coverage}</p>
      </header>
      <ol class="rows">
        {data.found.map(({ id, texts }) => (
          <li key={id}>
            <div class="line">
              <p class="meta"><span class="number">{id}</span>{texts[0]?.created && <span>summarised {clock.moment(texts[0].created)} {clock.zone}</span>} {texts[0]?.length}</p>
              <Texts texts={texts} clock={clock} />
            </div>
          </li>
        ))}
      </ol>
      {data.gaps.map(({ ids, reason }) => <p key={reason} class="muted">No summary of {ids.join(", ")}: {reason}</p>)}
    </>
  );
}
