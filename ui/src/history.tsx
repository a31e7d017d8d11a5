// A customer's history, from the head down to the rows.
import { useMemo, useState } from "preact/hooks";
import { type Clock, makeClock } from "./clock";
import type { Host } from "./connection";
import type { Arguments, HistoryData } from "./data";
import { Rows } from "./rows";
import { Signals } from "./signals";
import { Timeline } from "./timeline";

interface Props {
  data: HistoryData;
  host: Host | undefined;
  /** Searches again with these arguments in place of those of the call; absent where the host makes no calls. */
  search: ((args: Arguments) => void) | undefined;
  back: (() => void) | undefined;
}

export function History({ data, host, search, back }: Props) {
  const { locale, timeZone } = host?.context ?? {};
  const clock = useMemo(() => makeClock(locale, timeZone ?? data.window.zone), [locale, timeZone, data]);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [only, setOnly] = useState(false);
  const change = (rows: Iterable<number>) => {
    const next = new Set(rows);
    setChosen(next);
    if (!next.size) setOnly(false);
  };
  const lead = (rows: number[]) => {
    const already = rows.every((number) => chosen.has(number)) && chosen.size === rows.length;
    change(already ? [] : rows);
  };
  const toggle = (row: number) => change(chosen.has(row) ? [...chosen].filter((other) => other !== row) : [...chosen, row]);
  const put = host?.ask;
  const ask = put && (() => put(question(data, clock, chosen)).catch(() => false));
  const openPeriod = search && ((name: string) => search(windowOf(name)));
  return (
    <>
      <Head data={data} clock={clock} back={back} enlarge={host?.enlarge} />
      {data.contacts.length + data.periods.length > 0 ? (
        <>
          <Timeline data={data} clock={clock} chosen={chosen} choose={lead} open={openPeriod} />
          {data.signals.length + data.absent.length > 0 && <Signals {...data} chosen={chosen} choose={lead} />}
          {chosen.size > 0 && <Chosen {...{ data, clock, chosen, only, setOnly, ask }} clear={() => change([])} />}
          <Overview lines={data.overview.slice(1)} />
          <Rows {...{ data, clock, host, chosen, toggle, only }} ask={ask && (() => void ask())} />
        </>
      ) : (
        <p class="empty">Nothing was found to show. The coverage above says what that does and does not mean.</p>
      )}
      <Older data={data} open={openPeriod} />
      {search && data.more.length > 0 && (
        <p class="more">
          More history:
          {data.more.map(({ label, arguments: args }) => <button key={label} type="button" onClick={() => search(args)}>{label}</button>)}
        </p>
      )}
    </>
  );
}

function Head({ data, clock, back, enlarge }: { data: HistoryData; clock: Clock; back: Props["back"]; enlarge: (() => void) | undefined }) {
  const { who, window, amount, notices, coverage, overview } = data;
  return (
    <header>
      {notices.map((notice) => <p key={notice} class="notice">{notice}</p>)}
      <div class="bar">
        <h1><span class="kind">{who.kind}</span> {who.value}</h1>
        {who.contact && <span class="muted">and contact {who.contact}</span>}
        {who.notes.map((note) => <span key={note} class="muted">{note}</span>)}
        <span class="right">
          {back && <button type="button" onClick={back}>Back</button>}
          {enlarge && <button type="button" onClick={enlarge}>Full screen</button>}
        </span>
      </div>
      <p class="muted">{clock.day(window.start)} to {clock.day(window.end)} · {amount}</p>
      <p class="coverage"><strong>Coverage</strong> {coverage}</p>
      {overview[0] && <p class="last">{spaced(overview[0])}</p>}
      {window.zone !== clock.zone && <p class="muted">Times above are in {window.zone}, those below in {clock.zone}.</p>}
    </header>
  );
}

function Overview({ lines }: { lines: string[] }) {
  return (
    <section aria-labelledby="overview">
      <h2 id="overview">In numbers</h2>
      <ul class="overview">{lines.map((line) => <li key={line}>{spaced(line)}</li>)}</ul>
    </section>
  );
}

/** A line of the text, whose fields a bar parts. */
const spaced = (line: string) => line.replaceAll(" | ", " · ");

function Older({ data, open }: { data: HistoryData; open: ((period: string) => void) | undefined }) {
  if (!data.periods.length) return null;
  return (
    <section aria-labelledby="older">
      <h2 id="older">Older contacts, counted by the month or year of their start</h2>
      <ul class="periods">
        {data.periods.map(({ name, said }) => (
          <li key={name}>
            {open && /^\d/.test(name) ? <button type="button" class="link" onClick={() => open(name)}>{name}</button> : <strong>{name}</strong>} {said}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Chosen({ data, clock, chosen, only, setOnly, ask, clear }: {
  data: HistoryData; clock: Clock; chosen: ReadonlySet<number>; only: boolean; setOnly: (only: boolean) => void;
  ask: (() => Promise<boolean>) | undefined; clear: () => void;
}) {
  const [asked, setAsked] = useState("");
  const put = async () => setAsked((await ask?.()) ? "Asked in the chat." : "The host did not take the question.");
  const rows = data.rows.filter(({ number }) => chosen.has(number));
  return (
    <div class="chosen-bar" role="region" aria-label="Chosen rows">
      <ul>
        {rows.slice(0, LISTED).map(({ number, start, kind, headline }) => (
          <li key={number}>
            <button type="button" class="link" onClick={() => goTo(number)}>#{number}</button> {start && clock.moment(start)} {kind}
            {headline && <strong> {headline}</strong>}
          </li>
        ))}
      </ul>
      <span role="status">{chosen.size} chosen. {asked}</span>
      {ask && <button type="button" class="main" onClick={() => void put()}>Ask about {chosen.size > 1 ? "these" : "this"}</button>}
      <label><input type="checkbox" checked={only} onChange={() => setOnly(!only)} /> Only {chosen.size > 1 ? "these" : "this"}</label>
      <button type="button" onClick={clear}>Clear</button>
    </div>
  );
}

const LISTED = 4;

/** Names contacts by number, time and kind, which a customer can't have written. */
export function question(data: HistoryData, clock: Clock, chosen: ReadonlySet<number>): string {
  const rows = data.rows.filter(({ number }) => chosen.has(number)).slice(0, 20);
  const named = rows.map(({ number, start, kind }) => `#${number} (${start ? `${clock.moment(start)} ${clock.zone}, ` : ""}${kind})`);
  return `About these contacts of ${data.who.value}: ${named.join("; ")}. What were they about, what was promised, and what is still open?`;
}

/** The arguments that search one month or year. */
function windowOf(name: string): Arguments {
  const [year = 0, month] = name.split("-").map(Number);
  const last = new Date(Date.UTC(year, month ?? 12, 0)).toISOString().slice(0, 10);
  return { start_time: `${year}-${String(month ?? 1).padStart(2, "0")}-01`, end_time: last, max_interactions: 1000 };
}

function goTo(row: number): void {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const line = document.getElementById(`row-${row}`);
  line?.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  line?.focus({ preventScroll: true });
}
