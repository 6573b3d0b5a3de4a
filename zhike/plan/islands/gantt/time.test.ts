import { beforeEach, describe, expect, it } from "vitest";
import { toMinutes } from "./contract";
import { CALENDAR } from "./fixture";
import { headingsSvg, shadeSvg, startOf, weekNumber } from "./headings";
import { fitting, LEVELS, Scale, scaleFor } from "./scale";
import { DAY, WorkTime, dayOf } from "./worktime";
import { duration, forgetWords, say, written } from "./words";

const work = new WorkTime(CALENDAR);
const day = (text: string) => dayOf(toMinutes(text));

describe("working time", () => {
  it("knows days off and make-up workdays", () => {
    expect(["2026-10-01", "2026-10-02", "2026-10-03", "2026-10-10"].map((text) => work.isWorked(day(text)))).toEqual([false, true, false, true]);
    expect(work.periods(day("2026-10-10"))).toEqual(CALENDAR.week[0]);
  });

  it("adds hours over lunch, night, weekend and holiday", () => {
    const after = (from: string, minutes: number) => new Date(work.add(toMinutes(from), minutes) * 60_000).toISOString().slice(0, 16);
    expect(after("2026-09-21T08:00", 480)).toBe("2026-09-21T17:00");
    expect(after("2026-09-30T17:00", 60)).toBe("2026-10-02T09:00");
    expect(after("2026-10-09T16:00", 120)).toBe("2026-10-10T09:00");
  });

  it("steps by working days", () => {
    expect(work.step(toMinutes("2026-10-02T08:00"), 1)).toBe(toMinutes("2026-10-05T08:00"));
    expect(work.step(toMinutes("2026-10-02T08:00"), -1)).toBe(toMinutes("2026-09-30T08:00"));
  });
});

describe("the scale", () => {
  const scale = new Scale(day("2026-09-21"), 100, 40, 480, 1020);

  it("fills a day with its working hours", () => {
    expect([scale.x(toMinutes("2026-09-21T08:00")), scale.x(toMinutes("2026-09-21T17:00")), scale.x(toMinutes("2026-09-22T08:00"))]).toEqual([0, 40, 40]);
    expect(scale.x(toMinutes("2026-09-21T12:30"))).toBe(20);
  });

  it("snaps a start to the opening and a finish to the closing of the nearest day", () => {
    expect(scale.snapStart(43)).toBe(toMinutes("2026-09-22T08:00"));
    expect(scale.snapFinish(43)).toBe(toMinutes("2026-09-21T17:00"));
    expect(scale.at(20)).toBe(toMinutes("2026-09-21T12:30"));
  });

  it("is never narrower than the window and names what one sees", () => {
    const short = scaleFor(toMinutes("2026-09-21"), toMinutes("2026-09-25"), LEVELS.week, 900, 480, 1020);
    expect(short.width).toBeGreaterThanOrEqual(900);
    expect((["day", "week", "month", "quarter", "year"] as const).map((name) => new Scale(0, 1, LEVELS[name]).level)).toEqual(["day", "week", "month", "quarter", "year"]);
    expect(fitting(toMinutes("2026-01-01"), toMinutes("2026-12-31"), 900)).toBeCloseTo(2, 0);
  });
});

describe("the heading", () => {
  beforeEach(() => forgetWords());

  it("starts weeks on Monday and counts them as ISO does", () => {
    expect(startOf("week", day("2026-11-26"))).toBe(day("2026-11-23"));
    expect(startOf("quarter", day("2026-11-26"))).toBe(day("2026-10-01"));
    expect(startOf("month", day("2026-12-26"), 1)).toBe(day("2027-01-01"));
    expect([weekNumber(day("2026-11-26")), weekNumber(day("2027-01-03")), weekNumber(day("2027-01-04"))]).toEqual([48, 53, 1]);
  });

  it("is drawn for what is in sight only", () => {
    const scale = new Scale(day("2026-01-01"), 3650, 40);
    expect(headingsSvg(scale, 0, 800).match(/<text/g)!.length).toBeLessThan(30);
    expect(shadeSvg(scale, work, 0, 800, 100).match(/class="off"/g)!.length).toBeLessThan(8);
  });

  it("speaks the language of the page", () => {
    document.documentElement.lang = "zh-hans";
    document.body.innerHTML = `<script type="application/json" id="gantt-words">{"unit_d": "{n} 天", "unit_ew": "{n} 周（连续）"}</script>`;
    expect([written(toMinutes("2026-11-26"), "month"), written(toMinutes("2026-11-06"), "cell")]).toEqual(["2026年11月", "2026/11/06"]);
    expect([duration(14_400, "d", 480), duration(100_800 * 2, "ew", 480), say("unheard")]).toEqual(["3 天", "2 周（连续）", "unheard"]);
    forgetWords();
    document.documentElement.lang = "en";
    expect(written(toMinutes("2026-11-26"), "month")).toBe("November 2026");
    expect(DAY).toBe(1440);
  });
});
