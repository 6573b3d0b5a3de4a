import { describe, expect, it } from "vitest";
import { Sequence } from "./shortcuts";

const KNOWN = ["g p", "g c", "c c"];

describe("shortcut sequences", () => {
  it("wait for the second key", () => {
    const keys = new Sequence();
    expect(keys.feed("g", KNOWN, 0)).toBeNull();
    expect(keys.feed("p", KNOWN, 300)).toBe("g p");
  });

  it("forget the first key after a pause", () => {
    const keys = new Sequence();
    keys.feed("g", KNOWN, 0);
    expect(keys.feed("p", KNOWN, 5000)).toBeNull();
  });

  it("start over after a wrong key", () => {
    const keys = new Sequence();
    keys.feed("g", KNOWN, 0);
    expect(keys.feed("x", KNOWN, 100)).toBeNull();
    expect(keys.feed("p", KNOWN, 200)).toBeNull();
  });

  it("let one key be both a start and a second", () => {
    const keys = new Sequence();
    keys.feed("c", KNOWN, 0);
    expect(keys.feed("c", KNOWN, 100)).toBe("c c");
  });
});
