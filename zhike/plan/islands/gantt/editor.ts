/** A cell that becomes a field. Enter saves, Escape takes it back, Tab saves and goes to the next field of the row. */
import { toast } from "../../../../frontend/islands/toasts";
import type { Chart } from "./chart";
import { isEditable, type Column } from "./columns";
import { fromMinutes, toMinutes, type Edit, type Task } from "./contract";
import { linkEdits } from "./predecessors";
import type { Server } from "./server";
import { dayOf, DAY } from "./worktime";
import { say } from "./words";

const STATES = ["to_do", "in_progress", "blocked", "in_review", "done", "cancelled"];
type Control = HTMLInputElement | HTMLSelectElement;

/** `named` takes the name of a row that is not on the server yet; null when it was given up. */
export function openEditor(chart: Chart, server: Server, named?: (name: string | null) => void): boolean {
  const task = chart.cursor.task === null ? undefined : chart.plan.tasks.get(chart.cursor.task);
  const column = chart.columns.find(({ key }) => key === chart.cursor.column);
  const cell = chart.cell();
  if (!task || !column || !cell || !isEditable(column, task, chart.plan)) return false;
  const control = controlFor(column, task, chart);
  const before = control.value;
  control.className = "bare gantt-field";
  control.setAttribute("aria-label", `${say(`column_${column.key}`)}: ${task.name}`);
  cell.dataset.editing = "";
  cell.replaceChildren(control);
  control.focus();
  if (control instanceof HTMLInputElement && control.type !== "date") control.select();

  let open = true;
  const close = (save: boolean, next = 0) => {
    if (!open) return;
    open = false;
    const hadFocus = cell.contains(document.activeElement);
    delete cell.dataset.editing;
    const edits = save && !named && control.value !== before ? editsFor(column, task, control.value, chart) : [];
    if (edits.length) cell.replaceChildren(control instanceof HTMLSelectElement ? control.selectedOptions[0]!.text : control.value);
    else chart.later();
    if (hadFocus) chart.frame.tree.focus({ preventScroll: true });
    if (edits.length) void server.edit(...edits);
    named?.(save && control.value.trim() ? control.value.trim() : null);
    if (next) nextField(chart, server, task, next);
  };
  control.addEventListener("blur", () => close(true));
  control.addEventListener("keydown", (event) => {
    const { key, isComposing, shiftKey } = event as KeyboardEvent;
    event.stopPropagation();
    if (isComposing || !["Enter", "Escape", "Tab"].includes(key)) return;
    event.preventDefault();
    close(key !== "Escape", key === "Tab" ? (shiftKey ? -1 : 1) : 0);
  });
  return true;
}

function nextField(chart: Chart, server: Server, task: Task, way: number): void {
  const fields = chart.columns.filter((column) => isEditable(column, task, chart.plan));
  const next = fields[fields.findIndex(({ key }) => key === chart.cursor.column) + way];
  if (!next) return;
  requestAnimationFrame(() => {
    chart.select(task.id, next.key);
    openEditor(chart, server);
  });
}

function controlFor(column: Column, task: Task, chart: Chart): Control {
  if (column.edit === "owner") {
    const people = [...chart.plan.people].map(([id, { name, side }]) => [id, side === "ours" ? name : `${name} (${say(`side_${side}`)})`]);
    return choice([["", say("nobody")], ...people] as [string, string][], task.owner ?? "");
  }
  if (column.edit === "state") return choice(STATES.map((state) => [state, say(`state_${state}`)]), task.state); // prettier-ignore
  const input = document.createElement("input");
  input.type = { date: "date", percent: "number" }[column.edit as string] ?? "text";
  input.value = column.text(task, chart.plan);
  if (column.edit === "date") {
    const moment = { start: task.start, finish: task.finish, deadline: task.deadline }[column.key];
    input.value = moment ? fromMinutes(moment).slice(0, 10) : "";
  } else if (column.edit === "percent") {
    Object.assign(input, { min: "0", max: "100", step: "5", value: String(Math.round(task.progress)) });
  }
  return input;
}

function choice(options: [string, string][], value: string): HTMLSelectElement {
  const select = document.createElement("select");
  for (const [id, name] of options) select.add(new Option(name, id, false, id === value));
  return select;
}

/** What is asked of the server for what was typed. */
export function editsFor(column: Column, task: Task, value: string, chart: Pick<Chart, "plan">): Edit[] {
  const { plan } = chart;
  const text = value.trim();
  if (column.edit === "predecessors") {
    const edits = linkEdits(text, task, plan);
    if (Array.isArray(edits)) return edits;
    toast(say("wrong_predecessor", { text: edits.wrong }), "error");
    return [];
  }
  if (column.edit === "date") return dateEdits(column.key, task, text, plan.work);
  if (column.key === "name" && !text) return [];
  const typed = column.edit === "percent" ? Number(text) : column.edit === "owner" ? text || null : text;
  return [{ kind: "set", task: task.id, field: column.key, value: typed }];
}

function dateEdits(key: string, task: Task, text: string, { opens, closes }: { opens: number; closes: number }): Edit[] {
  const at = (minutes: number) => fromMinutes(dayOf(toMinutes(text)) * DAY + minutes);
  if (key === "deadline") return [{ kind: "set", task: task.id, field: key, value: text ? at(Math.min(closes, DAY - 1)) : null }];
  if (!text) return [];
  if (key === "start" || task.kind === "milestone") return [{ kind: "move", task: task.id, start: at(key === "start" ? opens : Math.min(closes, DAY - 1)) }];
  return [{ kind: "stretch", task: task.id, finish: at(Math.min(closes, DAY - 1)) }];
}
