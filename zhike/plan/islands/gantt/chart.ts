/** Draws the plan: only the rows and the stretch of time in sight, anew when one scrolls out of what was drawn. */
import { arrowsSvg } from "./arrows";
import { barsSvg, ROW, type Look } from "./bars";
import { chosen, type Column } from "./columns";
import type { Id, Task } from "./contract";
import { hereSvg, linesSvg } from "./lines";
import { buildFrame, type Frame } from "./frame";
import { cellId, headHtml, rowsHtml, type Cursor } from "./grid";
import { HEAD, headingsSvg, shadeSvg } from "./headings";
import { Plan } from "./plan";
import { keepPreferences, readPreferences } from "./preferences";
import { fitting, opening, scaleFor, type Scale } from "./scale";
import { bringIntoSight } from "./sight";

const [MORE_ROWS, MORE_TIME] = [12, 600];

export class Chart extends EventTarget {
  readonly plan = new Plan();
  readonly frame: Frame;
  readonly cursor: Cursor = { task: null, column: "name" };
  preferences = readPreferences();
  scale!: Scale;
  changed: ReadonlySet<Id> = new Set();
  preview: Task | null = null;
  columns: Column[] = [];
  private drawn = { from: 0, to: -1, left: 0, right: -1 };
  private waiting = 0;

  constructor(root: HTMLElement) {
    super();
    this.frame = buildFrame(root);
    this.frame.scroll.addEventListener("scroll", () => this.later(false), { passive: true });
    new ResizeObserver(() => this.plan.data && this.draw()).observe(this.frame.scroll);
  }

  /** Everything anew: after an answer of the server, a filter, another scale or other columns. */
  draw(): void {
    const { frame, plan } = this;
    this.columns = chosen(this.preferences.columns);
    const widths = this.columns.map(({ key, width }) => (key === "name" ? this.preferences.nameWidth : width));
    frame.sheet.style.setProperty("--gantt-columns", widths.map((width) => `${width}px`).join(" "));
    const [from, to] = plan.span();
    const shown = Math.max(frame.scroll.clientWidth - frame.left.offsetWidth, 100);
    const dayWidth = this.preferences.dayWidth || opening(from, to, shown);
    this.scale = scaleFor(from, to, dayWidth, shown, plan.work.opens, plan.work.closes);
    frame.splitter.setAttribute("aria-valuenow", String(this.preferences.nameWidth));
    frame.head.innerHTML = headHtml(this.columns);
    frame.tree.setAttribute("aria-rowcount", String(plan.rows.length + 1));
    frame.rows.style.blockSize = `${plan.rows.length * ROW}px`;
    frame.time.style.inlineSize = `${this.scale.width}px`;
    frame.dates.setAttribute("width", String(this.scale.width));
    frame.dates.setAttribute("height", String(HEAD));
    this.drawn.to = -1;
    this.drawVisible();
    this.dispatchEvent(new Event("drawn"));
  }

  /** At the next frame; `fully` even when what is in sight was drawn already. */
  later(fully = true): void {
    if (fully) this.drawn.to = -1;
    this.waiting ||= requestAnimationFrame(() => {
      this.waiting = 0;
      if (this.plan.data) this.drawVisible();
    });
  }

  select(task: Id | null, column = this.cursor.column): void {
    Object.assign(this.cursor, { task, column });
    if (task !== null) bringIntoSight(this, task);
    this.drawn.to = -1;
    this.drawVisible();
    this.dispatchEvent(new Event("selected"));
  }

  /** The same moment stays under the same place of the screen. */
  zoom(dayWidth: number, at = (this.frame.scroll.clientWidth - this.frame.left.offsetWidth) / 2): void {
    const { scroll } = this.frame;
    const moment = (scroll.scrollLeft + at) / this.scale.dayWidth + this.scale.first;
    this.preferences.dayWidth = dayWidth;
    this.draw();
    scroll.scrollLeft = (moment - this.scale.first) * this.scale.dayWidth - at;
    this.later();
    keepPreferences(this.preferences);
  }

  fit(): void {
    this.zoom(fitting(...this.plan.span(), this.frame.scroll.clientWidth - this.frame.left.offsetWidth));
    this.frame.scroll.scrollLeft = 0;
  }

  cell(column = this.cursor.column): HTMLElement | null {
    return this.cursor.task === null ? null : document.getElementById(cellId(this.cursor.task, column));
  }

  private drawVisible(): void {
    const { scroll } = this.frame;
    const first = Math.floor(scroll.scrollTop / ROW);
    const last = Math.min(first + Math.ceil(scroll.clientHeight / ROW) + 1, this.plan.rows.length);
    const [left, right] = [scroll.scrollLeft, scroll.scrollLeft + scroll.clientWidth];
    const { drawn } = this;
    if (first >= drawn.from && last <= drawn.to && left >= drawn.left && right <= drawn.right) return;
    drawn.from = Math.max(first - MORE_ROWS, 0);
    drawn.to = Math.min(Math.max(last, 1) + MORE_ROWS, Math.max(this.plan.rows.length, last));
    drawn.left = Math.max(left - MORE_TIME, 0);
    drawn.right = right + MORE_TIME;
    this.drawTree();
    this.drawTime();
  }

  private drawTree(): void {
    const { rows, tree } = this.frame;
    if (rows.querySelector("[data-editing]")) return; // somebody types here; their answer draws it anew
    rows.innerHTML = rowsHtml(this.plan, this.columns, this.drawn.from, this.drawn.to, this.cursor);
    rows.style.paddingBlockStart = `${this.drawn.from * ROW}px`;
    const cell = this.cell();
    if (cell) tree.setAttribute("aria-activedescendant", cell.id);
    else tree.removeAttribute("aria-activedescendant");
  }

  /** Bars, days and dates; alone while a bar is dragged. */
  drawTime(): void {
    const { from, to, left, right } = this.drawn;
    const { drawing, dates } = this.frame;
    const height = Math.max((to - from) * ROW, this.frame.scroll.clientHeight - HEAD - 2);
    drawing.setAttribute("width", String(this.scale.width));
    drawing.setAttribute("height", String(height));
    drawing.style.transform = `translateY(${from * ROW}px)`;
    dates.innerHTML = headingsSvg(this.scale, left, right) + linesSvg(this.plan.data, this.scale, HEAD, true);
    drawing.innerHTML =
      shadeSvg(this.scale, this.plan.work, left, right, height) +
      hereSvg(this.cursor.task === null ? -1 : this.plan.row(this.cursor.task) - from, to - from, this.scale.width) +
      (this.preferences.layers.links ? arrowsSvg(this.plan, this.scale, from, to, this.cursor.task) : "") +
      barsSvg(this.plan, this.scale, from, to, this.look()) +
      linesSvg(this.plan.data, this.scale, height, false);
  }

  private look(): Look {
    const { colouring, layers } = this.preferences;
    return { colouring, layers, active: this.cursor.task, changed: this.changed, preview: this.preview };
  }
}
