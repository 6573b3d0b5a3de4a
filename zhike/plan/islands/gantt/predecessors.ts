/**
 * Links as people write them in a cell, and as who cannot drag an arrow draws one: `12` (finish to start), `12SS+2d`,
 * `7FF-1d; 9`. The numbers are the tasks' own (T-12).
 */
import type { Edit, Id, LinkKind, LinkRow, Task } from "./contract";
import type { Plan } from "./plan";

const ONE = /^T?-?(\d+)\s*(FS|SS|FF|SF)?\s*([+-−]\s*\d+(?:\.\d+)?\s*[^\d\s;,]*)?$/i;

export function predecessorsOf(task: Task, plan: Plan): string {
  return plan
    .incoming(task.id)
    .map((link) => writtenLink(link, plan))
    .filter(Boolean)
    .join("; ");
}

export function writtenLink([, from, , kind, lag, lagUnit]: LinkRow, plan: Plan): string {
  const number = plan.tasks.get(from)?.number;
  if (number === undefined) return "";
  const shown = kind === "FS" && !lag ? "" : kind;
  return `${number}${shown}${lag ? lagText(lag, lagUnit, plan.data.minutesPerDay) : ""}`;
}

/** `+2d`, `-50%`: ticks in the unit they were given in. */
export function lagText(lag: number, unit: string, minutesPerDay: number): string {
  const sign = lag < 0 ? "-" : "+";
  const size = Math.abs(lag);
  if (unit.endsWith("%")) return `${sign}${size / 10}${unit}`;
  const elapsed = unit.startsWith("e");
  const day = elapsed ? 1440 : minutesPerDay;
  const of: Record<string, number> = { m: 1, h: 60, d: day, w: (elapsed ? 7 : 5) * day, mo: (elapsed ? 30 : 20) * day };
  const name = elapsed ? unit.slice(1) : unit;
  return `${sign}${Math.round((size / 10 / (of[name] ?? day)) * 100) / 100}${unit || "d"}`;
}

/** The edits that make a task's links what was written, or the part that cannot be read. */
export function linkEdits(text: string, task: Task, plan: Plan): Edit[] | { wrong: string } {
  const byNumber = new Map([...plan.tasks.values()].map((one) => [one.number, one.id]));
  const wanted = new Map<Id, { type: LinkKind; lag: string; text: string }>();
  for (const part of text.split(/[;,；，、]/).map((one) => one.trim())) {
    if (!part) continue;
    const read = ONE.exec(part);
    const from = read && byNumber.get(Number(read[1]));
    if (!read || from === undefined || from === null) return { wrong: part };
    const lag = (read[3] ?? "").replace(/\s/g, "").replace("−", "-").replace(/^\+/, "");
    wanted.set(from, { type: (read[2]?.toUpperCase() ?? "FS") as LinkKind, lag, text: part });
  }
  const edits: Edit[] = [];
  for (const link of plan.incoming(task.id)) {
    const [id, from, , type, lag, unit] = link;
    const want = wanted.get(from);
    wanted.delete(from);
    if (!want) edits.push({ kind: "unlink", link: id });
    else {
      const now = lag ? lagText(lag, unit, plan.data.minutesPerDay).replace(/^\+/, "") : "";
      if (want.type !== type || want.lag !== now) edits.push({ kind: "relink", link: id, type: want.type, lag: want.lag });
    }
  }
  for (const [from, { type, lag }] of wanted) edits.push({ kind: "link", from, to: task.id, type, lag });
  return edits;
}
