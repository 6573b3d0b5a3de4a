/**
 * Bars of the rows in sight, as SVG: baseline under the bar, float behind it, deadline and forecast over it. What is
 * critical has a heavy edge and says so; colour only repeats it.
 */
import type { Id, Task } from "./contract";
import { tone, type Colouring } from "./filters";
import type { Plan } from "./plan";
import type { Scale } from "./scale";
import { escaped, say, written } from "./words";

export const ROW = 34;
const [TOP, HIGH, MIDDLE] = [7, 15, 14.5];

export interface Layers {
  baseline: boolean;
  float: boolean;
  forecast: boolean;
  links: boolean;
}

export interface Look {
  colouring: Colouring;
  layers: Layers;
  active: Id | null;
  changed: ReadonlySet<Id>;
  preview: Task | null;
}

export function barsSvg(plan: Plan, scale: Scale, from: number, to: number, look: Look): string {
  return plan.rows
    .slice(from, to)
    .map((task, at) => barSvg(look.preview?.id === task.id ? look.preview : task, at * ROW, plan, scale, look))
    .join("");
}

export function barSvg(task: Task, top: number, plan: Plan, scale: Scale, look: Look): string {
  const classes = [
    "bar", task.kind, tone(task, look.colouring, plan), task.critical && task.progress < 100 && "critical", task.missed && "missed",
    look.active === task.id && "active", look.changed.has(task.id) && "changed", look.preview?.id === task.id && "preview",
    task.state === "cancelled" && "cancelled", plan.data.editable && "movable",
  ].filter(Boolean); // prettier-ignore
  const [x, end] = [scale.x(task.start), Math.max(scale.x(task.finish), scale.x(task.start) + (task.kind === "milestone" ? 0 : 2))];
  const shape = { task: taskSvg, summary: summarySvg, milestone: milestoneSvg }[task.kind](task, x, end, top);
  const under = (look.layers.baseline ? baseline(task, top, scale) : "") + (look.layers.float ? float(task, end, top, plan, scale) : "");
  const over = (look.layers.forecast ? whisker(task, top, scale) : "") + deadline(task, top, scale) + label(task, end, top, plan, look);
  return `<g class="${classes.join(" ")}" data-task="${task.id}">${under}${shape}${over}</g>`;
}

function taskSvg(task: Task, x: number, end: number, top: number): string {
  const width = end - x;
  const y = top + TOP;
  return (
    `<rect class="body" x="${x}" y="${y}" width="${width}" height="${HIGH}" rx="3"/>` +
    (task.progress > 0 ? `<rect class="done" x="${x}" y="${y}" width="${(width * Math.min(task.progress, 100)) / 100}" height="${HIGH}" rx="3"/>` : "") +
    (task.critical && task.progress < 100 ? `<path class="edge" d="M${x} ${y + HIGH}H${end}M${x + 1} ${y}v${HIGH}"/>` : "") +
    (width >= 14 ? `<rect class="grip" data-part="finish" x="${end - 7}" y="${y}" width="10" height="${HIGH}"/>` : "") +
    knobs(x, end, top)
  );
}

function knobs(x: number, end: number, top: number): string {
  return `<circle class="knob" data-part="from-start" cx="${x - 9}" cy="${top + MIDDLE}" r="4.5"/><circle class="knob" data-part="from-finish" cx="${end + 9}" cy="${top + MIDDLE}" r="4.5"/>`;
}

function summarySvg(task: Task, x: number, end: number, top: number): string {
  const [y, width] = [top + TOP + 2, end - x];
  const done = task.progress > 0 ? `<rect class="done" x="${x}" y="${y}" width="${(width * Math.min(task.progress, 100)) / 100}" height="3"/>` : "";
  return `<path class="body" d="M${x} ${y}H${end}v11l-5 -5H${x + Math.min(5, width)}l-${Math.min(5, width)} 5z"/>${done}`;
}

function milestoneSvg(_task: Task, x: number, _end: number, top: number): string {
  const y = top + MIDDLE;
  return `<path class="body" d="M${x} ${y - 9}l9 9 -9 9 -9 -9z"/>${knobs(x - 3, x + 3, top)}`;
}

function baseline(task: Task, top: number, scale: Scale): string {
  if (task.baselineStart === null || task.baselineFinish === null) return "";
  const [x, end, y] = [scale.x(task.baselineStart), scale.x(task.baselineFinish), top + ROW - 9];
  if (task.kind === "milestone") return `<path class="baseline" d="M${end} ${y - 2}l5 5 -5 5 -5 -5z"/>`;
  return `<rect class="baseline" x="${x}" y="${y}" width="${Math.max(end - x, 2)}" height="4" rx="1.5"/>`;
}

function float(task: Task, end: number, top: number, plan: Plan, scale: Scale): string {
  if (task.kind === "summary" || task.critical || !task.totalFloat || task.totalFloat < 0 || task.progress >= 100) return "";
  const until = scale.x(plan.work.add(task.finish, task.totalFloat / 10));
  const y = top + TOP + HIGH - 1;
  return until - end < 3 ? "" : `<path class="float" d="M${end} ${y}H${until}m0 -4v4"/>`;
}

function whisker(task: Task, top: number, scale: Scale): string {
  if (task.p80 === null || task.kind === "task") return "";
  const [from, middle, until, y] = [scale.x(task.finish), scale.x(task.p50 ?? task.finish), scale.x(task.p80), top + 5];
  return `<path class="whisker" d="M${Math.min(from, middle)} ${y}H${until}m0 -4v8M${middle} ${y - 2}v4"/>`;
}

function deadline(task: Task, top: number, scale: Scale): string {
  if (task.deadline === null) return "";
  const [x, y] = [scale.x(task.deadline), top + TOP + HIGH + 1];
  return `<path class="deadline" d="M${x} ${y}l-5 -6h3.4v-7h3.2v7h3.4z"/>`;
}

/** What shapes alone must not say, and who does it. */
function label(task: Task, end: number, top: number, plan: Plan, look: Look): string {
  const words = [
    task.kind === "milestone" ? written(task.finish, "short") : task.kind === "task" ? plan.owner(task) : "",
    task.critical && task.kind !== "summary" && task.progress < 100 ? say("critical") : "",
    task.missed ? say("missed") : "",
    look.layers.forecast && task.p80 !== null && task.kind !== "task" ? say("p80_by", { day: written(task.p80, "short") }) : "",
  ].filter(Boolean).join(" · "); // prettier-ignore
  return words ? `<text class="label" x="${end + 18}" y="${top + MIDDLE + 4}">${escaped(words)}</text>` : "";
}
