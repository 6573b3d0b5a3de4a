/**
 * Hands on the bars: drag one to move it, a summary with all that is in it; its end to stretch it; an end's knob onto
 * another bar to link the two; the empty space to look elsewhere. What is dragged is drawn ahead, until the answer comes.
 */
import { ROW } from "./bars";
import type { Chart } from "./chart";
import { fromMinutes, type Edit, type LinkKind, type Task } from "./contract";
import type { Server } from "./server";
import { escaped, written } from "./words";

const [STARTS_AT, EDGE, EDGE_STEP] = [4, 40, 14]; // px

interface Hold {
  task: Task | null;
  part: string;
  x: number; // where it began, on the page of time
  y: number;
  left: number;
  top: number;
  moved: boolean;
}

export class Hands {
  private hold: Hold | null = null;
  private edit: Edit | null = null;

  constructor(
    private readonly chart: Chart,
    private readonly server: Server,
    private readonly opened: (task: Task, at: DOMRect) => void,
  ) {
    const { time } = chart.frame;
    time.addEventListener("pointerdown", (event) => this.take(event));
    time.addEventListener("pointermove", (event) => this.move(event));
    time.addEventListener("pointerup", (event) => this.release(event));
    time.addEventListener("pointercancel", () => this.giveUp());
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.hold) return;
      event.preventDefault();
      this.giveUp();
    });
  }

  private take(event: PointerEvent): void {
    if (event.button !== 0 || (event.pointerType === "touch" && !(event.target as Element).closest(".bar.active"))) return;
    const target = event.target as Element;
    const bar = target.closest<SVGElement>("[data-task]");
    const task = (bar && this.chart.plan.tasks.get(bar.dataset.task!)) ?? null;
    const part = task ? ((target as SVGElement).dataset.part ?? "body") : "space";
    const { scroll } = this.chart.frame;
    this.hold = { task, part, x: event.clientX, y: event.clientY, left: scroll.scrollLeft, top: scroll.scrollTop, moved: false };
    this.chart.frame.time.setPointerCapture(event.pointerId);
    event.preventDefault();
    this.chart.frame.tree.focus({ preventScroll: true });
    if (task) this.chart.select(task.id);
  }

  private move(event: PointerEvent): void {
    const { hold, chart } = this;
    if (!hold) return;
    const { scroll } = chart.frame;
    if (!hold.moved && Math.hypot(event.clientX - hold.x, event.clientY - hold.y) < STARTS_AT) return;
    hold.moved = true;
    if (hold.part === "space" || !hold.task) {
      scroll.scrollTo(hold.left - event.clientX + hold.x, hold.top - event.clientY + hold.y);
      return;
    }
    if (!chart.plan.data.editable) return;
    this.scrollAtEdge(event);
    const by = event.clientX - hold.x + scroll.scrollLeft - hold.left;
    if (hold.part.startsWith("from")) this.link(hold.task, hold.part, event);
    else if (hold.part === "finish" && hold.task.kind === "task") this.stretch(hold.task, by);
    else this.shift(hold.task, by);
  }

  private shift(task: Task, by: number): void {
    const { scale } = this.chart;
    const start = scale.snapStart(scale.x(task.start) + by);
    const at = task.kind === "milestone" && task.start % 1440 !== scale.opens ? scale.snapFinish(scale.x(task.start) + by) : start;
    this.ahead({ ...task, start: at, finish: scale.at(scale.x(task.finish) - scale.x(task.start) + scale.x(at)) });
    this.edit = at === task.start ? null : { kind: "move", task: task.id, start: fromMinutes(at) };
  }

  private stretch(task: Task, by: number): void {
    const { scale } = this.chart;
    const finish = Math.max(scale.snapFinish(scale.x(task.finish) + by), task.start + 30);
    this.ahead({ ...task, finish });
    this.edit = finish === task.finish ? null : { kind: "stretch", task: task.id, finish: fromMinutes(finish) };
  }

  private ahead(preview: Task): void {
    const { chart } = this;
    chart.preview = preview;
    chart.drawTime();
    const top = Number(/translateY\((.+)px\)/.exec(chart.frame.drawing.style.transform)?.[1] ?? 0);
    const y = chart.plan.row(preview.id) * ROW - top - 8;
    const words = `${written(preview.start, "weekday")} – ${written(preview.finish, "weekday")}`;
    chart.frame.drawing.insertAdjacentHTML("beforeend", `<text class="dates-ahead" x="${chart.scale.x(preview.start)}" y="${Math.max(y, 12)}">${escaped(words)}</text>`);
  }

  private link(task: Task, part: string, event: PointerEvent): void {
    const { chart } = this;
    const box = chart.frame.drawing.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const from = chart.scale.x(part === "from-start" ? task.start : task.finish);
    const row = chart.plan.row(task.id) * ROW - Number(/translateY\((.+)px\)/.exec(chart.frame.drawing.style.transform)?.[1] ?? 0) + ROW / 2;
    const over = chart.plan.rows[Math.floor((event.clientY - chart.frame.rows.getBoundingClientRect().top) / ROW)];
    this.edit = null;
    if (over && over.id !== task.id) {
      const toStart = x < (chart.scale.x(over.start) + chart.scale.x(over.finish)) / 2 || over.kind === "milestone";
      const type = `${part === "from-start" ? "S" : "F"}${toStart ? "S" : "F"}` as LinkKind;
      this.edit = { kind: "link", from: task.id, to: over.id, type, lag: "" };
    }
    chart.drawTime();
    const words = this.edit && over ? `T-${task.number} → T-${over.number} (${String(this.edit.type)})` : "";
    chart.frame.drawing.insertAdjacentHTML("beforeend", `<path class="link-ahead" d="M${from} ${row}L${x} ${y}"/><text class="dates-ahead" x="${x + 12}" y="${y - 8}">${escaped(words)}</text>`);
  }

  private scrollAtEdge(event: PointerEvent): void {
    const { scroll, left } = this.chart.frame;
    const box = scroll.getBoundingClientRect();
    if (event.clientX > box.right - EDGE) scroll.scrollLeft += EDGE_STEP;
    else if (event.clientX < box.left + left.offsetWidth + EDGE) scroll.scrollLeft -= EDGE_STEP;
    if (!this.hold?.part.startsWith("from")) return;
    if (event.clientY > box.bottom - EDGE) scroll.scrollTop += EDGE_STEP;
    else if (event.clientY < box.top + 2 * EDGE) scroll.scrollTop -= EDGE_STEP;
  }

  private release(event: PointerEvent): void {
    const { hold, edit, chart } = this;
    this.hold = this.edit = null;
    if (!hold?.task) return;
    if (!hold.moved) this.opened(hold.task, new DOMRect(event.clientX, event.clientY, 0, 0));
    else if (edit) void this.server.edit(edit); // the bar stays where it was dropped until the answer is there
    else this.giveUp();
    if (hold.moved && edit?.kind === "link") chart.drawTime();
  }

  private giveUp(): void {
    this.hold = this.edit = this.chart.preview = null;
    this.chart.drawTime();
  }
}
