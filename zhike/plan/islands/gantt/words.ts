/**
 * The words of the Gantt, translated by the server (zhike/plan/gantt_words.py), and dates and durations as people write them.
 *
 *     <script type="application/json" id="gantt-words">{"save": "Save", …}</script>
 */
import type { Minutes, Task } from "./contract";

let known: Record<string, string> | null = null;

/** The words for a key, with what stands in braces filled in. A key nobody translated shows as itself. */
export function say(key: string, filled: Record<string, string | number> = {}): string {
  known ??= JSON.parse(document.getElementById("gantt-words")?.textContent ?? "{}") as Record<string, string>;
  return (known[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(filled[name] ?? whole));
}

/** For tests: forget what was read. */
export function forgetWords(): void {
  known = null;
  formats.clear();
}

const formats = new Map<string, Intl.DateTimeFormat>();
const FORMS: Record<string, Intl.DateTimeFormatOptions> = {
  day: { day: "numeric", month: "short", year: "numeric" },
  short: { day: "numeric", month: "short" },
  cell: { day: "numeric", month: "short", year: "2-digit" },
  weekday: { day: "numeric", month: "short", weekday: "short" },
  letter: { weekday: "narrow" },
  month: { month: "long", year: "numeric" },
  brief: { month: "short" },
};

const IN_FIGURES: Intl.DateTimeFormatOptions = { year: "numeric", month: "2-digit", day: "2-digit" }; // 2026/09/21

function formatted(form: string): Intl.DateTimeFormat {
  let format = formats.get(form);
  if (!format) {
    const isChinese = document.documentElement.lang.startsWith("zh");
    const shape = isChinese && form === "cell" ? IN_FIGURES : FORMS[form];
    format = new Intl.DateTimeFormat(isChinese ? "zh-CN" : "en-GB", { ...shape, timeZone: "UTC" });
    formats.set(form, format);
  }
  return format;
}

export function written(moment: Minutes, form = "day"): string {
  return formatted(form).format(moment * 60_000);
}

/** `13–27 Nov` or `11月13日–27日`; the year only where it is not the one of today. */
export function range(from: Minutes, to: Minutes, today: Minutes): string {
  const years = new Set([from, to, today].map((moment) => new Date(moment * 60_000).getUTCFullYear()));
  return formatted(years.size === 1 ? "short" : "day").formatRange(from * 60_000, to * 60_000);
}

/** `3 d` or `3 天`; a leading e is elapsed time, around the clock. */
export function duration(ticks: number, unit: string, minutesPerDay: number): string {
  const elapsed = unit.startsWith("e");
  const day = elapsed ? 1440 : minutesPerDay;
  const sizes: Record<string, number> = { m: 1, h: 60, d: day, w: (elapsed ? 7 : 5) * day, mo: (elapsed ? 30 : 20) * day };
  const key = (elapsed ? unit.slice(1) : unit) || "d";
  const count = Math.round((ticks / 10 / (sizes[key] ?? day)) * 100) / 100;
  return say(`unit_${elapsed ? "e" : ""}${key}`, { n: count });
}

/** Total float in words: "critical" where there is none. */
export function slack(task: Task, minutesPerDay: number): string {
  if (task.kind === "summary" || task.totalFloat === null) return "";
  return task.critical ? say("critical") : duration(task.totalFloat, "d", minutesPerDay);
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
