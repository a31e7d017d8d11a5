// The timeline: a lane for each channel, a mark for each contact, chains of repeat contacts linked.
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Clock, ticks } from "./clock";
import type { Contact, HistoryData, Row } from "./data";
import { type Block, type Lane, layOut, type Mark, type Range, wholeRange } from "./lanes";
import { Legend, MOODS, moodOf, Shape } from "./marks";

const LABELS = 74;
/** Contacts from which on a chain is drawn faintly, as it would hide the marks, until it is chosen. */
const LONG = 12;
const CLOSEST = 2 * 86_400_000;

interface Props {
  data: HistoryData;
  clock: Clock;
  chosen: ReadonlySet<number>;
  choose: (rows: number[]) => void;
  open: ((period: string) => void) | undefined;
}

export function Timeline({ data, clock, chosen, choose, open }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const width = Math.max(useWidth(frame) - LABELS, 120);
  const whole = useMemo(() => wholeRange(data, clock), [data, clock]);
  const [range, setRange] = useState(whole);
  const { lanes, height } = layOut(data, clock, range, width);
  const newest = lanes.flatMap(({ marks }) => marks).reduce<Mark | undefined>((one, other) => (one && one.x > other.x ? one : other), undefined);
  return (
    <section aria-labelledby="timeline">
      <div class="bar">
        <h2 id="timeline">Timeline</h2>
        <Zoom range={range} whole={whole} set={setRange} />
      </div>
      <div class="timeline" ref={frame} onKeyDown={(event) => walk(event, frame.current)}>
        <svg width={LABELS + width} height={height + 22} role="group" aria-label="Contacts by channel and time">
          <Axis clock={clock} range={range} width={width} height={height} />
          {lanes.map((lane) => (
            <g key={lane.channel}>
              <text class="lane" x="0" y={lane.y + 4}>{lane.channel || "unknown"}</text>
              <line class="base" x1={LABELS} x2={LABELS + width} y1={lane.y} y2={lane.y} />
            </g>
          ))}
          <svg x={LABELS} width={width} height={height} overflow="hidden">
            <Chains data={data} lanes={lanes} chosen={chosen} />
            {lanes.flatMap((lane) => lane.blocks.map((block) => <Months key={lane.channel + block.name} {...{ block, lane, data, open }} />))}
            {lanes.flatMap((lane) => lane.marks.map((mark) => (
              <ContactMark key={mark.contact.rows[0]} {...{ mark, clock, chosen, choose }} row={rowOf(data, mark.contact)} first={mark === newest} />
            )))}
          </svg>
        </svg>
      </div>
      <Legend moods={data.contacts.map(({ sentiments }) => moodOf(sentiments))} />
    </section>
  );
}

function Zoom({ range, whole, set }: { range: Range; whole: Range; set: (range: Range) => void }) {
  const length = range.to - range.from;
  const middle = (range.from + range.to) / 2;
  const show = (centre: number, size: number) => {
    const kept = Math.min(Math.max(size, CLOSEST), whole.to - whole.from);
    const from = Math.min(Math.max(centre - kept / 2, whole.from), whole.to - kept);
    set({ from, to: from + kept });
  };
  const all = length >= whole.to - whole.from;
  // Closer means closer to the newest, where most readers look, until they have moved elsewhere.
  const closer = () => show(range.to >= whole.to ? whole.to - length / 4 : middle, length / 2);
  return (
    <div class="zoom" role="group" aria-label="Zoom">
      <button type="button" disabled={range.from <= whole.from} aria-label="Earlier" onClick={() => show(middle - length / 2, length)}>‹</button>
      <button type="button" disabled={range.to >= whole.to} aria-label="Later" onClick={() => show(middle + length / 2, length)}>›</button>
      <button type="button" disabled={all} aria-label="Zoom out" onClick={() => show(middle, length * 2)}>−</button>
      <button type="button" disabled={length <= CLOSEST} aria-label="Zoom in" onClick={closer}>+</button>
      <button type="button" disabled={all} onClick={() => set(whole)}>All</button>
    </div>
  );
}

function Axis({ clock, range, width, height }: { clock: Clock; range: Range; width: number; height: number }) {
  return (
    <g class="axis" aria-hidden="true">
      {ticks(clock, range.from, range.to, width / 62).map(({ at, unit }) => {
        const x = LABELS + ((at - range.from) / (range.to - range.from)) * width;
        return (
          <g key={at}>
            <line x1={x} x2={x} y1="0" y2={height} />
            {x < LABELS + width - 26 && <text x={x + 3} y={height + 15}>{clock.tick(at, unit)}</text>}
          </g>
        );
      })}
    </g>
  );
}

