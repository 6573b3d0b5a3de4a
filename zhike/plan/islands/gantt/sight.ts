/** Scrolling to where something is: a row and its bar, or today. */
import { ROW } from "./bars";
import type { Chart } from "./chart";
import { toMinutes, type Id } from "./contract";
import { HEAD } from "./headings";

const [MARGIN, ENOUGH] = [110, 10]; // px before a bar that was out of sight; px of a bar that count as seeing it

/** So far that the row is in sight, and its bar if nothing of it was. */
export function bringIntoSight({ frame: { scroll, left }, plan, scale }: Chart, id: Id): void {
  const top = plan.row(id) * ROW;
  if (top < scroll.scrollTop) scroll.scrollTop = top;
  else if (top + ROW > scroll.scrollTop + scroll.clientHeight - HEAD) scroll.scrollTop = top + ROW - scroll.clientHeight + HEAD + 4;
  const task = plan.tasks.get(id);
  if (!task) return;
  const [from, to] = [scroll.scrollLeft, scroll.scrollLeft + scroll.clientWidth - left.offsetWidth];
  const [x, end] = [scale.x(task.start), scale.x(task.finish)];
  if (x > to - ENOUGH || end < from + ENOUGH) scroll.scrollLeft = x - MARGIN;
}

export function goToToday({ frame: { scroll, left }, plan, scale }: Chart): void {
  scroll.scrollLeft = scale.x(toMinutes(plan.data.today)) - (scroll.clientWidth - left.offsetWidth) / 3;
}
