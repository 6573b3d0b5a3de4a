import { beforeEach, describe, expect, it } from "vitest";
import { find, goOn, step, watch } from "./moves";

const sent: string[] = [];

/** A board of three columns with one card in the column at this place. */
function board(at: number): HTMLElement {
  const to = (way: string, column: number) =>
    `<button type="submit" form="board-move" name="move" value="c:${column}" data-way="${way}"></button>`;
  document.body.innerHTML = `<div id="board"><form id="board-move"></form><article data-card="c">${
    at > 0 ? to("left", at - 1) : ""
  }${at < 2 ? to("right", at + 1) : ""}</article></div>`;
  const made = document.getElementById("board")!;
  made.addEventListener("click", (event) => {
    sent.push((event.target as HTMLButtonElement).value);
    made.querySelector("form")!.classList.add("htmx-request");
  });
  watch(made);
  return made;
}

const press = (made: HTMLElement, way: string, held = false) => step(made, find(made, "c")!, way, held);

describe("keys pressed while a card is on its way", () => {
  beforeEach(() => {
    sent.length = 0;
  });

  it("are carried out from where the card then hangs", () => {
    const first = board(0);
    expect([press(first, "right"), press(first, "right"), press(first, "left")]).toEqual([true, true, true]);
    expect(sent).toEqual(["c:1"]);
    const second = board(1);
    goOn(second);
    expect(sent).toEqual(["c:1", "c:2"]);
    goOn(board(2));
    expect(sent).toEqual(["c:1", "c:2", "c:1"]);
    goOn(board(1));
    expect(sent).toHaveLength(3);
  });

  it("do not pile up while a key is held down, and those that lead nowhere are passed over", () => {
    const first = board(1);
    press(first, "right");
    press(first, "right", true);
    press(first, "right");
    press(first, "left");
    goOn(board(2));
    expect(sent).toEqual(["c:2", "c:1"]);
    expect(press(board(0), "left")).toBe(false);
  });

  it("are forgotten when no answer came, and the card is no longer busy", () => {
    const first = board(0);
    press(first, "right");
    press(first, "right");
    find(first, "c")!.setAttribute("aria-busy", "true");
    const form = first.querySelector("form")!;
    form.classList.remove("htmx-request");
    form.dispatchEvent(new CustomEvent("htmx:finally:request", { bubbles: true }));
    expect(find(first, "c")!.hasAttribute("aria-busy")).toBe(false);
    goOn(first);
    expect(sent).toEqual(["c:1"]);
  });
});
