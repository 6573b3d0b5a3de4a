/** What one can do to the plan by key or button, on the row one is at. Each becomes edits the server decides about. */
import type { Chart } from "./chart";
import { fromMinutes, type Answer, type Id, type Task } from "./contract";
import { openEditor } from "./editor";
import type { Server } from "./server";

export type Verb =
  "add" | "edit" | "indent" | "outdent" | "up" | "down" | "earlier" | "later" | "shorter" | "longer" | "remove" | "undo" | "redo";

const DRAFT = "draft"; // the key of a row that is only here
const ON_A_ROW: ReadonlySet<Verb> = new Set(["edit", "indent", "outdent", "up", "down", "earlier", "later", "shorter", "longer", "remove"]);

export function isPossible(verb: Verb, chart: Chart): boolean {
  const { plan } = chart;
  if (!plan.data?.editable) return false;
  if (verb === "undo" || verb === "redo") return plan[verb] !== null;
  const task = current(chart);
  if (!task) return !ON_A_ROW.has(verb);
  if (verb === "outdent") return task.parent !== null;
  if (verb === "up" || verb === "indent") return plan.children(task.parent)[0]?.id !== task.id;
  if (verb === "down") return plan.children(task.parent).at(-1)?.id !== task.id;
  if (["shorter", "longer"].includes(verb)) return task.kind === "task";
  return true;
}

export async function perform(verb: Verb, chart: Chart, server: Server): Promise<void> {
  if (!isPossible(verb, chart)) return;
  const task = current(chart);
  if (verb === "undo" || verb === "redo") await server[verb]();
  else if (verb === "add") add(task, chart, server);
  else if (!task) return;
  else if (verb === "edit") edit(chart, server);
  else if (verb === "remove") await remove(task, chart, server);
  else if (verb === "indent" || verb === "outdent") {
    await server.edit({ kind: verb, task: task.id });
    keep(task.id, chart);
  } else if (verb === "up" || verb === "down") {
    await server.edit({ kind: "place", task: task.id, parent: task.parent, after: placeAfter(task, verb, chart) });
    keep(task.id, chart);
  } else await nudge(task, verb, chart, server);
}

function current(chart: Chart): Task | undefined {
  return chart.cursor.task === null ? undefined : chart.plan.tasks.get(chart.cursor.task);
}

/** The field of the cell one is at, or the name where that cell is none. */
function edit(chart: Chart, server: Server): void {
  if (openEditor(chart, server)) return;
  chart.select(chart.cursor.task, "name");
  openEditor(chart, server);
}

/** A row to name at once; it becomes a task when it has a name, and goes when it gets none. */
function add(beside: Task | undefined, chart: Chart, server: Server): void {
  const { plan } = chart;
  if (plan.tasks.has(DRAFT)) return;
  const inside = beside && plan.isParent(beside.id) && !plan.folded.has(beside.id);
  const place = inside ? { parent: beside.id, after: null } : { parent: beside?.parent ?? null, after: beside?.id ?? last(chart) };
  plan.propose(DRAFT, place.parent, inside ? place.parent : place.after, !inside);
  chart.draw();
  chart.select(DRAFT, "name");
  openEditor(chart, server, (name) => void named(name, place, beside?.id ?? null, chart, server));
}

async function named(name: string | null, place: object, beside: Id | null, chart: Chart, server: Server): Promise<void> {
  const known = new Set(chart.plan.tasks.keys());
  const answer = name && (await server.edit({ kind: "add", name, as: "task", ...place }));
  chart.plan.withdraw(DRAFT);
  chart.draw();
  chart.select((answer && [...chart.plan.tasks.keys()].find((id) => !known.has(id))) || beside, "name");
}

function last(chart: Chart): Id | null {
  return chart.plan.children(null).at(-1)?.id ?? null;
}

async function remove(task: Task, chart: Chart, server: Server): Promise<void> {
  const row = chart.plan.row(task.id);
  const answer: Answer | null = await server.edit({ kind: "remove", task: task.id });
  const next = answer && chart.plan.rows[Math.min(row, chart.plan.rows.length - 1)];
  if (next) chart.select(next.id);
}

function placeAfter(task: Task, way: "up" | "down", chart: Chart): Id | null {
  const siblings = chart.plan.children(task.parent).map(({ id }) => id);
  const at = siblings.indexOf(task.id);
  return (way === "up" ? siblings[at - 2] : siblings[at + 1]) ?? null;
}

async function nudge(task: Task, verb: Verb, chart: Chart, server: Server): Promise<void> {
  const way = verb === "earlier" || verb === "shorter" ? -1 : 1;
  const { work } = chart.plan;
  if (verb === "earlier" || verb === "later") await server.edit({ kind: "move", task: task.id, start: fromMinutes(work.step(task.start, way)) });
  else {
    const finish = work.step(task.finish, way);
    if (finish > task.start) await server.edit({ kind: "stretch", task: task.id, finish: fromMinutes(finish) });
  }
}

function keep(id: Id, chart: Chart): void {
  if (chart.plan.row(id) >= 0) chart.select(id);
}
