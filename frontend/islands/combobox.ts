/**
 * Choose a client or person by typing; a plain text field without script.
 *
 *     <zhike-combobox data-url="/clients/options/"><input name="client_text"><input type="hidden" name="client"><ul role="listbox" hidden></ul></zhike-combobox>
 *
 * The address answers `?q=` with <li role="option" data-value="id">name</li>. Choosing fires `change` on the hidden input.
 */
import { Options, askOptions, debounced } from "../options";

class Combobox extends HTMLElement {
  private input!: HTMLInputElement;
  private kept!: HTMLInputElement;
  private list!: HTMLElement;
  private options!: Options;

  connectedCallback(): void {
    [this.input, this.kept] = this.querySelectorAll("input") as unknown as [HTMLInputElement, HTMLInputElement];
    this.list = this.querySelector<HTMLElement>('[role="listbox"]')!;
    this.options = new Options(this.input, this.list);
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-controls", this.list.id);
    this.show(false);

    const ask = debounced(
      150,
      (text, signal) => askOptions(this.dataset.url!, text, signal),
      (html) => this.fill(html),
    );
    this.input.addEventListener("input", (event) => {
      this.keep("");
      if (!(event as InputEvent).isComposing) ask(this.input.value.trim());
    });
    this.input.addEventListener("compositionend", () => ask(this.input.value.trim()));
    this.input.addEventListener("keydown", (event) => this.key(event, ask));
    this.input.addEventListener("blur", () => window.setTimeout(() => this.show(false), 150));
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the input keeps the focus
    this.list.addEventListener("click", (event) =>
      this.take((event.target as Element).closest<HTMLElement>('[role="option"]')),
    );
  }

  private key(event: KeyboardEvent, ask: (text: string, wait?: number) => void): void {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && this.list.hidden) ask(this.input.value.trim(), 0);
    else if (this.list.hidden) return;
    else if (event.key === "Escape") this.show(false);
    else if (event.key === "Enter" && this.options.chosen) this.take(this.options.chosen);
    else if (!this.options.move(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  private fill(html: string): void {
    this.list.innerHTML = html; // our own server's escaped fragment
    this.options.renew(false);
    this.show(this.options.all.length > 0 && document.activeElement === this.input);
  }

  private take(option: HTMLElement | null): void {
    if (!option) return;
    this.input.value = option.dataset.text ?? option.textContent?.trim() ?? "";
    this.keep(option.dataset.value ?? "");
    this.show(false);
  }

  private keep(value: string): void {
    if (this.kept.value === value) return;
    this.kept.value = value;
    this.kept.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private show(open: boolean): void {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
  }
}

customElements.define("zhike-combobox", Combobox);
