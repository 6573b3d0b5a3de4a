/**
 * A value that becomes its own small form. Enter saves, Escape takes it back. Without script the link leads to a page.
 *
 *     <zhike-inline-edit data-inline><a href="…/phone/">010-…</a></zhike-inline-edit>
 *     <zhike-inline-edit data-inline><form method="post" action="…/phone/">…<button data-cancel>…</button></form></zhike-inline-edit>
 */
import { htmx } from "../setup-htmx";
import { fetchPart } from "../part";

class InlineEdit extends HTMLElement {
  original: InlineEdit | null = null;

  connectedCallback(): void {
    const form = this.querySelector("form");
    if (form) this.edit(form);
    else this.addEventListener("click", (event) => this.begin(event));
  }

  private async begin(event: MouseEvent): Promise<void> {
    const link = (event.target as Element).closest("a");
    if (!link || link.closest(".value") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const next = await fetchPart<InlineEdit>(link.href, "[data-inline]").catch(() => null);
    if (!next) return location.assign(link.href);
    next.original = this;
    this.replaceWith(next);
  }

  private edit(form: HTMLFormElement): void {
    const field = form.querySelector<HTMLInputElement>("input:not([type=hidden]), select, textarea");
    field?.focus();
    if (field && "select" in field) field.select();
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing) this.cancel(event);
    });
    form.querySelector("[data-cancel]")?.addEventListener("click", (event) => this.cancel(event));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      const options = { source: form, event, target: this, swap: "outerHTML", select: "[data-inline]" };
      void htmx.ajax("POST", form.action, options);
    });
  }

  private cancel(event: Event): void {
    event.preventDefault();
    event.stopPropagation();
    if (!this.original) return location.reload();
    const original = this.original;
    this.replaceWith(original);
    original.querySelector("a")?.focus();
  }
}

customElements.define("zhike-inline-edit", InlineEdit);
