/**
 * The Gantt of a project. The page brings the tools around it, the server every date; without script the page leads to the
 * list of tasks.
 *
 *     <zhike-gantt data-data="…/plan/data/" data-edits="…/plan/edits/" data-undo="…" data-redo="…" data-task="…/plan/0/">
 *       <div class="gantt-tools">…buttons and filters, see gantt/toolbar.ts…</div>
 *       <div class="gantt-frame" data-label="Plan of …"></div> <div data-list></div>
 *       <p role="status" data-said></p> <div popover data-card></div> <details data-facts>…</details> <div data-paper></div>
 *     </zhike-gantt>
 */
import "./gantt/gantt.css";
import "./gantt/drawing.css";
import "./gantt/around.css";
import { toast } from "../../../frontend/islands/toasts";
import { word } from "../../../frontend/words";
import { Chart } from "./gantt/chart";
import { Hands } from "./gantt/drag";
import { Facts } from "./gantt/facts";
import { Keys } from "./gantt/keys";
import { drawList } from "./gantt/list";
import { hearPointer } from "./gantt/pointer";
import { preparePaper } from "./gantt/paper";
import { Server } from "./gantt/server";
import { goToToday } from "./gantt/sight";
import { Toolbar } from "./gantt/toolbar";
import { Card } from "./gantt/why";

const IN_A_HAND = "(max-width: 46rem)";
const ZOOM = 1.5;

class Gantt extends HTMLElement {
  private chart!: Chart;
  private server!: Server;
  private toolbar!: Toolbar;
  private facts!: Facts;

  connectedCallback(): void {
    const part = <E extends HTMLElement>(selector: string) => this.querySelector<E>(selector)!;
    const { data, edits, undo, redo, task } = this.dataset as Record<string, string>;
    this.chart = new Chart(part(".gantt-frame"));
    this.server = new Server(this.chart, { data: data!, edits: edits!, undo: undo!, redo: redo! });
    const card = new Card(part("[data-card]"), this.chart, task!);
    const shows = {
      fit: () => this.chart.fit(),
      today: () => goToToday(this.chart),
      full: () => void this.fullScreen(),
      print: () => window.print(),
      why: () => card.showCurrent(),
      closer: () => this.chart.zoom(this.chart.scale.dayWidth * ZOOM),
      farther: () => this.chart.zoom(this.chart.scale.dayWidth / ZOOM),
      help: () => document.querySelector<HTMLDialogElement>("#gantt-help")?.showModal(),
    };
    this.toolbar = new Toolbar(this, this.chart, this.server, shows);
    this.facts = new Facts(part("[data-facts]"), this.chart.plan);
    new Keys(this.chart, this.server, { w: shows.why, t: shows.today, f: shows.fit, "+": shows.closer, "-": shows.farther, "?": shows.help });
    new Hands(this.chart, this.server, (chosen, at) => card.show(chosen, at));
    hearPointer(this.chart, this.server);
    this.server.addEventListener("said", (event) => (part("[data-said]").textContent = (event as CustomEvent<string>).detail));
    this.chart.addEventListener("drawn", () => this.facts.renew());
    preparePaper(part("[data-paper]"), this.chart);
    void this.open(task!);
  }

  private async open(address: string): Promise<void> {
    try {
      await this.server.load();
    } catch {
      toast(word(navigator.onLine ? "failed" : "offline"), "error");
      return;
    }
    performance.mark("gantt-data");
    const inHand = matchMedia(IN_A_HAND);
    const show = () => {
      this.toggleAttribute("data-in-hand", inHand.matches);
      if (inHand.matches) drawList(this.querySelector<HTMLElement>("[data-list]")!, this.chart.plan, address);
      else this.begin();
    };
    inHand.addEventListener("change", show);
    show();
    this.toggleAttribute("data-ready", true);
    performance.measure("gantt-open", "gantt-data");
  }

  private begin(): void {
    this.toolbar.begin();
    this.chart.draw();
    goToToday(this.chart);
  }

  private async fullScreen(): Promise<void> {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await this.requestFullscreen();
  }
}

customElements.define("zhike-gantt", Gantt);
