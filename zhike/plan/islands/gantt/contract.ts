/**
 * What the server tells and is told: the shapes of `plan/data/`, `plan/edits/` and `plan/undo/`, written by
 * zhike/plan/gantt_rows.py. On the wire a task is a row of cells and a moment is "2026-11-26T08:00"; here a task is an
 * object and a moment a number of minutes since 1970 on the plan's own wall clock. Durations and floats are ticks,
 * tenths of a minute.
 */
export type Id = string;
export type Minutes = number;
export type Cell = string | number | boolean | null;
export type Kind = "task" | "summary" | "milestone";
export type LinkKind = "FS" | "SS" | "FF" | "SF";
export type LinkRow = [id: Id, from: Id, to: Id, kind: LinkKind, lag: number, lagUnit: string];
export type Period = [from: number, to: number];

export interface Task {
  id: Id;
  number: number;
  parent: Id | null;
  wbs: string;
  name: string;
  kind: Kind;
  mode: "auto" | "manual";
  start: Minutes;
  finish: Minutes;
  duration: number;
  unit: string;
  progress: number;
  state: string;
  critical: boolean;
  totalFloat: number | null;
  freeFloat: number | null;
  deadline: Minutes | null;
  constraint: string;
  constraintAt: Minutes | null;
  owner: string | null;
  side: string;
  shared: boolean;
  baselineStart: Minutes | null;
  baselineFinish: Minutes | null;
  p50: Minutes | null;
  p80: Minutes | null;
  missed: boolean;
  reason: string;
}

export interface Calendar {
  week: Period[][]; // Monday to Sunday, minutes after midnight
  off: string[];
  worked: string[];
}

export interface Data {
  revision: number;
  editable: boolean;
  start: string;
  finish: string;
  statusAt: string | null;
  today: string;
  minutesPerDay: number;
  nearCritical?: number;
  calendar: Calendar;
  columns: string[];
  tasks: Cell[][];
  links: LinkRow[];
  people: [id: string, name: string, side: string][];
  baselines: [id: Id, name: string][];
  undo: string | null;
  redo: string | null;
}

/** Tasks that only moved, by column and in the same order; moments are minutes since 1970 already. */
export interface Moved {
  id: Id[];
  start: Minutes[];
  finish: Minutes[];
  totalFloat: number[];
  freeFloat: number[];
  critical: number[];
  missed: number[];
}

export interface Answer {
  revision: number;
  tasks: Cell[][];
  moved?: Moved | null; // thousands of rows are told in a few numbers each
  removed: Id[];
  order?: Id[] | null;
  links?: LinkRow[] | null;
  finish: string;
  message: string;
  undo: string | null;
  redo: string | null;
}

export type Edit = { kind: string; task?: Id } & Record<string, unknown>;

const MOMENTS = new Set(["start", "finish", "deadline", "constraintAt", "baselineStart", "baselineFinish", "p50", "p80"]);

export function toMinutes(text: string): Minutes {
  return Date.parse(`${text.length === 10 ? `${text}T00:00` : text}Z`) / 60_000;
}

export function fromMinutes(moment: Minutes): string {
  return new Date(moment * 60_000).toISOString().slice(0, 16);
}

/** Rows of cells into tasks, by the names of the columns. */
export function decode(columns: string[], rows: Cell[][]): Task[] {
  const moments = columns.map((name) => MOMENTS.has(name));
  return rows.map((row) => {
    const task: Record<string, unknown> = {};
    for (let at = 0; at < columns.length; at++) {
      const cell = row[at] ?? null;
      task[columns[at]!] = moments[at] && cell !== null ? toMinutes(cell as string) : cell;
    }
    return task as unknown as Task;
  });
}

/** What one task that only moved has from now on. */
export function movedTo(moved: Moved, at: number): Partial<Task> {
  const { start, finish, totalFloat, freeFloat, critical, missed } = moved;
  const dates = { start: start[at]!, finish: finish[at]!, totalFloat: totalFloat[at]!, freeFloat: freeFloat[at]! };
  return { ...dates, critical: critical[at] === 1, missed: missed[at] === 1 };
}
