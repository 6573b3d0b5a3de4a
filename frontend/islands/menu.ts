/**
 * A dropdown: places the popover beside its button and moves through it with the arrow keys. Opens without script, too.
 *
 *     <zhike-menu><button popovertarget="m1">…</button><div id="m1" class="menu-list" popover> <a>…</a> <button>…</button> </div></zhike-menu>
 */
const ITEMS = "a[href], button:not(:disabled)";

class Menu extends HTMLElement {
  connectedCallback(): void {
    const list = this.querySelector<HTMLElement>("[popover]");
    const button = this.querySelector<HTMLElement>("[popovertarget]");
    if (!list || !button) return;
    button.setAttribute("aria-expanded", "false");
    list.addEventListener("beforetoggle", (event) => {
      const opens = (event as ToggleEvent).newState === "open";
      button.setAttribute("aria-expanded", String(opens));
      if (opens) place(list, button.getBoundingClientRect());
      else list.removeAttribute("style"); // htmx copies attributes when it swaps, which the policy would refuse
    });
    button.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown") return;
      event.preventDefault();
      list.showPopover();
      this.items(list)[0]?.focus();
    });
    list.addEventListener("keydown", (event) => this.move(event, list));
  }

  private items(list: HTMLElement): HTMLElement[] {
    return [...list.querySelectorAll<HTMLElement>(ITEMS)];
  }

  private move(event: KeyboardEvent, list: HTMLElement): void {
    const items = this.items(list);
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to === undefined || !items.length) return;
    event.preventDefault();
    items.at(to % items.length)?.focus();
  }
}

/** Below the button, or above it near the bottom of the screen; aligned to the side that has room. */
export function place(list: HTMLElement, button: DOMRect, width = innerWidth, height = innerHeight): void {
  const above = button.bottom > height * 0.7;
  const end = button.left + button.width / 2 > width / 2;
  list.style.top = above ? "auto" : `${button.bottom + 4}px`;
  list.style.bottom = above ? `${height - button.top + 4}px` : "auto";
  list.style.left = end ? "auto" : `${Math.max(button.left, 4)}px`;
  list.style.right = end ? `${Math.max(width - button.right, 4)}px` : "auto";
}

customElements.define("zhike-menu", Menu);
