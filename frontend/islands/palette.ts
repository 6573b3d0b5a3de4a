/**
 * One line for everything: finds clients, projects, people and verbs. Opened by Ctrl/⌘+K, `/` or its button.
 *
 *     <zhike-palette data-url="/palette/"><dialog id="palette"><input type="search"><ul role="listbox"></ul></dialog></zhike-palette>
 *
 * The address answers `?q=` with <li role="option"><a href="…">…</a></li>; without a query with the verbs. What was chosen
 * lately stays in this browser (addresses and names, forgotten at sign-out).
 */
import { Options, askOptions, debounced } from "../options";
import { word } from "../words";

const RECENT = "zhike:recent";
const KEEP = 6;

export interface Visit {
  href: string;
  text: string;
}

export function remembered(visits: Visit[], latest: Visit): Visit[] {
  return [latest, ...visits.filter((visit) => visit.href !== latest.href)].slice(0, KEEP);
}

class Palette extends HTMLElement {
  private dialog!: HTMLDialogElement;
  private input!: HTMLInputElement;
  private list!: HTMLElement;
  private options!: Options;

  connectedCallback(): void {
    this.dialog = this.querySelector("dialog")!;
    this.input = this.querySelector("input")!;
    this.list = this.querySelector('[role="listbox"]')!;
    this.options = new Options(this.input, this.list);
    const ask = debounced(
      120,
      (text, signal) => askOptions(this.dataset.url!, text, signal),
      (html) => this.fill(html),
    );
    this.input.addEventListener("input", (event) => {
      if (!(event as InputEvent).isComposing) ask(this.input.value.trim());
    });
    this.input.addEventListener("compositionend", () => ask(this.input.value.trim()));
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("click", (event) => this.note((event.target as Element).closest("a")));
    document.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.isComposing)
        this.open(event);
    });
    new MutationObserver(() => this.dialog.open && this.start(ask)).observe(this.dialog, { attributeFilter: ["open"] });
    document.addEventListener("submit", (event) => {
      if ((event.target as Element).matches("[data-forget]")) localStorage.removeItem(RECENT);
    });
  }

  private open(event: Event): void {
    event.preventDefault();
    if (this.dialog.open) this.dialog.close();
    else this.dialog.showModal();
  }

  private start(ask: (text: string, wait?: number) => void): void {
    this.input.value = "";
    this.input.focus();
    ask("", 0);
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing) return; // Enter and arrows belong to the input method
    if (event.key === "Enter") this.options.chosen?.click();
    else if (!this.options.move(event.key)) return;
    event.preventDefault();
  }

  private fill(html: string): void {
    this.list.innerHTML = html; // our own server's escaped fragment
    if (!this.input.value.trim()) this.list.append(...this.recent());
    linksAsOptions(this.list);
    if (!this.options.all.length) this.list.append(group(word("nothing")));
    this.options.renew(true);
  }

  private recent(): HTMLElement[] {
    const visits = this.visits().filter((visit) => visit.href !== address(location));
    if (!visits.length) return [];
    const rows = visits.map((visit) => {
      const row = document.createElement("li");
      row.setAttribute("role", "option");
      row.append(Object.assign(document.createElement("a"), { href: visit.href, textContent: visit.text }));
      return row;
    });
    return [group(word("recent")), ...rows];
  }

  private visits(): Visit[] {
    try {
      return JSON.parse(localStorage.getItem(RECENT) ?? "[]") as Visit[];
    } catch {
      return [];
    }
  }

  private note(link: HTMLAnchorElement | null): void {
    if (!link) return;
    const text = (link.querySelector("[data-name]") ?? link).textContent?.replace(/\s+/g, " ").trim() ?? "";
    localStorage.setItem(RECENT, JSON.stringify(remembered(this.visits(), { href: address(link), text })));
    this.dialog.close();
  }
}

/** A link may not stand inside an option, so it becomes the option itself. */
function linksAsOptions(list: HTMLElement): void {
  for (const link of list.querySelectorAll<HTMLAnchorElement>('[role="option"] > a')) {
    link.parentElement!.setAttribute("role", "presentation");
    link.setAttribute("role", "option");
    link.tabIndex = -1;
  }
}

function address(place: Location | HTMLAnchorElement): string {
  return place.pathname + place.search + place.hash;
}

function group(text: string): HTMLElement {
  const row = Object.assign(document.createElement("li"), { className: "group", textContent: text });
  row.setAttribute("role", "presentation");
  return row;
}

customElements.define("zhike-palette", Palette);
