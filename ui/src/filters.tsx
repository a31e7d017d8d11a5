// By what the rows can be filtered.
import type { Row } from "./data";

export interface Filter {
  words: string;
  channel: string;
  topic: string;
  sentiment: string;
}

export const NO_FILTER: Filter = { words: "", channel: "", topic: "", sentiment: "" };

const sentimentOf = (row: Row) => row.sentiment ?? "unknown";
const channelOf = (row: Row) => row.channel ?? "unknown";

export function passes(row: Row, filter: Filter): boolean {
  return (
    (!filter.channel || channelOf(row) === filter.channel) &&
    (!filter.sentiment || sentimentOf(row) === filter.sentiment) &&
    (!filter.topic || row.topics.some(({ name }) => fold(name) === filter.topic)) &&
    fold(filter.words).split(/\s+/).every((word) => textOf(row).includes(word))
  );
}

function textOf(row: Row): string {
  const { kind, headline = "", topics, facts, summaries } = row;
  const names = topics.map(({ name }) => name);
  return fold([`#${row.number}`, kind, headline, ...names, ...facts.flat(), ...summaries.map(({ text }) => text)].join("\n"));
}

const fold = (text: string) => text.toLowerCase();

interface Props {
  rows: Row[];
  filter: Filter;
  set: (filter: Filter) => void;
}

export function Filters({ rows, filter, set }: Props) {
  const topics = rows.flatMap(({ topics }) => topics.map(({ name }) => fold(name)));
  const choices: [keyof Filter, string, string[]][] = [
    ["channel", "Every channel", rows.map(channelOf)],
    ["topic", "Every topic", topics],
    ["sentiment", "Every sentiment", rows.map(sentimentOf)],
  ];
  return (
    <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <input type="search" aria-label="Text in the rows" placeholder="Text" value={filter.words}
        onInput={(event) => set({ ...filter, words: event.currentTarget.value })} />
      {choices.map(([name, all, values]) => (
        <select key={name} aria-label={name} value={filter[name]} onChange={(event) => set({ ...filter, [name]: event.currentTarget.value })}>
          <option value="">{all}</option>
          {[...new Set(values)].sort().map((value) => <option key={value} value={value}>{value}</option>)}
        </select>
      ))}
    </form>
  );
}
