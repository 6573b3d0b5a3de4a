/** The two lines of dates over the chart, and the grid of days under it, for the part that is in sight. */
import { fromMinutes } from "./contract";
import type { Level, Scale } from "./scale";
import { DAY, type WorkTime } from "./worktime";
import { escaped, say, written } from "./words";

export const HEAD = 48; // px, two lines
const NARROW = 21; // px that a short word needs
type Unit = "day" | "week" | "month" | "quarter" | "year";
const UNITS: Record<Level, [Unit, Unit]> = {
  day: ["month", "day"],
  week: ["month", "week"],
  month: ["month", "week"],
  quarter: ["year", "month"],
  year: ["year", "quarter"],
};

/** The first day of the unit a day lies in, or of the one so many further. */
export function startOf(unit: Unit, day: number, further = 0): number {
  if (unit === "day") return day + further;
  if (unit === "week") return day - ((((day + 3) % 7) + 7) % 7) + 7 * further;
  const [year, month] = fromMinutes(day * DAY).split("-").map(Number) as [number, number];
  const size = { month: 1, quarter: 3, year: 12 }[unit];
  return Date.UTC(year, Math.floor((month - 1) / size) * size + size * further, 1) / 86_400_000;
}

export function headingsSvg(scale: Scale, from: number, to: number): string {
  const [upper, lower] = UNITS[scale.level];
  return cells(scale, upper, from, to, 0, true) + cells(scale, lower, from, to, HEAD / 2, false);
}

function cells(scale: Scale, unit: Unit, from: number, to: number, top: number, isUpper: boolean): string {
  const parts: string[] = [];
  const last = to / scale.dayWidth + scale.first;
  for (let day = startOf(unit, Math.floor(from / scale.dayWidth + scale.first)); day <= last; day = startOf(unit, day, 1)) {
    const [x, end] = [scale.dayX(day), scale.dayX(startOf(unit, day, 1))];
    const text = escaped(named(unit, day, end - x, isUpper));
    parts.push(`<path class="edge" d="M${x} ${top}V${top + HEAD / 2}"/>`);
    // A long cell keeps its words in sight while it is scrolled through.
    const at = isUpper ? Math.min(Math.max(x, from) + 8, Math.max(end - 120, x + 8)) : (x + end) / 2;
    if (end - x >= NARROW) parts.push(`<text class="${isUpper ? "upper" : "lower"}" x="${at}" y="${top + HEAD / 4 + 4}">${text}</text>`);
  }
  return parts.join("");
}

function named(unit: Unit, day: number, width: number, isUpper: boolean): string {
  const moment = day * DAY;
  const [year, month, date] = fromMinutes(moment).slice(0, 10).split("-").map(Number) as [number, number, number];
  if (unit === "day") return width > 46 ? `${date} ${written(moment, "letter")}` : String(date);
  if (unit === "week") return width > 70 ? say("week_of", { n: weekNumber(day), day: written(moment, "short") }) : String(date);
  if (unit === "month") return isUpper ? written(moment, "month") : written(moment, "brief");
  if (unit === "quarter") return say("quarter_short", { n: Math.floor((month - 1) / 3) + 1 });
  return say("year_long", { year });
}

/** ISO 8601: the week with the year's first Thursday is the first. */
export function weekNumber(day: number): number {
  const thursday = startOf("week", day) + 3;
  const year = new Date(thursday * 86_400_000).getUTCFullYear();
  return 1 + Math.floor((thursday - Date.UTC(year, 0, 1) / 86_400_000) / 7);
}

/** Days off, shaded where days can be told apart, and a line at every unit below the heading. */
export function shadeSvg(scale: Scale, work: WorkTime, from: number, to: number, height: number): string {
  const parts: string[] = [];
  const [first, last] = [from, to].map((x) => Math.floor(x / scale.dayWidth + scale.first)) as [number, number];
  if (scale.dayWidth >= 3) {
    for (let day = first; day <= last; day++) {
      let end = day;
      while (end <= last && !work.isWorked(end)) end++;
      if (end > day) parts.push(`<rect class="off" x="${scale.dayX(day)}" y="0" width="${(end - day) * scale.dayWidth}" height="${height}"/>`);
      day = Math.max(end, day);
    }
  }
  const unit = UNITS[scale.level][1];
  let lines = "";
  for (let day = startOf(unit, first); day <= last; day = startOf(unit, day, 1)) lines += `M${scale.dayX(day)} 0V${height}`;
  return `${parts.join("")}<path class="days" d="${lines}"/>`;
}
