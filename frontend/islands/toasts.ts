/**
 * Short messages at the bottom of the page.
 *
 *     <zhike-toasts role="status"> …messages of the server… <template><div class="toast">…<p></p>…</div></template> </zhike-toasts>
 *
 * An event `toast` anywhere ({text, level}) adds one; the server sends it as `HX-Trigger: {"toast": {"text": "Saved"}}`.
 * Errors stay until closed, others leave after some seconds unless somebody is at them.
 */
const STAYS = 6000;

class Toasts extends HTMLElement {
  connectedCallback(): void {
    for (const shown of this.querySelectorAll<HTMLElement>(":scope > .toast")) this.leaveLater(shown);
    this.addEventListener("click", (event) => {
      if ((event.target as Element).closest(".close")) (event.target as Element).closest(".toast")?.remove();
    });
    document.addEventListener("toast", (event) => {
      const { text, level, value } = (event as CustomEvent).detail ?? {};
      this.say(text ?? value ?? "", level);
    });
  }

  say(text: string, level = "success"): void {
    const template = this.querySelector("template");
    if (!text || !template) return;
    const shown = (template.content.cloneNode(true) as DocumentFragment).querySelector<HTMLElement>(".toast")!;
    shown.querySelector("p")!.textContent = text;
    shown.classList.toggle("bad", level === "error");
    this.append(shown);
    this.leaveLater(shown);
  }

  private leaveLater(shown: HTMLElement): void {
    if (shown.classList.contains("bad")) return;
    window.setTimeout(() => (shown.matches(":hover, :focus-within") ? this.leaveLater(shown) : shown.remove()), STAYS);
  }
}

export function toast(text: string, level = "success"): void {
  document.dispatchEvent(new CustomEvent("toast", { detail: { text, level } }));
}

customElements.define("zhike-toasts", Toasts);
