/**
 * Pages in a drawer or dialog. Without script the link is simply followed.
 *
 *     <a href="/contacts/7/edit/" data-opens="drawer">Edit</a>     fetches the page, shows its [data-layer] part
 *     <a data-shows="palette">, <button data-shows="why">          shows a <dialog id> that is already in the page
 *     <button data-close>, <a data-close>                          closes the dialog it stands in
 *
 * A form inside posts from there: errors come back into the layer, a redirect leaves the page. The event `close-layer`
 * (HX-Trigger) closes it after a save that needs no new page.
 */
import { htmx } from "../setup-htmx";
import { giveOwnIds } from "../own-ids";
import { fetchPart } from "../part";
import { word } from "../words";
import { toast } from "./toasts";

const FOCUS = "[autofocus], [aria-invalid='true'], [data-autofocus], input:not([type='hidden']), textarea, select";
let opener: HTMLElement | null = null;

export async function openLayer(url: string, kind: string): Promise<void> {
  const dialog = document.getElementById(kind) as HTMLDialogElement | null;
  if (!dialog) return location.assign(url);
  opener = document.activeElement as HTMLElement | null;
  opener?.setAttribute("aria-busy", "true");
  try {
    const layer = await fetchPart<HTMLElement>(url, "[data-layer]");
    if (!layer) return location.assign(url);
    settleIn(layer, url, dialog);
    dialog.replaceChildren(layer);
    htmx.process(dialog);
    if (!dialog.open) dialog.showModal();
    focusIn(dialog);
  } catch {
    toast(word(navigator.onLine ? "failed" : "offline"), "error");
  } finally {
    opener?.removeAttribute("aria-busy");
  }
}

/** A form without action posts to its own page; inside a layer that is the page it came from, not the one behind. */
function settleIn(layer: HTMLElement, url: string, dialog: HTMLDialogElement): void {
  giveOwnIds(layer);
  dialog.setAttribute("aria-labelledby", layer.getAttribute("aria-labelledby") ?? "");
  for (const form of layer.querySelectorAll("form")) if (!form.getAttribute("action")) form.setAttribute("action", url);
}

function focusIn(dialog: HTMLDialogElement): void {
  (dialog.querySelector<HTMLElement>(FOCUS) ?? dialog.querySelector<HTMLElement>("h1, h2"))?.focus();
}

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  const link = target.closest<HTMLAnchorElement>("[data-opens], [data-shows], [data-close]");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const { opens, shows } = link.dataset;
  const dialog = shows ? (document.getElementById(shows) as HTMLDialogElement | null) : link.closest("dialog");
  if (opens) {
    event.preventDefault();
    void openLayer(link.href, opens);
  } else if (dialog) {
    event.preventDefault();
    link.closest<HTMLElement>("[popover]")?.hidePopover();
    if (shows) dialog.showModal();
    else dialog.close();
  }
});

// A click on the backdrop closes, unless something was typed there that no draft keeps.
document.addEventListener("mousedown", (event) => {
  const dialog = event.target as HTMLDialogElement;
  if (!(dialog instanceof HTMLDialogElement) || !dialog.open || dialog.querySelector("form[data-dirty]")) return;
  const box = dialog.getBoundingClientRect();
  if (event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom)
    dialog.close();
});

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  const dialog = form.closest<HTMLDialogElement>("dialog:is(#drawer, #dialog)");
  if (dialog && form.matches("[hx-get]")) return dialog.close(); // filters: what was asked for appears behind
  if (!dialog || event.defaultPrevented || form.method === "dialog" || form.matches("[hx-post], [hx-get]")) return;
  event.preventDefault();
  const options = { source: form, event, target: dialog, swap: "innerHTML", select: "[data-layer]" };
  void htmx.ajax(form.method.toUpperCase(), form.action, options).then(() => {
    const layer = dialog.querySelector<HTMLElement>("[data-layer]");
    if (!layer) return dialog.close();
    settleIn(layer, form.action, dialog);
    focusIn(dialog);
  });
});

document.addEventListener("close-layer", () => {
  for (const dialog of document.querySelectorAll<HTMLDialogElement>("dialog[open]")) dialog.close();
  opener?.focus();
});
