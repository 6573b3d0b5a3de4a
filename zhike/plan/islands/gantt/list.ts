/**
 * The plan in a hand: phases with their bar in words and dates, each opening to its tasks. No sideways scrolling, no
 * drawing to decipher; a tap on a task opens its page.
 *
 *     <div class="gantt-list" data-list></div>
 */
import { isLate } from "./filters";
import { slip, slipDays } from "./columns";
import { toMinutes, type Id, type Task } from "./contract";
import type { Plan } from "./plan";
import { escaped, range, say, written } from "./words";

const MOST = 300; // tasks opened at once; the rest is on the phase's own tasks' pages

export function drawList(list: HTMLElement, plan: Plan, address: string): void {
  const top = plan.rows.filter((task) => plan.depth(task.id) === 1);
  const whole = say("table_caption", { n: plan.rows.length, finish: written(toMinutes(plan.data.finish)) });
  list.innerHTML = `<p class="muted">${escaped(whole)}</p><ol class="gantt-phases">${top.map((task) => phaseHtml(task, plan, address)).join("")}</ol>`;
  list.addEventListener("toggle", (event) => fill(event.target as HTMLDetailsElement, plan, address), true);
}

function phaseHtml(task: Task, plan: Plan, address: string): string {
  if (!plan.isParent(task.id)) return `<li>${taskHtml(task, plan, address)}</li>`;
  return `<li><details data-phase="${task.id}"><summary><span class="gantt-phase-name">${escaped(task.name)}</span>${wordsHtml(task, plan)}${stripSvg(task, plan, plan.span())}</summary><ol class="gantt-tasks"></ol></details></li>`;
}

/** Written when it is opened: who looks at one phase does not wait for all. */
function fill(details: HTMLDetailsElement, plan: Plan, address: string): void {
  const inner = details.querySelector("ol");
  if (!details.open || !inner || inner.childElementCount) return;
  const within = details.dataset.phase!;
  const phase = plan.tasks.get(within)!;
  const span: [number, number] = [phase.start, phase.finish];
  const tasks = plan.order.map((id) => plan.tasks.get(id)!).filter((task) => task && isUnder(task, within, plan));
  inner.innerHTML = tasks
    .slice(0, MOST)
    .map((task) => `<li class="in-${Math.min(plan.depth(task.id) - 1, 4)}">${taskHtml(task, plan, address, span)}</li>`)
    .join("");
}

function isUnder(task: Task, phase: Id, plan: Plan): boolean {
  for (let at = task.parent; at !== null; at = plan.tasks.get(at)?.parent ?? null) if (at === phase) return true;
  return false;
}

function taskHtml(task: Task, plan: Plan, address: string, span = plan.span()): string {
  const name = escaped(task.name);
  const title = plan.isParent(task.id) ? `<strong>${name}</strong>` : `<a href="${address.replace("/0/", `/${task.number}/`)}">${name}</a>`;
  const owner = plan.owner(task);
  return `${title}${owner ? `<span class="gantt-owner">${escaped(owner)}</span>` : ""}${wordsHtml(task, plan)}${stripSvg(task, plan, span)}`;
}

/** "3 – 19 Nov · 40 % done · 5 days later than planned". */
function wordsHtml(task: Task, plan: Plan): string {
  const today = toMinutes(plan.data.today);
  const dates = range(task.kind === "milestone" ? task.finish : task.start, task.finish, today);
  const words: [string, string][] = [["", dates]];
  if (task.progress >= 100) words.push(["good", say("all_done")]);
  else if (task.progress > 0) words.push(["", say("part_done", { n: Math.round(task.progress) })]);
  if (isLate(task, today)) words.push(["bad", say("overdue")]);
  if (task.critical && task.kind !== "summary" && task.progress < 100) words.push(["bad", say("critical")]);
  if (task.missed) words.push(["bad", say("missed")]);
  if (slipDays(task)) words.push([slipDays(task)! > 0 ? "warn" : "good", slip(task)]);
  if (task.p80 !== null && task.kind !== "task") words.push(["", say("p80_by", { day: written(task.p80, "short") })]);
  return `<span class="gantt-words">${words.map(([tone, text]) => `<span class="${tone}">${escaped(text)}</span>`).join(" ")}</span>`;
}

/** Where it lies in the plan, or in its phase: a picture of what the words say. */
function stripSvg(task: Task, plan: Plan, [from, to]: [number, number]): string {
  const at = (moment: number) => Math.round(((moment - from) / Math.max(to - from, 1)) * 1000);
  const today = at(toMinutes(plan.data.today));
  const x = Math.min(at(task.start), 988);
  const width = Math.max(at(task.finish) - x, 12);
  const done = Math.round((width * task.progress) / 100);
  const now = today >= 0 && today <= 1000 ? `<path class="today-line" d="M${today} 0V12"/>` : "";
  return `<svg class="gantt-strip" viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true"><rect class="whole" width="1000" height="12" rx="6"/><rect class="${task.critical ? "body critical" : "body"}" x="${x}" y="1" width="${width}" height="10" rx="5"/><rect class="done" x="${x}" y="1" width="${done}" height="10" rx="5"/>${now}</svg>`;
}