function ContactMark({ mark, row, clock, chosen, choose, first }: {
  mark: Mark; row: Row | undefined; first: boolean; clock: Clock; chosen: ReadonlySet<number>; choose: (rows: number[]) => void;
}) {
  const { rows, sentiments, start } = mark.contact;
  const mood = moodOf(sentiments);
  const pressed = rows.some((number) => chosen.has(number));
  const legs = rows.length > 1 ? `, ${rows.length} legs` : "";
  const label = `#${rows[0]}, ${start ? clock.moment(start) : ""}, ${row?.kind ?? ""}, ${MOODS[mood]}${legs}${row?.headline ? `: ${row.headline}` : ""}`;
  const pick = () => choose(rows);
  return (
    <g class="mark" role="button" tabindex={first ? 0 : -1} aria-label={label} aria-pressed={pressed} data-at={start}
      transform={`translate(${mark.x} ${mark.y})`} onClick={pick} onKeyDown={(event) => onEnter(event, pick)}>
      <title>{label}</title>
      <circle class="ring" r="10" />
      {rows.length > 1 && <path class="legs" d={`M0 0H${(rows.length - 1) * 7}`} />}
      {rows.slice(1).map((number, place) => <circle key={number} class="leg" cx={(place + 1) * 7} r="2.5" />)}
      <Shape mood={mood} />
    </g>
  );
}

function Months({ block, lane, data, open }: { block: Block; lane: Lane; data: HistoryData; open: Props["open"] }) {
  const said = data.periods.find(({ name }) => name === block.name)?.said ?? "";
  const label = `${block.name}, ${lane.channel || "unknown channel"}: ${block.count} contacts. In all ${said}`;
  const go = open && (() => open(block.name));
  return (
    <g class="months" {...(go ? { role: "button", tabindex: -1, onClick: go } : { role: "img" })} aria-label={label} data-at={block.name}
      onKeyDown={(event) => go && onEnter(event, go)}>
      <title>{label}</title>
      <rect x={block.x} y={lane.y - block.height} width={block.width} height={block.height} />
      {block.width > 14 && <text x={block.x + block.width / 2} y={lane.y - block.height - 3}>{block.count}</text>}
    </g>
  );
}

function Chains({ data, lanes, chosen }: { data: HistoryData; lanes: Lane[]; chosen: ReadonlySet<number> }) {
  const places = new Map(lanes.flatMap((lane) => lane.marks.map((mark) => [mark.contact.rows[0], mark] as const)));
  return (
    <g class="chains" aria-hidden="true">
      {data.signals.filter(({ kind }) => kind === "repeat").map(({ rows, subjects }) => {
        const points = rows.flatMap((number) => places.get(number) ?? []);
        const whole = rows.length === chosen.size && rows.every((number) => chosen.has(number));
        return <path key={subjects.join()} class={whole ? "chosen" : rows.length > LONG ? "long" : ""} d={curve(points)} />;
      })}
    </g>
  );
}

function curve(points: Mark[]): string {
  const [first, ...others] = points;
  if (!first) return "";
  let { x, y } = first;
  const parts = others.map((next) => {
    const part = `Q${(x + next.x) / 2} ${Math.min(y, next.y) - 12} ${next.x} ${next.y}`;
    ({ x, y } = next);
    return part;
  });
  return `M${first.x} ${first.y}${parts.join("")}`;
}

function rowOf(data: HistoryData, contact: Contact): Row | undefined {
  return data.rows[(contact.rows[contact.rows.length - 1] ?? 0) - 1];
}

function onEnter(event: KeyboardEvent, act: () => void): void {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  act();
}

/** Arrow keys go from mark to mark in the order of time. */
function walk(event: KeyboardEvent, frame: HTMLElement | null): void {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step || !frame) return;
  const marks = [...frame.querySelectorAll<SVGGElement>("[role=button]")].sort((one, other) =>
    (one.dataset.at ?? "").localeCompare(other.dataset.at ?? ""),
  );
  const next = marks[marks.indexOf(document.activeElement as SVGGElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function useWidth(frame: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    setWidth(element.clientWidth);
    return () => observer.disconnect();
  }, []);
  return width;
}

