/**
 * Buttons, filters and choices around the chart, as the page has them:
 *
 *     <button data-verb="undo">, <button data-zoom="week">, <button data-show="fit|today|full|print|why">
 *     <input data-filter="text">, <select data-filter="owner">, <input type="checkbox" data-filter="critical">
 *     <a data-pdf href="…/plan/print/">: is told what is shown now
 *     <select data-choice="colouring">, <input type="checkbox" data-layer="baseline">, <input type="checkbox" data-column="wbs">
 */
import type { Chart } from "./chart";
import { matching, NO_FILTER, type Colouring, type Filter } from "./filters";
import type { Layers } from "./bars";
import { keepPreferences } from "./preferences";
import { LEVELS, type Level } from "./scale";
import type { Server } from "./server";
import { isPossible, perform, type Verb } from "./verbs";
import { say } from "./words";

type Field = HTMLInputElement | HTMLSelectElement;

export class Toolbar {
  private readonly filter: Filter = { ...NO_FILTER };

  constructor(
    private readonly root: HTMLElement,
    private readonly chart: Chart,
    server: Server,
    shows: Record<string, () => void>,
  ) {
    root.addEventListener("click", (event) => {
      const paper = (event.target as Element).closest<HTMLAnchorElement>("[data-pdf]");
      if (paper) paper.search = this.asShown();
      const button = (event.target as Element).closest<HTMLElement>("[data-verb], [data-zoom], [data-show]");
      if (!button || button.hasAttribute("disabled")) return;
      const { verb, zoom, show } = button.dataset;
      if (verb) void perform(verb as Verb, chart, server).then(() => verb !== "add" && this.backToRow(button));
      if (zoom) chart.zoom(LEVELS[zoom as Level]);
      if (show) shows[show]?.();
    });
    root.addEventListener("input", (event) => this.choose(event.target as Field));
    chart.addEventListener("drawn", () => this.renew());
    chart.addEventListener("selected", () => this.renew());
    server.addEventListener("busy", (event) => root.toggleAttribute("data-busy", (event as CustomEvent<boolean>).detail));
  }

  /** What the plan brought: who can be filtered by, what is chosen already. */
  begin(): void {
    const { preferences, plan } = this.chart;
    const owners = this.root.querySelector<HTMLSelectElement>("[data-filter=owner]");
    owners?.querySelectorAll("[data-person]").forEach((option) => option.remove());
    for (const [id, { name }] of plan.people) {
      const option = new Option(name, id);
      option.dataset.person = "";
      owners?.add(option);
    }
    for (const field of this.root.querySelectorAll<HTMLInputElement>("[data-layer], [data-column]:is(input)")) {
      const { layer, column } = field.dataset;
      field.checked = layer ? preferences.layers[layer as keyof Layers] : preferences.columns.includes(column!);
    }
    const colouring = this.root.querySelector<HTMLSelectElement>("[data-choice=colouring]");
    if (colouring) colouring.value = preferences.colouring;
  }

  private choose(field: Field): void {
    const { filter, choice, layer, column } = field.dataset;
    const { chart } = this;
    const { preferences, plan } = chart;
    const isOn = field instanceof HTMLInputElement && field.checked;
    if (filter) {
      Object.assign(this.filter, { [filter]: field.type === "checkbox" ? isOn : field.value });
      plan.matches = matching(this.filter, plan);
      plan.arrange();
      const found = this.root.querySelector<HTMLElement>("[data-found]");
      const hits = plan.matches ? [...plan.tasks.values()].filter(plan.matches).length : 0;
      if (found) found.textContent = plan.matches ? say("found", { n: hits, of: plan.tasks.size }) : "";
    } else if (choice) preferences.colouring = field.value as Colouring;
    else if (layer) preferences.layers = { ...preferences.layers, [layer]: isOn };
    else if (column) preferences.columns = isOn ? [...preferences.columns, column] : preferences.columns.filter((key) => key !== column);
    else return;
    keepPreferences(preferences);
    chart.draw();
  }

  /** What the chart shows now, for the form that asks what is to be printed. */
  private asShown(): string {
    const { baseline, links } = this.chart.preferences.layers;
    return String(new URLSearchParams({ with_baseline: digit(baseline), with_links: digit(links), only_critical: digit(this.filter.critical) }));
  }

  /** Only what is possible can be pressed, and undo says what it would undo. */
  private renew(): void {
    const { chart } = this;
    for (const button of this.root.querySelectorAll<HTMLButtonElement>("[data-verb]")) {
      const verb = button.dataset.verb as Verb;
      button.disabled = !isPossible(verb, chart);
      const label = verb === "undo" || verb === "redo" ? chart.plan[verb] : null;
      if (label) button.title = say(`${verb}_what`, { what: label });
      else if (verb === "undo" || verb === "redo") button.title = button.getAttribute("aria-label") ?? "";
    }
    for (const button of this.root.querySelectorAll<HTMLElement>("[data-zoom]"))
      button.setAttribute("aria-pressed", String(button.dataset.zoom === chart.scale.level));
  }

  private backToRow(button: HTMLElement): void {
    if (button.matches(":disabled")) this.chart.frame.tree.focus({ preventScroll: true });
  }
}

function digit(isOn: boolean): string {
  return isOn ? "1" : "0";
}
