/**
 * Islands too small for a file of their own.
 *
 *     <zhike-theme> <button value="light|dark|system" aria-pressed>…</button> … </zhike-theme>
 *     <zhike-sidebar><button aria-pressed>…</button></zhike-sidebar>
 *     <zhike-copy data-text="…" data-done="Copied" hidden><button><span>Copy</span></button></zhike-copy>
 *     <zhike-back hidden><button>Go back</button></zhike-back>
 */
const YEAR = 365 * 24 * 3600;

/** Remembered as a cookie, so that the server sends the next page right away as it should look. */
function remember(name: string, value: string): void {
  document.cookie = `${name}=${value}; path=/; max-age=${value ? YEAR : 0}; samesite=lax`;
}

class Theme extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", (event) => {
      const button = (event.target as Element).closest("button");
      if (!button) return;
      const theme = button.value === "system" ? "" : button.value;
      remember("theme", theme);
      if (theme) document.documentElement.dataset.theme = theme;
      else delete document.documentElement.dataset.theme;
      for (const each of document.querySelectorAll<HTMLButtonElement>("zhike-theme button"))
        each.setAttribute("aria-pressed", String(each.value === button.value));
    });
  }
}

class Sidebar extends HTMLElement {
  connectedCallback(): void {
    this.querySelector("button")?.addEventListener("click", (event) => {
      const root = document.documentElement.dataset;
      const narrow = root.sidebar !== "narrow";
      if (narrow) root.sidebar = "narrow";
      else delete root.sidebar;
      remember("sidebar", narrow ? "narrow" : "");
      (event.currentTarget as Element).setAttribute("aria-pressed", String(narrow));
    });
  }
}

class Copy extends HTMLElement {
  connectedCallback(): void {
    const words = this.querySelector("span");
    if (!navigator.clipboard || !words) return; // plain http off localhost: no clipboard, no button
    const before = words.textContent;
    this.hidden = false;
    this.addEventListener("click", async () => {
      await navigator.clipboard.writeText(this.dataset.text ?? "");
      words.textContent = this.dataset.done ?? "";
      window.setTimeout(() => (words.textContent = before), 2000);
    });
  }
}

class Back extends HTMLElement {
  connectedCallback(): void {
    if (history.length < 2) return;
    this.hidden = false;
    this.addEventListener("click", () => {
      const layer = this.closest("dialog");
      if (layer) layer.close();
      else history.back();
    });
  }
}

customElements.define("zhike-theme", Theme);
customElements.define("zhike-sidebar", Sidebar);
customElements.define("zhike-copy", Copy);
customElements.define("zhike-back", Back);
