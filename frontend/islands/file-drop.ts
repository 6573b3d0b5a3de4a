/**
 * Drop files, see names and sizes, watch large ones go up. A plain file input without script.
 *
 *     <zhike-file-drop class="file-drop"><input type="file" …><ul aria-live="polite"></ul></zhike-file-drop>
 */
import { toast } from "./toasts";
import { word } from "../words";

const LARGE = 1_000_000;

export function size(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"];
  let unit = 0;
  for (; bytes >= 1000 && unit < units.length - 1; unit++) bytes /= 1000;
  return `${unit && bytes < 10 ? bytes.toFixed(1) : Math.round(bytes)} ${units[unit]}`;
}

class FileDrop extends HTMLElement {
  private input!: HTMLInputElement;

  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement>("input[type=file]");
    if (!input) return;
    this.input = input;
    input.addEventListener("change", () => this.list());
    for (const name of ["dragenter", "dragover"]) this.addEventListener(name, (event) => this.hover(event, true));
    for (const name of ["dragleave", "drop"]) this.addEventListener(name, (event) => this.hover(event, false));
    this.addEventListener("drop", (event) => {
      if (!event.dataTransfer?.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    input.form?.addEventListener("submit", (event) => this.send(event));
  }

  private hover(event: Event, over: boolean): void {
    event.preventDefault();
    this.toggleAttribute("data-over", over);
  }

  private list(): void {
    const rows = [...(this.input.files ?? [])].map((file) => {
      const row = document.createElement("li");
      const length = Object.assign(document.createElement("span"), {
        className: "muted number",
        textContent: size(file.size),
      });
      row.append(file.name, length);
      return row;
    });
    this.querySelector("ul")?.replaceChildren(...rows);
  }

  /** fetch cannot report how far an upload is, so large files go by XMLHttpRequest. */
  private send(event: SubmitEvent): void {
    const form = event.target as HTMLFormElement;
    const total = [...(this.input.files ?? [])].reduce((sum, file) => sum + file.size, 0);
    if (total < LARGE || event.defaultPrevented || form.closest("dialog")) return;
    event.preventDefault();
    const bar = this.querySelector("progress") ?? document.createElement("progress");
    bar.setAttribute("aria-label", this.querySelector("label")?.textContent ?? "");
    this.append(bar);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("HX-Request", "true");
    request.upload.addEventListener("progress", (moved) => {
      if (moved.lengthComputable) bar.value = moved.loaded / moved.total;
      if (moved.loaded === moved.total) bar.removeAttribute("value"); // sent; the server is at work
    });
    request.addEventListener("load", () => arrived(request));
    request.addEventListener("error", () => {
      bar.remove();
      toast(word(navigator.onLine ? "failed" : "offline"), "error");
    });
    request.send(new FormData(form, event.submitter));
  }
}

/** A redirect is followed; a form that came back with errors takes the place of the page's content. */
function arrived(request: XMLHttpRequest): void {
  const elsewhere = request.getResponseHeader("HX-Redirect");
  if (elsewhere) return location.assign(elsewhere);
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = document.querySelector("main");
  main?.replaceChildren(...(page.querySelector("main") ?? page.body).childNodes);
  main?.focus();
}

customElements.define("zhike-file-drop", FileDrop);
