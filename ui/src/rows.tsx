// The rows, each with its summary.
import { useState } from "preact/hooks";
import type { Clock } from "./clock";
import type { Host } from "./connection";
import type { HistoryData, Row, SummaryText } from "./data";
import { type Fetched, useSummaries } from "./fetching";
import { Filters, NO_FILTER, passes } from "./filters";
import { Glyph, moodOf } from "./marks";

interface Props {
  data: HistoryData;
  clock: Clock;
  host: Host | undefined;
  chosen: ReadonlySet<number>;
  toggle: (row: number) => void;
  only: boolean;
  /** Asks about the rows that are chosen. */
  ask: (() => void) | undefined;
}

export function Rows({ data, clock, host, chosen, toggle, only, ask }: Props) {
  const [filter, setFilter] = useState(NO_FILTER);
  const { fetched, fetch } = useSummaries(host);
  const shown = data.rows.filter((row) => passes(row, filter) && (!only || chosen.has(row.number)));
  const lacking = shown.filter(({ id }) => id && !fetched[id]);
  return (
    <section aria-labelledby="rows">
      <div class="bar">
        <h2 id="rows">Contacts</h2>
        <span class="muted" role="status">{shown.length} of {data.rows.length} rows, times in {clock.zone}</span>
        {fetch && lacking.length > 1 && (
          <button type="button" class="right" onClick={() => void fetch(lacking)}>Show {Math.min(lacking.length, 25)} more summaries</button>
        )}
      </div>
      <Filters rows={data.rows} filter={filter} set={setFilter} />
      {data.shared && <p class="muted">{data.shared}</p>}
      <ol class="rows">
        {shown.map((row) => (
          <Line key={row.number} {...{ row, clock, toggle, ask }} chosen={chosen.has(row.number)}
            fetched={row.id ? fetched[row.id] : undefined} fetch={fetch && (() => void fetch([row]))} />
        ))}
      </ol>
      {!shown.length && <p class="muted">No row is left by these filters.</p>}
    </section>
  );
}

function Line({ row, clock, chosen, toggle, ask, fetched, fetch }: {
  row: Row; clock: Clock; chosen: boolean; toggle: (row: number) => void; ask: Props["ask"]; fetched: Fetched | undefined; fetch: (() => void) | undefined;
}) {
  const mood = moodOf([row.sentiment]);
  const began = row.start ? clock.moment(row.start) : row.end ? `ended ${clock.moment(row.end)}` : "start unknown";
  return (
    <li id={`row-${row.number}`} class={chosen ? "chosen" : ""} tabIndex={-1}>
      <input type="checkbox" checked={chosen} aria-label={`Choose #${row.number}`} onChange={() => toggle(row.number)} />
      <div class="line">
        <p class="meta">
          <span class="number">#{row.number}</span> <span class="when">{began}</span>
          <span>{row.kind} {row.length}</span>
          <span class="nowrap"><Glyph mood={mood} /> {row.sentiment ?? "unknown"}</span>
        </p>
        <p class="headline">
          {row.headline && <span>{row.headline}</span>}
          {row.topics.map(({ name, matches }) => (
            <span key={name} class="topic">{name}{matches && matches > 1 ? ` ×${matches}` : ""}</span>
          ))}
        </p>
        {row.facts.length > 0 && (
          <p class="facts">
            {row.facts.map(([label, value]) => <span key={label}><span class="label">{label}</span> {value}</span>)}
          </p>
        )}
        <div aria-live="polite">
          <Summary row={row} clock={clock} fetched={fetched} fetch={fetch} />
        </div>
        {chosen && ask && <button type="button" class="link" onClick={ask}>Ask about what is chosen</button>}
      </div>
    </li>
  );
}

function Summary({ row, clock, fetched, fetch }: { row: Row; clock: Clock; fetched: Fetched | undefined; fetch: (() => void) | undefined }) {
  const texts = fetched?.at === "here" ? fetched.texts : row.summaries;
  if (texts.length) return <Texts texts={texts} clock={clock} />;
  if (fetched?.at === "asked") return <p class="muted">Fetching the summary…</p>;
  const reason = fetched?.at === "none" ? fetched.reason : row.gap;
  if (reason) return <p class="muted">No summary: {reason}</p>;
  if (row.id && fetch) return <button type="button" class="link" onClick={fetch}>Show the summary</button>;
  return null;
}

export function Texts({ texts, clock }: { texts: SummaryText[]; clock: Clock }) {
  return (
    <>
      {texts.map(({ text, remarks, created }) => (
        <p key={text} class="summary" title={created ? `Summarised by a machine ${clock.moment(created)}` : ""}>
          {remarks.length > 0 && <span class="muted">({remarks.join(", ")}) </span>}
          {text}
        </p>
      ))}
    </>
  );
}
