/**
 * A task's card beside its bar: dates, what holds them ("starts on 12 May because of …"), float, baseline, forecast, links,
 * and the way to its page.
 *
 *     <div popover class="gantt-card" data-card></div>
 */
import { place } from "../../../../frontend/islands/menu";
import type { Chart } from "./chart";
import { slip } from "./columns";
import { toMinutes, type LinkRow, type Task } from "./contract";
import { writtenLink } from "./predecessors";
import { duration, range, say, slack, written } from "./words";

export class Card {
  constructor(
    private readonly card: HTMLElement,
    private readonly chart: Chart,
    private readonly address: string, // of a task's page, with 0 in the place of its number
  ) {}

  show(task: Task, at: DOMRect): void {
    const { card } = this;
    if (card.matches(":popover-open")) card.hidePopover();
    card.replaceChildren(this.head(task), this.reason(task), this.facts(task), this.foot(task));
    card.setAttribute("aria-label", task.name);
    card.showPopover();
    place(card, at);
    const { bottom } = card.getBoundingClientRect();
    if (bottom > innerHeight) card.style.top = `${Math.max(innerHeight - card.offsetHeight - 8, 8)}px`;
  }

  /** By keyboard: below the row one is at. */
  showCurrent(): void {
    const task = this.chart.cursor.task === null ? null : this.chart.plan.tasks.get(this.chart.cursor.task);
    const cell = this.chart.cell("name");
    if (!task || !cell) return;
    this.show(task, cell.getBoundingClientRect());
    this.card.querySelector<HTMLElement>("a, button")?.focus();
  }

  private head(task: Task): HTMLElement {
    const head = made("h2", `T-${task.number} ${task.name}`);
    return head;
  }

  private reason(task: Task): HTMLElement {
    const words = made("p", task.reason ? say("why_starts", { day: written(task.start), why: task.reason }) : "");
    words.className = "gantt-reason";
    words.hidden = !task.reason; // a summary follows from what is in it
    return words;
  }

  private facts(task: Task): HTMLElement {
    const { plan } = this.chart;
    const { minutesPerDay } = plan.data;
    const dates = task.kind === "milestone" ? written(task.finish) : range(task.start, task.finish, toMinutes(plan.data.today));
    const rows: [string, string][] = [
      ["dates", dates],
      ["column_duration", task.kind === "milestone" ? "" : duration(task.duration, task.unit, minutesPerDay)],
      ["column_owner", plan.owner(task)],
      ["column_progress", `${Math.round(task.progress)}%`],
      ["column_float", slack(task, minutesPerDay)],
      ["free_float", task.kind === "summary" || task.freeFloat === null ? "" : duration(task.freeFloat, "d", minutesPerDay)],
      ["column_constraint", task.constraint && task.constraint !== "as_soon_as_possible" ? constraint(task) : ""],
      ["column_deadline", task.deadline === null ? "" : written(task.deadline) + (task.missed ? ` · ${say("missed")}` : "")],
      ["column_baseline", task.baselineFinish === null ? "" : `${written(task.baselineFinish)} · ${slip(task)}`],
      ["forecast", task.p80 === null ? "" : say("p50_p80", { p50: written(task.p50 ?? task.p80), p80: written(task.p80) })],
      ["column_predecessors", plan.incoming(task.id).map((link) => this.before(link)).join("; ")],
    ];
    const list = document.createElement("dl");
    for (const [key, text] of rows) if (text) list.append(made("dt", say(key)), made("dd", text));
    return list;
  }

  /** "T-6 Design FS+1d". */
  private before(link: LinkRow): string {
    const task = this.chart.plan.tasks.get(link[1]);
    const how = writtenLink(link, this.chart.plan).replace(/^\d+/, "");
    return task ? `T-${task.number} ${task.name} ${how}`.trim() : "";
  }

  private foot(task: Task): HTMLElement {
    const foot = made("p", "");
    const link = made("a", say("open_task"));
    link.setAttribute("href", this.address.replace("/0/", `/${task.number}/`));
    link.className = "button small primary";
    const close = made("button", say("close"));
    close.className = "button small";
    close.setAttribute("type", "button");
    close.addEventListener("click", () => {
      this.card.hidePopover();
      this.chart.frame.tree.focus({ preventScroll: true });
    });
    foot.className = "actions";
    foot.append(link, close);
    return foot;
  }
}

function constraint(task: Task): string {
  const words = say(`constraint_${task.constraint}`);
  return task.constraintAt === null ? words : `${words} ${written(task.constraintAt)}`;
}

function made(name: string, text: string): HTMLElement {
  return Object.assign(document.createElement(name), { textContent: text });
}
