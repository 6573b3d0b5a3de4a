import { beforeEach, describe, expect, it } from "vitest";
import { decode, fromMinutes, toMinutes } from "./contract";
import { matching, NO_FILTER } from "./filters";
import { cells, COLUMNS, makeData } from "./fixture";
import { Plan } from "./plan";

let plan: Plan;
beforeEach(() => {
  plan = new Plan();
  plan.load(makeData(33));
});

describe("moments", () => {
  it("come back as they went", () => {
    expect(fromMinutes(toMinutes("2026-11-26T08:00"))).toBe("2026-11-26T08:00");
    expect(fromMinutes(toMinutes("1900-01-01"))).toBe("1900-01-01T00:00");
    expect(decode(["id", "start"], [["a", "2199-12-31T17:00"]])[0]!.start).toBe(toMinutes("2199-12-31T17:00"));
  });
});

describe("a plan", () => {
  it("shows every line in outline order, each at its depth", () => {
    expect(plan.rows).toHaveLength(33);
    expect([plan.depth("s1"), plan.depth("t2"), plan.isParent("s1"), plan.isParent("t2")]).toEqual([1, 2, true, false]);
  });

  it("hides what is below a folded phase", () => {
    plan.folded.add("s1");
    plan.arrange();
    expect([plan.rows.length, plan.row("t2"), plan.row("s12")]).toEqual([23, -1, 1]);
  });

  it("keeps the phases of what a filter finds, folded or not", () => {
    plan.folded.add("s1");
    plan.matches = matching({ ...NO_FILTER, text: "task 4" }, plan);
    plan.arrange();
    expect(plan.rows.map(({ id }) => id)).toEqual(["s1", "t4"]);
  });

  it("filters by owner, nobody, side and what is critical", () => {
    const count = (filter: object) => [...plan.tasks.values()].filter(matching({ ...NO_FILTER, ...filter }, plan)!).length;
    expect(count({ owner: "user:1" })).toBe(15);
    expect(count({ owner: "-" })).toBe(15);
    expect(count({ side: "client" })).toBe(0);
    expect(count({ critical: true })).toBe(21);
    expect(matching(NO_FILTER, plan)).toBeNull();
  });

  it("takes over what the server answered and nothing else", () => {
    const row = cells({ id: "t2", number: 2, parent: "s1", name: "Other", kind: "task", start: "2026-12-01T08:00", finish: "2026-12-01T17:00" });
    const changed = plan.apply({ revision: 8, tasks: [row], removed: ["t3"], links: null, finish: "2026-12-30T17:00", message: "", undo: "x", redo: null });
    expect([plan.revision, plan.tasks.get("t2")!.name, plan.tasks.has("t3"), [...changed]]).toEqual([8, "Other", false, ["t2"]]);
    expect(plan.links.some((link) => link[1] === "t3" || link[2] === "t3")).toBe(false);
    expect([plan.undo, plan.data.finish, plan.rows.length]).toEqual(["x", "2026-12-30T17:00", 32]);
  });

  it("moves what only moved, and leaves the rest of it as it was", () => {
    const [start, finish] = [toMinutes("2026-12-01T08:00"), toMinutes("2026-12-02T17:00")];
    const before = plan.tasks.get("t4")!;
    const moved = { id: ["t4", "gone"], start: [start, 0], finish: [finish, 0], totalFloat: [4800, 0], freeFloat: [0, 0], critical: [0, 1], missed: [1, 0] };
    const answer = { revision: 8, tasks: [], moved, removed: [], finish: "2026-12-30T17:00", message: "", undo: null, redo: null };
    expect(plan.apply(answer).has("t4")).toBe(true);
    expect(plan.tasks.get("t4")).toEqual({ ...before, start, finish, totalFloat: 4800, freeFloat: 0, critical: false, missed: true });
    expect([plan.tasks.has("gone"), plan.rows.find(({ id }) => id === "t4")!.start]).toEqual([false, start]);
  });

  it("is there within a fraction of a second at 5,000 lines", () => {
    const big = makeData(5000);
    const before = performance.now();
    new Plan().load(big);
    expect(performance.now() - before).toBeLessThan(1000);
    expect(big.columns).toEqual(COLUMNS);
  });
});

describe("a row that has no name yet", () => {
  it("stands behind what it was asked for beside, and goes without a trace", () => {
    plan.propose("draft", null, "s1", true);
    expect([plan.row("draft"), plan.depth("draft"), plan.rows.length]).toEqual([11, 1, 34]);
    plan.withdraw("draft");
    plan.propose("draft", "s1", "s1", false);
    expect([plan.row("draft"), plan.depth("draft")]).toEqual([1, 2]);
    plan.withdraw("draft");
    expect([plan.rows.length, plan.tasks.has("draft")]).toEqual([33, false]);
  });
});
