/**
 * Where a moment lies on the time axis. Every day is equally wide and filled by its working hours, so that a task from
 * 08:00 to 17:00 is one whole day, and what ends at 17:00 touches what begins the next morning.
 */
import type { Minutes } from "./contract";
import { DAY, dayOf } from "./worktime";

export const LEVELS = { day: 38, week: 15, month: 4.6, quarter: 1.7, year: 0.55 } as const;
export type Level = keyof typeof LEVELS;
const [NARROWEST, WIDEST] = [0.2, 64];

export class Scale {
  constructor(
    readonly first: number, // day
    readonly days: number,
    readonly dayWidth: number,
    readonly opens = 0,
    readonly closes = DAY,
  ) {}

  get width(): number {
    return Math.ceil(this.days * this.dayWidth);
  }

  x(moment: Minutes): number {
    const day = dayOf(moment);
    const part = (moment - day * DAY - this.opens) / (this.closes - this.opens);
    return (day - this.first + Math.min(Math.max(part, 0), 1)) * this.dayWidth;
  }

  dayX(day: number): number {
    return (day - this.first) * this.dayWidth;
  }

  /** The moment at a place. On a boundary it is the opening of the later day. */
  at(x: number): Minutes {
    const days = x / this.dayWidth + this.first;
    const day = Math.floor(days + 1e-6);
    return day * DAY + this.opens + Math.round(Math.max(days - day, 0) * (this.closes - this.opens));
  }

  /** The opening of the day boundary nearest to a place. */
  snapStart(x: number): Minutes {
    return (Math.round(x / this.dayWidth) + this.first) * DAY + this.opens;
  }

  /** The closing of the day that ends at the boundary nearest to a place. */
  snapFinish(x: number): Minutes {
    return (Math.round(x / this.dayWidth) + this.first - 1) * DAY + this.closes;
  }

  /** How much one sees: the name of the level a width of day belongs to. */
  get level(): Level {
    const names = Object.keys(LEVELS) as Level[];
    return names.find((name) => this.dayWidth >= LEVELS[name] * 0.75) ?? "year";
  }
}

/** From a little before the first date to a little after the last, and never narrower than the window. */
export function scaleFor(from: Minutes, to: Minutes, dayWidth: number, window: number, opens: number, closes: number): Scale {
  const width = Math.min(Math.max(dayWidth, NARROWEST), WIDEST);
  const before = Math.ceil(Math.max(3, 30 / width));
  const after = Math.ceil(Math.max(5, 130 / width));
  const first = dayOf(from) - before;
  const days = Math.max(dayOf(to) + after - first, Math.ceil(window / width));
  return new Scale(first, days, width, opens, closes);
}

/** So wide a day that all of it fits into the window. */
export function fitting(from: Minutes, to: Minutes, window: number): number {
  const days = Math.max(dayOf(to) - dayOf(from) + 1, 1);
  return Math.min(Math.max((window - 170) / days, NARROWEST), LEVELS.day);
}

/** How a plan opens for who has not chosen yet: as a whole, or as much of it as can still be told apart. */
export function opening(from: Minutes, to: Minutes, window: number): number {
  return Math.max(fitting(from, to, window), LEVELS.quarter);
}
