/**
 * The whole plan on paper: landscape pages with as many rows as fit, time made narrow enough for the width. Written when
 * somebody prints and taken away afterwards.
 *
 *     <div class="gantt-paper" data-paper></div>
 */
import { arrowsSvg } from "./arrows";
import { barsSvg, ROW } from "./bars";
import type { Chart } from "./chart";
import { HEAD, headingsSvg, shadeSvg } from "./headings";
import { linesSvg } from "./lines";
import { scaleFor, type Scale } from "./scale";
import { escaped, say, written } from "./words";

const [ROWS, WIDE, TREE] = [27, 1480, 430]; // rows a page, px of a page, px of it for names and dates
const LABELS = 150; // px right of the last bar

export function preparePaper(paper: HTMLElement, chart: Chart): void {
  addEventListener("beforeprint", () => {
    if (chart.plan.data) paper.innerHTML = pagesHtml(chart);
  });
  addEventListener("afterprint", () => paper.replaceChildren());
}

export function pagesHtml(chart: Chart): string {
  const { plan } = chart;
  const [from, to] = plan.span();
  const time = WIDE - TREE;
  const dayWidth = (time - LABELS) / Math.max((to - from) / 1440 + 4, 1);
  const scale = scaleFor(from, to, dayWidth, time, plan.work.opens, plan.work.closes);
  const pages = Math.max(Math.ceil(plan.rows.length / ROWS), 1);
  return Array.from({ length: pages }, (_, page) => pageHtml(chart, scale, page, pages)).join("");
}

function pageHtml(chart: Chart, scale: Scale, page: number, pages: number): string {
  const { plan, preferences } = chart;
  const [first, last] = [page * ROWS, Math.min((page + 1) * ROWS, plan.rows.length)];
  const time = WIDE - TREE;
  const height = (last - first) * ROW;
  const look = { colouring: preferences.colouring, layers: preferences.layers, active: null, changed: new Set<string>(), preview: null };
  const rows = plan.rows.slice(first, last).map((task, at) => {
    const y = at * ROW;
    const dates = task.kind === "milestone" ? written(task.finish, "short") : `${written(task.start, "short")} – ${written(task.finish, "short")}`;
    const name = shortened(task.name, 36 - plan.depth(task.id) * 2);
    return `<text class="${task.kind}" x="${plan.depth(task.id) * 14 - 8}" y="${y + 21}">${escaped(name)}</text><text x="${TREE - 130}" y="${y + 21}">${escaped(dates)}</text><path class="row-line" d="M0 ${y + ROW}H${WIDE}"/>`;
  });
  const title = chart.frame.tree.getAttribute("aria-label") ?? "";
  return `<section class="gantt-page"><h2>${escaped(title)}</h2><p>${escaped(say("paper_line", { day: written(Date.parse(`${plan.data.today}Z`) / 60_000), page: page + 1, pages }))}</p>
    <svg viewBox="0 0 ${WIDE} ${ROWS * ROW + HEAD}" class="gantt-sheet-svg" preserveAspectRatio="xMinYMin"><g class="gantt-names" transform="translate(0 ${HEAD})">${rows.join("")}</g>
    <svg x="${TREE}" width="${time}" height="${HEAD}" class="gantt-dates">${headingsSvg(scale, 0, time)}${linesSvg(plan.data, scale, HEAD, true)}</svg>
    <svg x="${TREE}" y="${HEAD}" width="${time}" height="${height}" class="gantt-drawing">${shadeSvg(scale, plan.work, 0, time, height)}${preferences.layers.links ? arrowsSvg(plan, scale, first, last, null) : ""}${barsSvg(plan, scale, first, last, look)}${linesSvg(plan.data, scale, height, false)}</svg></svg></section>`;
}

/** Chinese signs are twice as wide as Latin ones. */
function shortened(text: string, room: number): string {
  let width = 0;
  for (let at = 0; at < text.length; at++) {
    width += text.charCodeAt(at) > 0x2e80 ? 1.75 : 1;
    if (width > room) return `${text.slice(0, at)}…`;
  }
  return text;
}
