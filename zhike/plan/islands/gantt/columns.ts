/** The columns of the tree: what each says of a task, and how it is edited. Which are shown is everybody's own choice. */
import type { Task } from "./contract";
import type { Plan } from "./plan";
import { predecessorsOf } from "./predecessors";
import { duration, say, slack, written } from "./words";

export type EditKind = "text" | "date" | "percent" | "owner" | "state" | "predecessors";

export interface Column {
  key: string;
  width: number;
  figures?: boolean;
  edit?: EditKind;
  text(task: Task, plan: Plan): string;
}

const day = (moment: number | null) => (moment === null ? "" : written(moment, "cell"));

export const COLUMNS: Column[] = [
  { key: "number", width: 58, text: (task) => `T-${task.number}` },
  { key: "wbs", width: 62, text: (task) => task.wbs },
  { key: "name", width: 236, edit: "text", text: (task) => task.name },
  { key: "duration", width: 88, figures: true, edit: "text", text: lasts },
  { key: "start", width: 94, edit: "date", text: (task) => day(task.start) },
  { key: "finish", width: 94, edit: "date", text: (task) => day(task.finish) },
  { key: "owner", width: 104, edit: "owner", text: (task, plan) => plan.owner(task) },
  { key: "progress", width: 78, figures: true, edit: "percent", text: (task) => `${Math.round(task.progress)}%` },
  { key: "predecessors", width: 116, edit: "predecessors", text: (task, plan) => predecessorsOf(task, plan) },
  { key: "state", width: 96, edit: "state", text: (task) => (task.kind === "summary" ? "" : say(`state_${task.state}`)) },
  { key: "float", width: 76, figures: true, text: (task, plan) => slack(task, plan.data.minutesPerDay) },
  { key: "deadline", width: 94, edit: "date", text: (task) => day(task.deadline) },
  { key: "baseline", width: 94, text: (task) => day(task.baselineFinish) },
  { key: "slip", width: 96, figures: true, text: slip },
  { key: "p80", width: 94, text: (task) => day(task.p80) },
  { key: "side", width: 88, text: (task) => (task.kind === "summary" ? "" : say(`side_${task.side}`)) },
  { key: "shared", width: 96, text: (task) => say(task.shared ? "shared" : "internal") },
];

export const USUAL = ["name", "duration", "start", "finish", "owner", "progress"];
const NOT_OF_SUMMARIES = new Set(["duration", "start", "finish", "progress", "state", "deadline"]);

export function chosen(keys: string[]): Column[] {
  return COLUMNS.filter((column) => column.key === "name" || keys.includes(column.key));
}

/** What follows from the tasks below a summary is not edited there, and a milestone lasts no time. */
export function isEditable(column: Column, task: Task, plan: Plan): boolean {
  if (!plan.data.editable || !column.edit) return false;
  return !(task.kind === "summary" && NOT_OF_SUMMARIES.has(column.key));
}

function lasts(task: Task, plan: Plan): string {
  return task.kind === "milestone" ? "" : duration(task.duration, task.unit, plan.data.minutesPerDay);
}

/** How many days the finish lies from the baseline's. */
export function slipDays(task: Task): number | null {
  return task.baselineFinish === null ? null : Math.round((task.finish - task.baselineFinish) / 1440);
}

export function slip(task: Task): string {
  const days = slipDays(task);
  if (days === null) return "";
  if (days === 0) return say("as_planned");
  return say(days > 0 ? "days_later" : "days_earlier", { n: Math.abs(days) });
}
