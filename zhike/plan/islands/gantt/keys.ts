/**
 * The tree by keyboard: arrows go, Enter edits, the rest are verbs (the sheet under `?` lists them all). Tab indents only
 * once one has gone to a row, and leaves after Escape, so that nobody who passes by is caught or changes anything.
 */
import type { Chart } from "./chart";
import type { Id, Task } from "./contract";
import type { Server } from "./server";
import { perform, type Verb } from "./verbs";

const PLAIN: Record<string, Verb> = { Enter: "edit", F2: "edit", Insert: "add", c: "add", Delete: "remove" };
const WITH_CONTROL: Record<string, Verb> = {
  ArrowUp: "up", ArrowDown: "down", ArrowLeft: "earlier", ArrowRight: "later",
  z: "undo", y: "redo", Z: "redo",
}; // prettier-ignore
const WITH_CONTROL_AND_SHIFT: Record<string, Verb> = { ArrowLeft: "shorter", ArrowRight: "longer", Z: "redo" };
const PAGE = 12; // rows

export class Keys {
  private inside = false;

  constructor(
    private readonly chart: Chart,
    private readonly server: Server,
    private readonly others: Record<string, () => void>, // w: why here, ?: help, t: today, +, -
  ) {
    const { tree } = chart.frame;
    tree.addEventListener("keydown", (event) => this.press(event));
    tree.addEventListener("focus", (event) => this.arrive(event.relatedTarget));
    tree.addEventListener("blur", () => (this.inside = false));
    tree.addEventListener("pointerdown", () => (this.inside = true));
  }

  private press(event: KeyboardEvent): void {
    if (event.isComposing || event.target !== this.chart.frame.tree) return;
    const control = event.ctrlKey || event.metaKey;
    if (event.key === "Tab" && !control && !event.altKey) {
      if (!this.inside) return;
      this.take(event, event.shiftKey ? "outdent" : "indent");
    } else if (event.key === "Escape") this.inside = false;
    else if (control) {
      const verb = (event.shiftKey ? WITH_CONTROL_AND_SHIFT : WITH_CONTROL)[event.key];
      if (verb) this.take(event, verb);
    } else if (event.altKey) return;
    else if (PLAIN[event.key]) this.take(event, PLAIN[event.key]!);
    else if (this.go(event.key)) this.stop(event);
    else if (this.others[event.key]) {
      this.stop(event);
      this.others[event.key]!();
    }
  }

  private take(event: KeyboardEvent, verb: Verb): void {
    this.stop(event);
    void perform(verb, this.chart, this.server);
  }

  private stop(event: KeyboardEvent): void {
    event.preventDefault();
    event.stopPropagation(); // the shell has keys of its own, c and ? among them
    this.inside = true;
  }

  private arrive(from: EventTarget | null): void {
    if (from instanceof Node && this.chart.frame.tree.contains(from)) this.inside = true; // back from a field
    if (this.inside) return; // by a click, which says itself where it goes: drawing rows now would take its target away
    const { plan, cursor } = this.chart;
    if (cursor.task === null && plan.rows.length) this.chart.select(plan.rows[0]!.id, "name");
  }

  private go(key: string): boolean {
    const { chart } = this;
    const { rows } = chart.plan;
    const row = chart.cursor.task === null ? -1 : chart.plan.row(chart.cursor.task);
    const to = { ArrowDown: row + 1, ArrowUp: row - 1, PageDown: row + PAGE, PageUp: row - PAGE, Home: 0, End: rows.length - 1 }[key];
    if (to !== undefined) {
      const next = rows[Math.min(Math.max(to, 0), rows.length - 1)];
      if (next) chart.select(next.id);
      return true;
    }
    const task = rows[row];
    if (!task || !key.startsWith("Arrow")) return key === " " && this.fold(task);
    return this.sideways(task, key === "ArrowRight" ? 1 : -1);
  }

  /** In the first column folds and unfolds as trees do; else goes to the next cell. */
  private sideways(task: Task, way: number): boolean {
    const { chart } = this;
    const at = chart.columns.findIndex(({ key }) => key === chart.cursor.column);
    const isParent = chart.plan.isParent(task.id);
    const folded = chart.plan.folded.has(task.id);
    if (chart.cursor.column === "name" && isParent && folded === way > 0) return this.fold(task);
    if (chart.cursor.column === "name" && way < 0 && at === 0 && task.parent !== null) chart.select(task.parent);
    else chart.select(task.id, chart.columns[Math.min(Math.max(at + way, 0), chart.columns.length - 1)]!.key);
    return true;
  }

  private fold(task: Task | undefined): boolean {
    if (!task || !this.chart.plan.isParent(task.id)) return false;
    fold(this.chart, task.id);
    return true;
  }
}

export function fold(chart: Chart, id: Id): void {
  const { folded } = chart.plan;
  if (!folded.delete(id)) folded.add(id);
  chart.plan.arrange();
  chart.draw();
  chart.select(id);
}
