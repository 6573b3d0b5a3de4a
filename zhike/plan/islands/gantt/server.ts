/**
 * Asks the server and takes over what it answers, one request after the other, each with the revision it was made against.
 * A refusal changes nothing here: what had been drawn ahead is drawn as it was, and the words are shown.
 */
import { toast } from "../../../../frontend/islands/toasts";
import { word } from "../../../../frontend/words";
import type { Chart } from "./chart";
import type { Answer, Data, Edit } from "./contract";
import { say } from "./words";

const SHOWN_AS_CHANGED = 1600; // ms

export class Server extends EventTarget {
  private line: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(
    private readonly chart: Chart,
    private readonly urls: { data: string; edits: string; undo: string; redo: string },
  ) {
    super();
  }

  async load(): Promise<void> {
    const answer = await fetch(this.urls.data, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (!answer.ok) throw new Error(`The plan answered ${answer.status}.`);
    this.chart.plan.load((await answer.json()) as Data);
  }

  /** Edits made in one go are undone in one go. */
  edit(...edits: Edit[]): Promise<Answer | null> {
    return edits.length ? this.post(this.urls.edits, { edits }) : Promise.resolve(null);
  }

  undo(): Promise<Answer | null> {
    return this.chart.plan.undo === null ? Promise.resolve(null) : this.post(this.urls.undo, {});
  }

  redo(): Promise<Answer | null> {
    return this.chart.plan.redo === null ? Promise.resolve(null) : this.post(this.urls.redo, {});
  }

  private post(url: string, body: object): Promise<Answer | null> {
    this.waiting++;
    this.tell();
    const answer = this.line.then(() => this.ask(url, body)).catch(() => this.refused(word(navigator.onLine ? "failed" : "offline")));
    this.line = answer;
    return answer.finally(() => {
      this.waiting--;
      this.tell();
    });
  }

  private async ask(url: string, body: object): Promise<Answer | null> {
    const response = await fetch(url, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", Accept: "application/json", ...token() },
      body: JSON.stringify({ revision: this.chart.plan.revision, ...body }),
    });
    if (response.ok) return this.accepted((await response.json()) as Answer);
    if (response.status >= 500) throw new Error(`The plan answered ${response.status}.`);
    const problem = (await response.json().catch(() => ({}))) as { detail?: string };
    if (response.status === 409) await this.load();
    return this.refused(problem.detail || word("failed"));
  }

  private accepted(answer: Answer): Answer {
    const { chart } = this;
    chart.changed = chart.plan.apply(answer);
    chart.preview = null;
    if (chart.cursor.task !== null && !chart.plan.tasks.has(chart.cursor.task)) chart.cursor.task = null;
    chart.draw();
    window.setTimeout(() => (chart.changed = new Set()), SHOWN_AS_CHANGED);
    this.say(answer.message);
    return answer;
  }

  private refused(words: string): null {
    this.chart.preview = null;
    this.chart.draw();
    toast(words, "error");
    this.say(say("refused", { why: words }));
    return null;
  }

  private say(text: string): void {
    this.dispatchEvent(new CustomEvent("said", { detail: text }));
  }

  private tell(): void {
    this.dispatchEvent(new CustomEvent("busy", { detail: this.waiting > 0 }));
  }
}

/** The one the shell gives htmx for every request. */
function token(): Record<string, string> {
  return JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}") as Record<string, string>;
}
