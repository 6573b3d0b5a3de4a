/** The tree by pointer: a click goes to a cell, a second one edits it, the triangle folds; the splitter widens names. */
import type { Chart } from "./chart";
import type { Server } from "./server";
import { fold } from "./keys";
import { keepPreferences } from "./preferences";
import { perform } from "./verbs";

const [NARROWEST, WIDEST, STEP] = [130, 620, 16];
const ZOOM = 1.15;

export function hearPointer(chart: Chart, server: Server): void {
  const { rows, splitter, scroll, left } = chart.frame;
  rows.addEventListener("click", (event) => {
    const target = event.target as Element;
    if (target.closest("[data-editing]")) return;
    const row = target.closest<HTMLElement>("[data-task]");
    if (!row) return;
    const id = row.dataset.task!;
    const column = target.closest<HTMLElement>("[data-column]")?.dataset.column ?? "name";
    if (target.closest("[data-fold]")) return fold(chart, id);
    const again = chart.cursor.task === id && chart.cursor.column === column;
    chart.select(id, column);
    if (again) void perform("edit", chart, server);
  });

  let from: { x: number; width: number } | null = null;
  splitter.addEventListener("pointerdown", (event) => {
    from = { x: event.clientX, width: chart.preferences.nameWidth };
    splitter.setPointerCapture(event.pointerId);
  });
  splitter.addEventListener("pointermove", (event) => from && widen(chart, from.width + event.clientX - from.x));
  splitter.addEventListener("lostpointercapture", () => (from = null));
  splitter.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (!by) return;
    event.preventDefault();
    widen(chart, chart.preferences.nameWidth + by);
  });

  scroll.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const at = Math.max(event.clientX - scroll.getBoundingClientRect().left - left.offsetWidth, 0);
      chart.zoom(chart.scale.dayWidth * (event.deltaY < 0 ? ZOOM : 1 / ZOOM), at);
    },
    { passive: false },
  );
}

function widen(chart: Chart, width: number): void {
  chart.preferences.nameWidth = Math.round(Math.min(Math.max(width, NARROWEST), WIDEST));
  keepPreferences(chart.preferences);
  chart.draw();
}
