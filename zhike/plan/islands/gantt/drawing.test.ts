import { beforeEach, describe, expect, it } from "vitest";
import { arrowsSvg, route } from "./arrows";
import { barsSvg, type Look } from "./bars";
import { chosen, COLUMNS, isEditable, slip } from "./columns";
import { toMinutes } from "./contract";
import { makeData } from "./fixture";
import { headHtml, rowsHtml } from "./grid";
import { linesSvg } from "./lines";
import { Plan } from "./plan";
import { lagText, linkEdits, predecessorsOf } from "./predecessors";
import { scaleFor, type Scale } from "./scale";

let plan: Plan;
let scale: Scale;
const look: Look = { colouring: "risk", layers: { baseline: true, float: true, forecast: true, links: true }, active: null, changed: new Set(), preview: null };
beforeEach(() => {
  plan = new Plan();
  plan.load(makeData(33));
  scale = scaleFor(...plan.span(), 15, 900, 480, 1020);
});

describe("bars", () => {
  it("are drawn for the rows asked for, each with its baseline", () => {
    const svg = barsSvg(plan, scale, 0, 11, look);
    expect(svg.match(/<g class="bar/g)).toHaveLength(11);
    expect(svg.match(/class="baseline"/g)).toHaveLength(10);
  });

  it("say what is critical by an edge and a word, not by colour alone", () => {
    const svg = barsSvg(plan, scale, 1, 2, look);
    expect(svg).toContain('class="edge"');
    expect(svg).toContain("critical</text>");
    expect(barsSvg(plan, scale, 3, 4, look)).toContain('class="float"');
  });

  it("show how likely a milestone is and flag a missed deadline in words", () => {
    Object.assign(plan.tasks.get("t11")!, { deadline: toMinutes("2026-09-30T17:00"), missed: true });
    const svg = barsSvg(plan, scale, 10, 11, look);
    expect(svg).toContain('class="whisker"');
    expect(svg).toContain("missed · p80_by</text>");
  });

  it("draw what is dragged where the hand has it", () => {
    const task = plan.tasks.get("t2")!;
    const preview = { ...task, start: task.start + 1440, finish: task.finish + 1440 };
    expect(barsSvg(plan, scale, 1, 2, { ...look, preview })).toContain(`x="${scale.x(preview.start)}"`);
  });

  it("never let a name become markup", () => {
    plan.people.set("user:1", { name: `<img src=x onerror="x">`, side: "ours" });
    plan.tasks.get("t2")!.name = "<b>&";
    expect(barsSvg(plan, scale, 0, 11, look)).not.toContain("<img");
    expect(rowsHtml(plan, chosen(["owner"]), 0, 11, { task: null, column: "name" })).not.toMatch(/<img|<b>/);
  });
});

describe("arrows", () => {
  it("are drawn where an end is in sight, or where they pass through", () => {
    expect(arrowsSvg(plan, scale, 0, 11, null).match(/data-link/g)).toHaveLength(9);
    plan.links = [["x", "t2", "t30", "FS", 0, "d"]];
    expect(arrowsSvg(plan, scale, 10, 20, null)).toContain('data-link="x"');
    expect(arrowsSvg(plan, scale, 31, 33, null)).toBe("");
  });

  it("go straight where there is room and around where there is none", () => {
    expect(route(0, 10, 1, 100, 44, 1)).not.toContain("-");
    expect(route(100, 10, 1, 20, 44, 1).match(/Q/g)).toHaveLength(4);
  });
});

describe("the tree", () => {
  it("tells a screen reader level, place and whether it is open", () => {
    plan.folded.add("s1");
    plan.arrange();
    const html = rowsHtml(plan, chosen(["finish"]), 0, 2, { task: "s1", column: "name" });
    expect(html).toContain('aria-level="1" aria-rowindex="2" aria-selected="true" aria-expanded="false"');
    expect(headHtml(chosen([])).match(/columnheader/g)).toHaveLength(1);
  });

  it("lets nobody edit what follows from other tasks", () => {
    const column = (key: string) => COLUMNS.find((one) => one.key === key)!;
    const may = (key: string, id: string) => isEditable(column(key), plan.tasks.get(id)!, plan);
    expect([may("duration", "s1"), may("name", "s1"), may("duration", "t2"), may("float", "t2")]).toEqual([false, true, true, false]);
    plan.data.editable = false;
    expect(may("name", "t2")).toBe(false);
  });

  it("says how far a task has slipped from its baseline", () => {
    const task = plan.tasks.get("t2")!;
    expect(slip(task)).toBe("as_planned");
    expect(slip({ ...task, finish: task.finish + 3 * 1440 })).toBe("days_later");
    expect(slip({ ...task, baselineFinish: null })).toBe("");
  });

  it("marks today in the heading with a word", () => {
    expect(linesSvg(plan.data, scale, 48, true)).toContain("today</text>");
  });
});

describe("links in words", () => {
  it("are written as people write them", () => {
    expect(predecessorsOf(plan.tasks.get("t3")!, plan)).toBe("2");
    plan.links = [["x", "t2", "t9", "SS", -9600, "d"], ["y", "t3", "t9", "FS", 14400, "ed"]]; // prettier-ignore
    expect(predecessorsOf(plan.tasks.get("t9")!, plan)).toBe("2SS-2d; 3FS+1ed");
    expect([lagText(500, "%", 480), lagText(2400, "h", 480)]).toEqual(["+50%", "+4h"]);
  });

  it("become the fewest edits", () => {
    const task = plan.tasks.get("t5")!;
    expect(linkEdits("4", task, plan)).toEqual([]);
    expect(linkEdits("T-4 ss +2d；2", task, plan)).toEqual([
      { kind: "relink", link: "l5", type: "SS", lag: "2d" },
      { kind: "link", from: "t2", to: "t5", type: "FS", lag: "" },
    ]);
    expect(linkEdits("", task, plan)).toEqual([{ kind: "unlink", link: "l5" }]);
    expect(linkEdits("4, soon", task, plan)).toEqual({ wrong: "soon" });
    expect(linkEdits("999", task, plan)).toEqual({ wrong: "999" });
  });
});
