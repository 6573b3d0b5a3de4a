/** What of the plan is shown, and by what the bars are coloured. Words find names, numbers and owners alike. */
import type { Matches, Plan } from "./plan";
import type { Task } from "./contract";

export interface Filter {
  text: string;
  owner: string;
  side: string;
  state: string;
  critical: boolean;
}

export const NO_FILTER: Filter = { text: "", owner: "", side: "", state: "", critical: false };
export type Colouring = "risk" | "state" | "owner";
const HUES = 6;

/** Null where everything is shown. */
export function matching(filter: Filter, plan: Plan): Matches | null {
  const text = filter.text.trim().toLocaleLowerCase();
  if (!text && !filter.owner && !filter.side && !filter.state && !filter.critical) return null;
  return (task) =>
    (!text || `${task.name} T-${task.number} ${task.wbs} ${plan.owner(task)}`.toLocaleLowerCase().includes(text)) &&
    (!filter.owner || task.owner === filter.owner || (filter.owner === "-" && !task.owner && task.kind !== "summary")) &&
    (!filter.side || task.side === filter.side) &&
    (!filter.state || task.state === filter.state) &&
    (!filter.critical || (task.critical && task.kind !== "summary"));
}

export function isLate(task: Task, today: number): boolean {
  return task.finish < today && task.progress < 100 && task.state !== "done" && task.state !== "cancelled";
}

export function isNearCritical(task: Task, limit: number): boolean {
  return !task.critical && task.totalFloat !== null && task.totalFloat <= limit;
}

/** The class that colours a bar. Critical stays visible by its shape whatever the colour tells. */
export function tone(task: Task, by: Colouring, plan: Plan): string {
  if (by === "state") return `state-${task.state}`;
  if (by === "owner") return task.owner ? `hue-${1 + ([...plan.people.keys()].indexOf(task.owner) % HUES)}` : "hue-0";
  if (task.progress >= 100) return "risk-over";
  if (task.critical) return "risk-critical";
  return isNearCritical(task, plan.data.nearCritical ?? plan.data.minutesPerDay * 50) ? "risk-near" : "risk-none";
}
