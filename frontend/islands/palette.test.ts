import { describe, expect, it } from "vitest";
import { remembered } from "./palette";

describe("recent visits", () => {
  it("put the latest first, once, and keep six", () => {
    const visits = [1, 2, 3, 4, 5, 6].map((n) => ({ href: `/${n}`, text: String(n) }));
    const after = remembered(visits, { href: "/3", text: "three" });
    expect(after.map((visit) => visit.href)).toEqual(["/3", "/1", "/2", "/4", "/5", "/6"]);
    expect(after[0]?.text).toBe("three");
    expect(remembered(after, { href: "/7", text: "7" })).toHaveLength(6);
  });
});
