/**
 * The heat map of hours. The table is whole without script; with it, filters act at once and arrow keys go from cell to cell.
 *
 *     <zhike-workload> <form method="get">…filters…</form> <table class="loads">… <td class="load over"><a href="…">52</a></td> …
 *     </zhike-workload>
 */
import "./workload/workload.css";

const STEPS: Record<string, [number, number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

class Workload extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("change", (event) => {
      const target = event.target as HTMLInputElement;
      if (target.matches("select, [type=checkbox]")) target.form?.requestSubmit();
    });
    this.addEventListener("keydown", (event) => this.key(event));
    this.querySelector(".now")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Cells in which nothing is planned are no links: they are passed over. */
  private key(event: KeyboardEvent): void {
    const cell = (event.target as Element).closest<HTMLTableCellElement>("td.load");
    const step = STEPS[event.key];
    if (!cell || !step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const [down, along] = step;
    const rows = [...(cell.closest("tbody")?.rows ?? [])];
    let row = rows.indexOf(cell.parentElement as HTMLTableRowElement) + down;
    let column = cell.cellIndex + along;
    while (rows[row]?.cells[column]) {
      const link = rows[row]!.cells[column]!.querySelector("a");
      if (link) {
        event.preventDefault();
        link.focus();
        return;
      }
      row += down;
      column += along;
    }
  }
}

customElements.define("zhike-workload", Workload);
