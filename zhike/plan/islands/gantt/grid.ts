/** Rows of the tree as HTML. Only what is in sight is ever written; everything from people is escaped here. */
import { slipDays, type Column } from "./columns";
import type { Id, Task } from "./contract";
import type { Plan } from "./plan";
import { escaped, say } from "./words";

export interface Cursor {
  task: Id | null;
  column: string;
}

export const rowId = (task: Id) => `gantt-row-${task}`;
export const cellId = (task: Id, column: string) => `gantt-cell-${task}-${column}`;

export function headHtml(columns: Column[]): string {
  return columns
    .map(({ key, figures }) => `<div role="columnheader" class="gantt-cell${figures ? " end" : ""}">${escaped(say(`column_${key}`))}</div>`)
    .join("");
}

export function rowsHtml(plan: Plan, columns: Column[], from: number, to: number, cursor: Cursor): string {
  return plan.rows
    .slice(from, to)
    .map((task, at) => rowHtml(task, from + at, plan, columns, cursor))
    .join("");
}

function rowHtml(task: Task, row: number, plan: Plan, columns: Column[], cursor: Cursor): string {
  const active = task.id === cursor.task;
  const classes = ["gantt-row", task.kind, active ? "active" : "", task.critical ? "critical" : "", task.state].join(" ");
  const expands = plan.isParent(task.id) ? ` aria-expanded="${!plan.folded.has(task.id)}"` : "";
  const cells = columns.map((column) => cellHtml(task, column, plan, active && column.key === cursor.column)).join("");
  return `<div role="row" id="${rowId(task.id)}" class="${classes}" data-task="${task.id}" aria-level="${plan.depth(task.id)}" aria-rowindex="${row + 2}" aria-selected="${active}"${expands}>${cells}</div>`;
}

function cellHtml(task: Task, column: Column, plan: Plan, active: boolean): string {
  const start = `<div role="gridcell" id="${cellId(task.id, column.key)}" data-column="${column.key}" class="gantt-cell`;
  const here = active ? " here" : "";
  const text = escaped(column.text(task, plan));
  if (column.key === "name") return `${start} name in-${Math.min(plan.depth(task.id), 10)}${here}">${twisty(task, plan)}<span class="text">${text}</span>${markers(task)}</div>`;
  const bad = (column.key === "float" && task.critical) || (column.key === "slip" && (slipDays(task) ?? 0) > 0);
  return `${start}${column.figures ? " end" : ""}${bad ? " bad" : ""}${here}">${text}</div>`;
}

function twisty(task: Task, plan: Plan): string {
  if (!plan.isParent(task.id)) return `<span class="gantt-twisty"></span>`;
  const way = plan.folded.has(task.id) ? "M5 3l5 5-5 5" : "M3 5l5 5 5-5";
  return `<span class="gantt-twisty" data-fold><svg viewBox="0 0 16 16" aria-hidden="true"><path d="${way}"/></svg></span>`;
}

/** What a colour alone must not say: a missed deadline, a task of the client, dates set by hand. */
function markers(task: Task): string {
  const words = [
    task.missed ? ["bad", say("missed")] : null,
    task.kind !== "summary" && task.side !== "ours" ? ["client", say(`side_${task.side}`)] : null,
    task.mode === "manual" ? ["", say("manual")] : null,
  ].filter((one) => one !== null);
  return words.map(([kind, text]) => `<span class="gantt-mark ${kind}">${escaped(text!)}</span>`).join("");
}
