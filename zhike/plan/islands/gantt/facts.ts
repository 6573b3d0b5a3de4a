/**
 * The same facts as a table, for who does not see the drawing or would rather read: written when it is opened, and anew after
 * an edit while it is open.
 *
 *     <details data-facts><summary>…</summary><div></div></details>
 */
import { COLUMNS } from "./columns";
import type { Plan } from "./plan";
import { escaped, say, written } from "./words";

const SHOWN = ["number", "wbs", "name", "duration", "start", "finish", "owner", "progress", "predecessors", "state", "float", "deadline", "baseline", "slip"];
const AT_ONCE = 200;

export class Facts {
  private shown = AT_ONCE;

  constructor(
    private readonly details: HTMLDetailsElement,
    private readonly plan: Plan,
  ) {
    details.addEventListener("toggle", () => this.renew());
    details.addEventListener("click", (event) => {
      if (!(event.target as Element).closest("[data-more]")) return;
      this.shown += AT_ONCE;
      this.renew();
    });
  }

  renew(): void {
    if (!this.details.open) return;
    const { plan } = this;
    const columns = COLUMNS.filter(({ key }) => SHOWN.includes(key));
    const head = columns.map(({ key }) => `<th scope="col">${escaped(say(`column_${key}`))}</th>`).join("");
    const body = plan.rows.slice(0, this.shown).map((task) => {
      const cells = columns.map((column) => {
        const text = escaped(column.text(task, plan));
        return column.key === "name" ? `<th scope="row">${text}</th>` : `<td${column.figures ? ' class="end"' : ""}>${text}</td>`;
      });
      return `<tr>${cells.join("")}</tr>`;
    });
    const left = plan.rows.length - this.shown;
    const more = left > 0 ? `<p><button type="button" class="button small" data-more>${escaped(say("more_rows", { n: Math.min(left, AT_ONCE) }))}</button></p>` : "";
    const until = escaped(say("table_caption", { n: plan.rows.length, finish: written(Date.parse(`${plan.data.finish}Z`) / 60_000) }));
    this.details.querySelector("div")!.innerHTML =
      `<div class="listing-scroll" tabindex="0" role="region" aria-label="${until}"><table class="listing keep"><caption>${until}</caption><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table></div>${more}`;
  }
}
