/**
 * The elements of the chart: one scroller with the tree stuck to its left side and the dates stuck to its top.
 *
 *     <div class="gantt-frame"> becomes
 *       <div class="gantt-scroll"><div class="gantt-sheet">
 *         <div class="gantt-left"><div class="gantt-tree" role="treegrid" tabindex="0">head and rows</div><div role="separator"></div></div>
 *         <div class="gantt-time" aria-hidden="true">dates, days and bars as SVG</div></div></div>
 *
 * The drawing is hidden from screen readers: the tree says all of it in words, and so does the table below the chart.
 */
import { say } from "./words";

export interface Frame {
  scroll: HTMLElement;
  sheet: HTMLElement;
  left: HTMLElement;
  tree: HTMLElement;
  head: HTMLElement;
  rows: HTMLElement;
  splitter: HTMLElement;
  time: HTMLElement;
  dates: SVGSVGElement;
  drawing: SVGSVGElement;
}

const WHOLE = `<div class="gantt-scroll"><div class="gantt-sheet">
  <div class="gantt-left">
    <div class="gantt-tree" role="treegrid" tabindex="0" aria-describedby="gantt-hint">
      <div class="gantt-top" role="rowgroup"><div class="gantt-head" role="row" aria-rowindex="1"></div></div>
      <div class="gantt-rows" role="rowgroup"></div>
    </div>
    <div class="gantt-splitter" role="separator" aria-orientation="vertical" aria-valuemin="130" aria-valuemax="620" tabindex="0"></div>
  </div>
  <div class="gantt-time" aria-hidden="true"><svg class="gantt-dates"></svg><svg class="gantt-drawing"></svg></div>
</div></div>`;

export function buildFrame(root: HTMLElement): Frame {
  root.innerHTML = WHOLE;
  const part = <E extends Element>(name: string) => root.querySelector<E>(`.gantt-${name}`)!;
  const tree = part<HTMLElement>("tree");
  tree.setAttribute("aria-label", root.dataset.label ?? say("plan"));
  part<HTMLElement>("splitter").setAttribute("aria-label", say("splitter"));
  return {
    scroll: part("scroll"),
    sheet: part("sheet"),
    left: part("left"),
    tree,
    head: part("head"),
    rows: part("rows"),
    splitter: part("splitter"),
    time: part("time"),
    dates: part("dates"),
    drawing: part("drawing"),
  };
}
