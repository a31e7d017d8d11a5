// The shape of each sentiment: never told by colour alone, and unknown is one of its own.

const KNOWN = new Set(["negative", "neutral", "mixed", "positive"]);

/** `negative`, or `differing` where legs of one contact disagree, or `unknown`. */
export function moodOf(sentiments: readonly (string | undefined)[]): string {
  const [first, ...others] = sentiments;
  if (others.length) return "differing";
  return first && KNOWN.has(first) ? first : "unknown";
}

export const MOODS: Record<string, string> = {
  negative: "negative",
  mixed: "mixed",
  neutral: "neutral",
  positive: "positive",
  differing: "legs differ",
  unknown: "sentiment unknown",
};

const SHAPES: Record<string, string> = {
  negative: "M-6-5H6L0 6Z",
  positive: "M-6 5H6L0-6Z",
  neutral: "M-5 0A5 5 0 1 0 5 0A5 5 0 1 0-5 0Z",
  mixed: "M0-6.5L6.5 0L0 6.5L-6.5 0Z",
  differing: "M0-6.5L6.5 0L0 6.5L-6.5 0ZM0-3V3",
  unknown: "M-4.5-4.5H4.5V4.5H-4.5Z",
};

export function Shape({ mood }: { mood: string }) {
  return <path class={`mood ${mood}`} d={SHAPES[mood] ?? ""} />;
}

export function Glyph({ mood }: { mood: string }) {
  return (
    <svg class="glyph" viewBox="-8 -8 16 16" aria-hidden="true">
      <Shape mood={mood} />
    </svg>
  );
}

export function Legend({ moods }: { moods: Iterable<string> }) {
  const present = new Set(moods);
  return (
    <ul class="legend">
      {Object.entries(MOODS).map(([mood, name]) =>
        present.has(mood) ? (
          <li key={mood}>
            <Glyph mood={mood} /> {name}
          </li>
        ) : null,
      )}
      <li>above the line: inbound, below: outbound</li>
    </ul>
  );
}
