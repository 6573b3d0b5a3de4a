/**
 * The plan as the browser holds it: tasks in outline order, what is folded and filtered away, and the rows that are left.
 * It changes only by what the server answered.
 */
import { decode, movedTo, toMinutes, type Answer, type Cell, type Data, type Id, type LinkRow, type Moved, type Task } from "./contract";
import { WorkTime } from "./worktime";

const BLANK = { kind: "task", name: "", number: 0, progress: 0, duration: 0, unit: "d", state: "to_do", side: "ours" };

export type Matches = (task: Task) => boolean;

export class Plan {
  readonly tasks = new Map<Id, Task>();
  readonly people = new Map<string, { name: string; side: string }>();
  readonly folded = new Set<Id>();
  order: Id[] = [];
  links: LinkRow[] = [];
  rows: Task[] = [];
  revision = 0;
  undo: string | null = null;
  redo: string | null = null;
  work!: WorkTime;
  data!: Data;
  matches: Matches | null = null;
  private at = new Map<Id, number>();
  private depths = new Map<Id, number>();
  private parents = new Set<Id>();

  load(data: Data): void {
    this.data = data;
    this.work = new WorkTime(data.calendar);
    this.tasks.clear();
    this.people.clear();
    for (const [id, name, side] of data.people) this.people.set(id, { name, side });
    this.order = this.take(data.tasks).map((task) => task.id);
    this.links = data.links;
    [this.revision, this.undo, this.redo] = [data.revision, data.undo, data.redo];
    this.arrange();
  }

  /** Takes over what an edit changed; returns the tasks whose dates or words are other than before. */
  apply(answer: Answer): Set<Id> {
    const changed = new Set(this.take(answer.tasks).map((task) => task.id));
    if (answer.moved) for (const id of this.move(answer.moved)) changed.add(id);
    for (const id of answer.removed) this.tasks.delete(id);
    if (answer.order) this.order = answer.order;
    else if (answer.removed.length) this.order = this.order.filter((id) => this.tasks.has(id));
    if (answer.links) this.links = answer.links;
    else if (answer.removed.length) this.links = this.links.filter((link) => this.tasks.has(link[1]) && this.tasks.has(link[2]));
    [this.revision, this.undo, this.redo] = [answer.revision, answer.undo, answer.redo];
    this.data.finish = answer.finish || this.data.finish;
    this.arrange();
    return changed;
  }

  /** Works out anew which rows there are. An ancestor of a match stays, so that one knows where it belongs. */
  arrange(): void {
    this.parents = new Set();
    for (const id of this.order) this.parents.add(this.tasks.get(id)?.parent ?? "");
    const kept = this.matches && this.kept(this.matches);
    const hidden = new Set<Id>();
    this.rows = [];
    this.depths.clear();
    for (const id of this.order) {
      const task = this.tasks.get(id);
      if (!task) continue;
      const parent = task.parent;
      this.depths.set(id, parent === null ? 1 : (this.depths.get(parent) ?? 0) + 1);
      if (parent !== null && (hidden.has(parent) || (this.folded.has(parent) && !kept))) hidden.add(id);
      else if (!kept || kept.has(id)) this.rows.push(task);
    }
    this.at = new Map(this.rows.map((task, row) => [task.id, row]));
  }

  /** A row of its own before the server knows it: behind another, with all that is below that one, or right below it. */
  propose(id: Id, parent: Id | null, beside: Id | null, isBehind: boolean): void {
    let at = beside === null ? 0 : this.order.indexOf(beside) + 1;
    while (isBehind && beside !== null && at < this.order.length && this.depth(this.order[at]!) > this.depth(beside)) at++;
    const start = this.tasks.get(beside ?? "")?.start ?? toMinutes(this.data.start);
    const known: Record<string, Cell> = { id, parent, ...BLANK };
    const cells = this.data.columns.map((name) => known[name] ?? null);
    Object.assign(this.take([cells])[0]!, { start, finish: start });
    this.order.splice(at, 0, id);
    this.arrange();
  }

  withdraw(id: Id): void {
    this.tasks.delete(id);
    this.order = this.order.filter((one) => one !== id);
    this.arrange();
  }

  row = (id: Id): number => this.at.get(id) ?? -1;
  depth = (id: Id): number => this.depths.get(id) ?? 1;

  isParent(id: Id): boolean {
    return this.parents.has(id);
  }

  children(parent: Id | null): Task[] {
    return this.order.map((id) => this.tasks.get(id)!).filter((task) => task?.parent === parent);
  }

  owner(task: Task): string {
    return task.owner ? (this.people.get(task.owner)?.name ?? "") : "";
  }

  incoming(id: Id): LinkRow[] {
    return this.links.filter((link) => link[2] === id);
  }

  /** First and last moment of anything that is drawn. */
  span(): [number, number] {
    let [from, to] = [Infinity, -Infinity];
    for (const task of this.tasks.values()) {
      from = Math.min(from, task.start, task.baselineStart ?? Infinity);
      to = Math.max(to, task.finish, task.p80 ?? 0, task.deadline ?? 0, task.baselineFinish ?? 0);
    }
    if (from > to) from = toMinutes(this.data.start); // no task yet
    return [from, Math.max(to, from + 30 * 1440)];
  }

  private move(moved: Moved): Id[] {
    moved.id.forEach((one, at) => {
      const task = this.tasks.get(one);
      if (task) this.tasks.set(one, { ...task, ...movedTo(moved, at) });
    });
    return moved.id;
  }

  private take(rows: Cell[][]): Task[] {
    const tasks = decode(this.data.columns, rows);
    for (const task of tasks) this.tasks.set(task.id, task);
    return tasks;
  }

  private kept(matches: Matches): Set<Id> {
    const kept = new Set<Id>();
    for (const task of this.tasks.values()) {
      if (!matches(task)) continue;
      for (let at: Task | undefined = task; at && !kept.has(at.id); at = at.parent === null ? undefined : this.tasks.get(at.parent))
        kept.add(at.id);
    }
    return kept;
  }
}
