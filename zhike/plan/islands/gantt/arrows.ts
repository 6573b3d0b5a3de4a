/** Dependencies as rounded lines from the end of a bar that holds to the end that is held. */
import type { Id, LinkRow } from "./contract";
import { ROW } from "./bars";
import type { Plan } from "./plan";
import type { Scale } from "./scale";

const STUB = 9; // px out of a bar before a line turns
const ROUND = 4;
const MIDDLE = 14.5;

export function arrowsSvg(plan: Plan, scale: Scale, from: number, to: number, active: Id | null): string {
  const parts: string[] = [];
  for (const link of plan.links) {
    const [one, other] = [plan.row(link[1]), plan.row(link[2])];
    if (one < 0 || other < 0 || Math.max(one, other) < from || Math.min(one, other) >= to) continue;
    parts.push(arrowSvg(link, one - from, other - from, plan, scale, active));
  }
  return parts.join("");
}

function arrowSvg([id, from, to, kind]: LinkRow, one: number, other: number, plan: Plan, scale: Scale, active: Id | null): string {
  const [before, after] = [plan.tasks.get(from)!, plan.tasks.get(to)!];
  const [out, into] = [kind[0] === "F" ? 1 : -1, kind[1] === "S" ? 1 : -1]; // which way it leaves, which way it comes in
  const aside = (milestone: boolean) => (milestone ? 9 : 0);
  const x1 = scale.x(out > 0 ? before.finish : before.start) + out * aside(before.kind === "milestone");
  const x2 = scale.x(into > 0 ? after.start : after.finish) - into * aside(after.kind === "milestone");
  const [y1, y2] = [one * ROW + MIDDLE, other * ROW + MIDDLE];
  const critical = before.critical && after.critical ? " critical" : "";
  const near = active === from || active === to ? " near" : "";
  return `<g class="arrow${critical}${near}" data-link="${id}"><path class="line" d="${route(x1, y1, out, x2, y2, into)}"/><path class="tip" d="M${x2} ${y2}l${-6 * into} -4v8z"/></g>`;
}

/** Straight where there is room, else around the row's edge. */
export function route(x1: number, y1: number, out: number, x2: number, y2: number, into: number): string {
  const [a, b] = [x1 + out * STUB, x2 - into * STUB];
  const points: [number, number][] = [[x1, y1], [a, y1]]; // prettier-ignore
  const straight = out === into ? out * (b - a) >= 0 : true;
  if (straight) {
    const turn = out === into ? a : out > 0 ? Math.max(a, b) : Math.min(a, b);
    points[1] = [turn, y1];
    points.push([turn, y2]);
  } else {
    const between = y2 >= y1 ? y2 - ROW / 2 + 2 : y2 + ROW / 2 - 2;
    points.push([a, between], [b, between], [b, y2]);
  }
  points.push([x2 - into * 3, y2]);
  return rounded(points);
}

function rounded(points: [number, number][]): string {
  let path = `M${points[0]![0]} ${points[0]![1]}`;
  for (let at = 1; at < points.length; at++) {
    const [[x0, y0], [x, y], next] = [points[at - 1]!, points[at]!, points[at + 1]];
    if (!next) {
      path += `L${x} ${y}`;
      continue;
    }
    const before = Math.min(ROUND, Math.hypot(x - x0, y - y0) / 2);
    const after = Math.min(ROUND, Math.hypot(next[0] - x, next[1] - y) / 2);
    path += `L${x - Math.sign(x - x0) * before} ${y - Math.sign(y - y0) * before}Q${x} ${y} ${x + Math.sign(next[0] - x) * after} ${y + Math.sign(next[1] - y) * after}`;
  }
  return path;
}
