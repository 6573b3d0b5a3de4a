import { describe, expect, it } from "vitest";
import { size } from "./file-drop";
import { place } from "./menu";

describe("file sizes", () => {
  it("read as people write them", () => {
    expect([0, 999, 1500, 12_000_000, 3_200_000_000].map(size)).toEqual(["0 B", "999 B", "1.5 kB", "12 MB", "3.2 GB"]);
  });
});

describe("a menu", () => {
  const list = () => document.createElement("div");

  it("opens below its button on the side that has room", () => {
    const menu = list();
    place(menu, new DOMRect(20, 10, 40, 30), 1000, 800);
    expect([menu.style.top, menu.style.left, menu.style.right]).toEqual(["44px", "20px", "auto"]);
  });

  it("opens above a button at the bottom of a phone", () => {
    const menu = list();
    place(menu, new DOMRect(300, 780, 80, 56), 390, 844);
    expect([menu.style.top, menu.style.bottom, menu.style.right]).toEqual(["auto", "68px", "10px"]);
  });
});
