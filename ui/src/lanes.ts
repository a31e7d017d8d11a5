// Where marks and months stand on the timeline: pure geometry.
import type { Contact, HistoryData } from "./data";
import { span, type Clock } from "./clock";

export const STEP = 14;
const DEEPEST = 6;
const GAP = 13;

export interface Mark {
  contact: Contact;
  x: number;
  y: number;
}

export interface Block {
  name: string;
  count: number;
  x: number;
  width: number;
  height: number;
}

export interface Lane {
  channel: string;
  /** Of the line that parts inbound from outbound. */
  y: number;
  marks: Mark[];
  blocks: Block[];
}

export interface Range {
  from: number;
  to: number;
}

/** All that there is, with a little room on either side. */
export function wholeRange(data: HistoryData, clock: Clock): Range {
  const starts = data.contacts.flatMap(({ start }) => (start ? [Date.parse(start)] : []));
  const periods = data.periods.flatMap(({ name }) => span(clock, name) ?? []);
  const to = Math.max(Date.parse(data.window.end), ...starts);
  const from = Math.min(...starts, ...periods, to - 7 * 86_400_000);
  const room = (to - from) * 0.03;
  return { from: from - room, to: to + room };
}

export function channelsOf(data: HistoryData): string[] {
  const counts = new Map<string, number>();
  const add = (channel: string, count: number) => counts.set(channel, (counts.get(channel) ?? 0) + count);
  for (const { channel } of data.contacts) add(channel ?? "", 1);
  for (const { channels } of data.periods) for (const [channel, count] of Object.entries(channels)) add(channel, count);
  return [...counts].sort((one, other) => other[1] - one[1]).map(([channel]) => channel);
}

/** The lanes of what begins inside the range, from the top down, and how high they are together. */
export function layOut(data: HistoryData, clock: Clock, range: Range, width: number): { lanes: Lane[]; height: number } {
  const scale = (at: number) => ((at - range.from) / (range.to - range.from)) * width;
  const most = Math.max(1, ...data.periods.flatMap(({ channels }) => Object.values(channels)));
  let top = 4;
  const lanes = channelsOf(data).map((channel) => {
    const { marks, above, below } = stack(data.contacts.filter((each) => (each.channel ?? "") === channel), scale, width);
    const blocks = blocksOf(data, clock, channel, scale, most);
    const rise = Math.max(above, blocks.length ? 2 : 1) * STEP + 6;
    const y = top + rise;
    top = y + below * STEP + 8;
    return { channel, y, marks: marks.map((mark) => ({ ...mark, y: mark.y + y })), blocks };
  });
  return { lanes, height: top };
}

/** Marks that would cover each other stand one above the other: inbound upwards, outbound downwards. */
function stack(contacts: Contact[], scale: (at: number) => number, width: number) {
  const last = { up: new Map<number, number>(), down: new Map<number, number>() };
  const marks: Mark[] = [];
  let [above, below] = [0, 0];
  for (const contact of [...contacts].reverse()) {
    const x = contact.start ? scale(Date.parse(contact.start)) : NaN;
    if (!(x >= -8 && x <= width + 8)) continue;
    const down = contact.direction === "outbound";
    const side = down ? last.down : last.up;
    let level = 0;
    while (level < DEEPEST - 1 && x - (side.get(level) ?? -Infinity) < GAP) level += 1;
    side.set(level, x + (contact.rows.length - 1) * 7);
    if (down) below = Math.max(below, level + 1);
    else above = Math.max(above, level + 1);
    marks.push({ contact, x, y: down ? 10 + level * STEP : -10 - level * STEP });
  }
  return { marks, above, below };
}

function blocksOf(data: HistoryData, clock: Clock, channel: string, scale: (at: number) => number, most: number): Block[] {
  return data.periods.flatMap(({ name, channels }) => {
    const lasts = span(clock, name);
    const count = channels[channel];
    if (!lasts || !count) return [];
    const [x, end] = lasts.map(scale) as [number, number];
    return [{ name, count, x, width: Math.max(end - x - 1, 1), height: 4 + 20 * Math.sqrt(count / most) }];
  });
}
