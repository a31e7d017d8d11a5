// What is open, and friction: each signal leads to its contacts.
import type { Signal } from "./data";

const OPEN = new Set(["callback", "voicemail"]);

interface Props {
  signals: Signal[];
  absent: string;
  chosen: ReadonlySet<number>;
  choose: (rows: number[]) => void;
}

export function Signals({ signals, absent, chosen, choose }: Props) {
  const kinds = Map.groupBy(signals, ({ kind }) => kind);
  const ordered = [...kinds.values()].sort((one, other) => rank(other) - rank(one));
  return (
    <section aria-labelledby="signals">
      <h2 id="signals">What is open, and friction</h2>
      <ul class="signals">
        {!ordered.some(rank) && <li class="muted">No callback and no voicemail is noted that certainly still waits.</li>}
        {ordered.map((group) => <Kind key={group[0]?.kind} {...{ group, chosen, choose }} />)}
      </ul>
      <p class="muted">Signals are proxies: they say what was recorded. {absent}</p>
    </section>
  );
}

const rank = ([first]: Signal[]) => Number(OPEN.has(first?.kind ?? ""));

function Kind({ group, chosen, choose }: { group: Signal[] } & Pick<Props, "chosen" | "choose">) {
  return (
    <li class={rank(group) ? "open" : ""}>
      <span>{group[0]?.title}</span>
      {group.map((signal) => <One key={signal.subjects.join()} {...{ signal, chosen, choose }} />)}
      {group.map(({ others }) => others && <span key={others} class="muted">{others}</span>)}
    </li>
  );
}

function One({ signal, chosen, choose }: { signal: Signal } & Pick<Props, "chosen" | "choose">) {
  const { rows, count, earlier, subjects } = signal;
  const cited = `${rows.slice(0, 4).map((number) => `#${number}`).join(" ")}${count > Math.min(rows.length, 4) ? ` … ${count} in all` : ""}`;
  return (
    <button type="button" class="chip" disabled={!rows.length} onClick={() => choose(rows)}
      aria-pressed={rows.length > 0 && rows.length === chosen.size && rows.every((number) => chosen.has(number))}>
      {subjects.length > 0 && <strong>{subjects.join(", ")}</strong>} {cited}
      {earlier > 0 && <span class="muted"> · {earlier} earlier</span>}
    </button>
  );
}
