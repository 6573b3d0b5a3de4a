/** A listbox whose focus stays in the input: used by the combobox and the palette. */
export class Options {
  private at = -1;

  constructor(
    private readonly input: HTMLInputElement,
    private readonly list: HTMLElement,
  ) {}

  get all(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>('[role="option"]')];
  }

  get chosen(): HTMLElement | undefined {
    return this.all[this.at];
  }

  /** After new options came: number them, choose the first or none. */
  renew(first: boolean): void {
    this.all.forEach((option, index) => (option.id = `${this.list.id}-${index}`));
    this.choose(first && this.all.length ? 0 : -1);
  }

  move(key: string): boolean {
    const last = this.all.length - 1;
    const to = { ArrowDown: this.at >= last ? 0 : this.at + 1, ArrowUp: this.at <= 0 ? last : this.at - 1 }[key];
    if (to === undefined || last < 0) return false;
    this.choose(to);
    return true;
  }

  private choose(index: number): void {
    this.at = index;
    this.all.forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
    const option = this.chosen;
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }
}

/** Calls after a pause; the call of an earlier keystroke never overtakes a later one. */
export function debounced<T>(
  pause: number,
  ask: (text: string, signal: AbortSignal) => Promise<T>,
  show: (answer: T) => void,
) {
  let timer = 0;
  let before: AbortController | undefined;
  return (text: string, wait = pause): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      before?.abort();
      before = new AbortController();
      const { signal } = before;
      ask(text, signal).then(
        (answer) => !signal.aborted && show(answer),
        () => {},
      );
    }, wait);
  };
}

export async function askOptions(url: string, text: string, signal: AbortSignal): Promise<string> {
  const address = new URL(url, location.href);
  address.searchParams.set("q", text);
  const response = await fetch(address, { headers: { "HX-Request": "true" }, credentials: "same-origin", signal });
  if (!response.ok) throw new Error(String(response.status));
  return response.text();
}
