/**
 * The plan's calendar as the browser needs it: to shade days off and to show how far a float reaches. What a task's dates
 * are is the server's business alone.
 */
import { toMinutes, type Calendar, type Minutes, type Period } from "./contract";

export const DAY = 1440;
const FARTHEST = 3000; // days; a float beyond is drawn to there

export function dayOf(moment: Minutes): number {
  return Math.floor(moment / DAY);
}

export class WorkTime {
  readonly opens: number; // minutes after midnight between which days are drawn
  readonly closes: number;
  private readonly off: Set<number>;
  private readonly worked: Set<number>;
  private readonly usual: Period[];

  constructor(private readonly calendar: Calendar) {
    this.off = new Set(calendar.off.map((day) => dayOf(toMinutes(day))));
    this.worked = new Set(calendar.worked.map((day) => dayOf(toMinutes(day))));
    this.usual = calendar.week.find((periods) => periods.length) ?? [[0, DAY]];
    const all = calendar.week.flat();
    this.opens = all.length ? Math.min(...all.map(([from]) => from)) : 0;
    this.closes = all.length ? Math.max(...all.map(([, to]) => to)) : DAY;
  }

  /** The hours worked on a day, counted from 1970 like everything here. */
  periods(day: number): Period[] {
    if (this.worked.has(day)) return this.week(day).length ? this.week(day) : this.usual;
    return this.off.has(day) ? [] : this.week(day);
  }

  isWorked(day: number): boolean {
    return this.periods(day).length > 0;
  }

  /** The moment after so many minutes of work. */
  add(moment: Minutes, work: number): Minutes {
    let left = work;
    if (left <= 0) return moment;
    for (let day = dayOf(moment), last = day + FARTHEST; day <= last; day++) {
      for (const [from, to] of this.periods(day)) {
        const begins = Math.max(day * DAY + from, moment);
        const here = day * DAY + to - begins;
        if (here <= 0) continue;
        if (here >= left) return begins + left;
        left -= here;
      }
    }
    return moment + FARTHEST * DAY;
  }

  /** The moment so many working days away where a day of work opens; for moving by keyboard and snapping. */
  step(moment: Minutes, days: number): Minutes {
    const way = Math.sign(days);
    let day = dayOf(moment);
    for (let left = Math.abs(days), tries = 0; left > 0 && tries < FARTHEST; tries++) {
      day += way;
      if (this.isWorked(day)) left--;
    }
    return day * DAY + (moment - dayOf(moment) * DAY);
  }

  private week(day: number): Period[] {
    return this.calendar.week[(((day + 3) % 7) + 7) % 7] ?? []; // 1970 began on a Thursday
  }
}
