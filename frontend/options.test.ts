import { beforeEach, describe, expect, it, vi } from "vitest";
import { Options, debounced } from "./options";

describe("options under an input", () => {
  let options: Options;
  let input: HTMLInputElement;

  beforeEach(() => {
    document.body.innerHTML = `<input><ul id="list"><li role="option">a</li><li role="presentation">group</li><li role="option">b</li></ul>`;
    input = document.querySelector("input")!;
    options = new Options(input, document.querySelector("ul")!);
  });

  it("choose the first when asked to and tell assistive technology", () => {
    options.renew(true);
    expect(options.chosen?.textContent).toBe("a");
    expect(input.getAttribute("aria-activedescendant")).toBe("list-0");
  });

  it("walk round with the arrows, over groups", () => {
    options.renew(false);
    expect(options.chosen).toBeUndefined();
    options.move("ArrowDown");
    options.move("ArrowDown");
    expect(options.chosen?.textContent).toBe("b");
    options.move("ArrowDown");
    expect(options.chosen?.textContent).toBe("a");
    options.move("ArrowUp");
    expect(options.chosen?.textContent).toBe("b");
    expect(options.move("x")).toBe(false);
  });
});

describe("asking while somebody types", () => {
  it("asks once after the pause and never shows an overtaken answer", async () => {
    vi.useFakeTimers();
    const answers = new Map<string, (text: string) => void>();
    const shown: string[] = [];
    const ask = debounced(
      100,
      (text) => new Promise<string>((resolve) => answers.set(text, resolve)),
      (text) => shown.push(text),
    );
    ask("h");
    ask("hu");
    vi.advanceTimersByTime(100);
    expect([...answers.keys()]).toEqual(["hu"]);
    ask("hua");
    vi.advanceTimersByTime(100);
    answers.get("hua")!("new");
    answers.get("hu")!("old");
    await vi.runAllTimersAsync();
    expect(shown).toEqual(["new"]);
    vi.useRealTimers();
  });
});
