/**
 * Nothing typed is lost.
 *
 *     <form data-draft="project-12-note">   kept in this tab until it is saved; restored after a crash, a sign-out, a way back
 *     <form data-guard>                     without a draft: leaving with changes asks first
 *     <form data-rejected>                  the server sent the form back: what is in it wins over the draft
 *
 * A draft that was sent is set aside, not thrown away, until a later page shows that it arrived.
 */
import { word } from "../words";

const DRAFT = "draft:";
const SENT = "sent:";
const KEEPS =
  "input:not([type=hidden], [type=password], [type=file], [type=submit], [type=radio], [type=checkbox]), textarea, select";

type Values = Record<string, string>;
type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export function typed(form: HTMLFormElement): Values {
  const values: Values = {};
  for (const control of form.querySelectorAll<Control>(KEEPS)) if (control.name) values[control.name] = control.value;
  return values;
}

/** Puts values back; says whether anything changed. */
export function restore(form: HTMLFormElement, values: Values): boolean {
  let changed = false;
  for (const control of form.querySelectorAll<Control>(KEEPS)) {
    const value = values[control.name];
    if (value === undefined || value === control.value) continue;
    control.value = value;
    changed = true;
  }
  return changed;
}

/** Decides what became of drafts that were sent before this page came. */
export function settle(store: Storage, arrived: (name: string) => boolean): void {
  for (const key of Object.keys(store).filter((name) => name.startsWith(SENT))) {
    const name = key.slice(SENT.length);
    if (!arrived(name)) store.setItem(DRAFT + name, store.getItem(key)!);
    store.removeItem(key);
  }
}

function forget(name: string): void {
  sessionStorage.removeItem(DRAFT + name);
  sessionStorage.removeItem(SENT + name);
}

function wake(form: HTMLFormElement): void {
  const name = form.dataset.draft!;
  const kept = sessionStorage.getItem(DRAFT + name);
  if (form.dataset.awake !== undefined) return;
  form.dataset.awake = "";
  if (!kept || form.dataset.rejected !== undefined || !restore(form, JSON.parse(kept))) return;
  const note = document.createElement("p");
  note.className = "row small muted";
  note.setAttribute("role", "status");
  note.textContent = word("restored");
  const discard = Object.assign(document.createElement("button"), { type: "button", className: "button quiet small" });
  discard.textContent = word("discard");
  discard.addEventListener("click", () => {
    forget(name);
    form.reset();
    note.remove();
  });
  note.append(discard);
  form.prepend(note);
}

function wakeAll(): void {
  document.querySelectorAll<HTMLFormElement>("form[data-draft]").forEach(wake);
}

document.addEventListener("input", (event) => {
  const form = (event.target as Control).form;
  if (!form) return;
  if (form.dataset.draft) sessionStorage.setItem(DRAFT + form.dataset.draft, JSON.stringify(typed(form)));
  else if (form.dataset.guard !== undefined) form.dataset.dirty = "";
});

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  delete form.dataset.dirty;
  const name = form.dataset.draft;
  if (!name) return;
  sessionStorage.setItem(SENT + name, JSON.stringify(typed(form)));
  sessionStorage.removeItem(DRAFT + name);
});

// A fragment request tells at once whether the text arrived.
document.addEventListener("htmx:finally:request", (event) => {
  const { ctx } = (event as CustomEvent).detail;
  const form = ctx.request?.form as HTMLFormElement | undefined;
  const status = (ctx.response?.status ?? 0) as number;
  if (form?.dataset.draft) settle(sessionStorage, () => status > 0 && status < 400);
});

window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-guard][data-dirty]")) event.preventDefault();
});

const [visit] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
const went = visit?.type === "navigate" && !document.querySelector(".refusal-code");
const rejected = (name: string) =>
  document.querySelector(`form[data-rejected][data-draft="${CSS.escape(name)}"]`) !== null;
settle(sessionStorage, (name) => went && !rejected(name));
wakeAll();
document.addEventListener("htmx:after:process", wakeAll);
