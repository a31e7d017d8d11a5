// Dates and times in the reader's locale and time zone.

const DAY = 86_400_000;

export class Clock {
  readonly zone: string;
  private readonly formats = new Map<string, Intl.DateTimeFormat>();

  constructor(
    private readonly locale: string | undefined,
    zone: string,
  ) {
    this.zone = zone.replace("Etc/", "");
  }

  /** `20 Nov 2026` */
  day(moment: string | number): string {
    return this.format("day", moment, { day: "numeric", month: "short", year: "numeric" });
  }

  /** `20 Nov 2026, 15:14` */
  moment(moment: string | number): string {
    return this.format("moment", moment, { dateStyle: "medium", timeStyle: "short" });
  }

  /** `2027`, `Nov`, `20 Nov`, by what the ticks of an axis are apart. */
  tick(moment: number, unit: Unit): string {
    const local = this.local(moment);
    if (unit === "year" || (unit === "month" && local.getUTCMonth() === 0)) return String(local.getUTCFullYear());
    return this.format(`tick of a ${unit}`, moment, unit === "month" ? { month: "short" } : { day: "numeric", month: "short" });
  }

  /** The moment at which a day begins by these clocks. */
  at(year: number, month: number, day: number): number {
    const utc = Date.UTC(year, month, day);
    return utc - this.offset(utc);
  }

  /** The wall time of a moment, as if it were UTC. */
  local(moment: number): Date {
    return new Date(moment + this.offset(moment));
  }

  private offset(moment: number): number {
    const parts = this.intl("parts", {
      year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
    }, "en-US").formatToParts(moment);
    const [month = 1, day = 1, year = 1970, hour = 0, minute = 0] = parts
      .filter(({ type }) => type !== "literal")
      .map(({ value }) => Number(value));
    return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(moment / 60_000) * 60_000;
  }

  private format(name: string, moment: string | number, options: Intl.DateTimeFormatOptions): string {
    return this.intl(name, options, this.locale).format(new Date(moment));
  }

  private intl(name: string, options: Intl.DateTimeFormatOptions, locale: string | undefined): Intl.DateTimeFormat {
    let format = this.formats.get(name);
    if (!format) this.formats.set(name, (format = new Intl.DateTimeFormat(locale, { ...options, timeZone: this.zone })));
    return format;
  }
}

/** A clock of these, or of the browser's own where the host names some that no browser knows. */
export function makeClock(locale: string | undefined, zone: string): Clock {
  const clock = new Clock(locale, zone);
  try {
    clock.moment(0);
    return clock;
  } catch {
    return new Clock(undefined, "UTC");
  }
}

export type Unit = "year" | "month" | "day";

/** Where an axis over this range has its ticks, no more than `most`. */
export function ticks(clock: Clock, from: number, to: number, most: number): { at: number; unit: Unit }[] {
  const days = (to - from) / DAY;
  const [unit, step] = stepFor(days, Math.max(most, 2));
  const first = clock.local(from);
  const [year, month, day] = [first.getUTCFullYear(), first.getUTCMonth(), first.getUTCDate()];
  const found: { at: number; unit: Unit }[] = [];
  for (let n = 0; n < 500; n += 1) {
    const at =
      unit === "day"
        ? clock.at(year, month, day + n * step)
        : clock.at(year, unit === "year" ? n * step : month - (month % step) + n * step, 1);
    if (at > to) break;
    if (at >= from) found.push({ at, unit });
  }
  return found;
}

function stepFor(days: number, most: number): [Unit, number] {
  for (const step of [1, 2, 7, 14]) if (days / step <= most) return ["day", step];
  for (const step of [1, 2, 3, 6]) if (days / 30.4 / step <= most) return ["month", step];
  return ["year", 12 * Math.ceil(days / 365 / most)];
}

/** From when to when a period such as `2026-03` or `2025` lasts; none where it is no such name. */
export function span(clock: Clock, name: string): [from: number, to: number] | undefined {
  const [, year, month] = /^(\d{4})(?:-(\d\d))?$/.exec(name) ?? [];
  if (!year) return undefined;
  const first = month ? Number(month) - 1 : 0;
  return [clock.at(Number(year), first, 1), clock.at(Number(year), first + (month ? 1 : 12), 1)];
}
