/** A plan as the server would send it, of any size; for tests. Phases of nine tasks and a milestone, each on the one before. */
import { fromMinutes, toMinutes, type Cell, type Data, type LinkRow } from "./contract";
import { DAY, WorkTime } from "./worktime";

export const COLUMNS = (
  "id number parent wbs name kind mode start finish duration unit progress state critical totalFloat freeFloat deadline " +
  "constraint constraintAt owner side shared baselineStart baselineFinish p50 p80 missed reason"
).split(" ");
const HOURS: [number, number][] = [[480, 720], [780, 1020]]; // prettier-ignore
export const CALENDAR = { week: [HOURS, HOURS, HOURS, HOURS, HOURS, [], []], off: ["2026-10-01"], worked: ["2026-10-10"] };

export function makeData(size: number, editable = true): Data {
  const work = new WorkTime(CALENDAR);
  const tasks: Cell[][] = [];
  const links: LinkRow[] = [];
  let day = Math.floor(toMinutes("2026-09-21") / DAY);
  for (let number = 1; tasks.length < size; ) {
    const phase = tasks.length;
    const own = { id: `s${number}`, number: number++, first: day };
    tasks.push([]);
    for (let at = 1; at <= 10 && tasks.length < size; at++, number++) {
      const isLast = at === 10;
      const [start, finish] = [fromMinutes(day * DAY + (isLast ? 1020 : 480)), fromMinutes(day * DAY + 1020)];
      const row = { id: `t${number}`, number, parent: own.id, wbs: `${own.number}.${at}`, name: `Task ${number}`, kind: isLast ? "milestone" : "task", start, finish, critical: at % 3 > 0 };
      tasks.push(cells({ ...row, duration: isLast ? 0 : 4800, totalFloat: at % 3 ? 0 : 9600, owner: at % 2 ? "user:1" : null, baselineStart: start, baselineFinish: finish, p80: isLast ? fromMinutes((day + 9) * DAY + 1020) : null }));
      if (at > 1) links.push([`l${number}`, `t${number - 1}`, `t${number}`, "FS", 0, "d"]);
      day = Math.floor(work.step(day * DAY + 480, 1) / DAY);
    }
    tasks[phase] = cells({ id: own.id, number: own.number, wbs: String(own.number), name: `Phase ${own.number}`, kind: "summary", start: fromMinutes(own.first * DAY + 480), finish: fromMinutes(day * DAY + 1020) });
  }
  return {
    revision: 7, editable, start: "2026-09-21T08:00", finish: String(tasks.at(-1)![8]), statusAt: null, today: "2026-10-20T12:00",
    minutesPerDay: 480, calendar: CALENDAR, columns: COLUMNS, tasks, links, people: [["user:1", "陈晓", "ours"], ["contact:2", "Mr Zhou", "client"]],
    baselines: [], undo: null, redo: null,
  }; // prettier-ignore
}

export function cells(values: Record<string, Cell>): Cell[] {
  const usual: Record<string, Cell> = { parent: null, mode: "auto", duration: 4800, unit: "d", progress: 0, state: "to_do", critical: false, totalFloat: 0, freeFloat: 0, constraint: "as_soon_as_possible", side: "ours", shared: false, missed: false, reason: "" };
  return COLUMNS.map((name) => values[name] ?? usual[name] ?? null);
}
