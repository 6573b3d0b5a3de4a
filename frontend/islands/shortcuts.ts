/**
 * Keys for people who live here: `/` search, `c` create, `?` this sheet, and what links declare: <a data-shortcut="g p">.
 * Never while typing, never while an input method composes.
 *
 *     <zhike-shortcuts><dialog id="shortcuts"> … <dl class="shortcut-sheet"></dl> … </dialog></zhike-shortcuts>
 */
const PAUSE = 1200;
const TYPING = "input, textarea, select, [contenteditable=''], [contenteditable='true']";

/** Feeds keys one by one; answers with the whole shortcut when one is complete. */
export class Sequence {
  private before = "";
  private since = 0;

  feed(key: string, known: string[], now = Date.now()): string | null {
    const pressed = this.before && now - this.since < PAUSE ? `${this.before} ${key}` : key;
    this.before = "";
    if (known.includes(pressed)) return pressed;
    if (known.some((shortcut) => shortcut.startsWith(`${pressed} `))) {
      this.before = pressed;
      this.since = now;
    }
    return null;
  }
}

class Shortcuts extends HTMLElement {
  private readonly sequence = new Sequence();

  connectedCallback(): void {
    document.addEventListener("keydown", (event) => this.press(event));
    this.list();
  }

  private press(event: KeyboardEvent): void {
    if (event.isComposing || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if ((event.target as Element).matches?.(TYPING) || document.querySelector("dialog:modal")) return;
    const links = this.links();
    const whole = this.sequence.feed(event.key, [...links.keys()]);
    if (whole) links.get(whole)!.click();
    else if (event.key === "/") this.search();
    else if (event.key === "?") this.querySelector("dialog")?.showModal();
    else if (event.key === "c") document.querySelector<HTMLElement>("[data-create]")?.click();
    else return;
    event.preventDefault();
  }

  private links(): Map<string, HTMLElement> {
    const found = [...document.querySelectorAll<HTMLElement>("[data-shortcut]")].filter(
      (link) => link.dataset.shortcut,
    );
    return new Map(found.map((link) => [link.dataset.shortcut!, link]));
  }

  private search(): void {
    const palette = document.getElementById("palette") as HTMLDialogElement | null;
    if (palette) palette.showModal();
    else document.querySelector<HTMLElement>("main input[type='search']")?.focus();
  }

  private list(): void {
    const sheet = this.querySelector(".shortcut-sheet");
    for (const [keys, link] of this.links()) {
      const row = document.createElement("div");
      const name = document.createElement("dt");
      name.textContent =
        link.querySelector("span")?.textContent ?? link.firstElementChild?.nextSibling?.textContent ?? "";
      const shown = document.createElement("dd");
      shown.append(...keys.split(" ").map((key) => Object.assign(document.createElement("kbd"), { textContent: key })));
      row.append(name, shown);
      sheet?.append(row);
    }
  }
}

customElements.define("zhike-shortcuts", Shortcuts);
