/**
 * A list under the fingers: j and k move, Enter opens, x selects; the bar of bulk actions comes when rows are selected.
 *
 *     <zhike-listing>
 *       <table class="listing"> … <input data-select-all> … <tr><td><input name="selected"></td><th><a data-open href>…</a></th></tr> …
 *       <form data-bulk> <strong data-selected-count data-one="1 selected" data-many="# selected"> … <input data-all> … </form>
 *     </zhike-listing>
 *
 * Without script the bar is always there and the boxes are sent as they are.
 */
const TYPING = "input:not([type='checkbox']), textarea, select, [contenteditable=''], [contenteditable='true']";

export class Listing extends HTMLElement {
  private readonly press = (event: KeyboardEvent): void => this.key(event);

  connectedCallback(): void {
    this.addEventListener("change", () => this.count());
    this.querySelector("[data-select-all]")?.addEventListener("change", (event) => {
      for (const box of this.boxes()) box.checked = (event.target as HTMLInputElement).checked;
      this.count();
    });
    document.addEventListener("keydown", this.press);
    this.count();
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.press);
  }

  private key(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if ((event.target as Element).matches?.(TYPING) || document.querySelector("dialog:modal")) return;
    if (!this.isMine()) return;
    if (event.key === "j") this.move(1);
    else if (event.key === "k") this.move(-1);
    else if (event.key === "x" && this.current()) this.toggle(this.current()!);
    else return;
    event.preventDefault();
  }

  /** With several lists on a page, the keys belong to the one with the focus, else to the first. */
  private isMine(): boolean {
    const focused = document.activeElement?.closest("zhike-listing");
    return focused ? focused === this : document.querySelector("zhike-listing") === this;
  }

  private move(step: number): void {
    const rows = this.rows();
    const here = this.current();
    const next = here ? rows[rows.indexOf(here) + step] : rows[step > 0 ? 0 : rows.length - 1];
    (next?.querySelector<HTMLElement>("[data-open]") ?? next?.querySelector<HTMLElement>("input"))?.focus();
  }

  private toggle(row: HTMLTableRowElement): void {
    const box = row.querySelector<HTMLInputElement>("[name='selected']");
    if (!box) return;
    box.checked = !box.checked;
    this.count();
  }

  private count(): void {
    const bar = this.querySelector<HTMLElement>("[data-bulk]");
    if (!bar) return;
    const boxes = this.boxes();
    const selected = boxes.filter((box) => box.checked).length;
    const every = this.querySelector<HTMLInputElement>("[data-all]");
    if (every && selected < boxes.length) every.checked = false;
    bar.hidden = selected === 0;
    every?.closest("label")?.toggleAttribute("hidden", selected < boxes.length);
    const words = bar.querySelector<HTMLElement>("[data-selected-count]");
    if (words) words.textContent = selected === 1 ? words.dataset.one! : words.dataset.many!.replace("#", String(selected));
    const all = this.querySelector<HTMLInputElement>("[data-select-all]");
    if (!all) return;
    all.checked = selected > 0 && selected === boxes.length;
    all.indeterminate = selected > 0 && selected < boxes.length;
  }

  private boxes(): HTMLInputElement[] {
    return [...this.querySelectorAll<HTMLInputElement>("[name='selected']")];
  }

  private rows(): HTMLTableRowElement[] {
    return [...this.querySelectorAll<HTMLTableRowElement>("tbody tr")];
  }

  private current(): HTMLTableRowElement | null {
    const row = document.activeElement?.closest<HTMLTableRowElement>("tbody tr") ?? null;
    return row && this.contains(row) ? row : null;
  }
}

customElements.define("zhike-listing", Listing);
