/**
 * The board: cards move by hand or by keys. Without script their buttons do the same.
 *
 *     <zhike-board id="board" data-moved="…key of the card that was moved…">
 *       <form class="listing-toolbar" method="get">…filters…</form>
 *       <form id="board-move" hx-post="…" hx-target="#board"><button name="move" data-drop hidden></button></form>
 *       <div class="board-pile" data-column="…"> <article class="board-card" data-card="…" draggable="true">
 *         <button form="board-move" name="move" value="card:column" data-way="left|right"> … </article> </div>
 *     </zhike-board>
 *
 * Everything goes through the one form: the server answers with the whole board, so nothing here can differ from it.
 */
import "./board/board.css";
import { find, goOn, step, watch } from "./board/moves";

const CARD = "[data-card]";
const PILE = "[data-column]";
const WAYS: Record<string, string> = { ArrowLeft: "left", ArrowRight: "right" };

class Board extends HTMLElement {
  private dragged: HTMLElement | null = null;

  connectedCallback(): void {
    this.addEventListener("dragstart", (event) => this.take(event));
    this.addEventListener("dragover", (event) => this.over(event));
    this.addEventListener("drop", (event) => this.drop(event));
    this.addEventListener("dragend", () => this.letGo());
    this.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("change", (event) => this.changed(event));
    this.addEventListener("reset", () => window.setTimeout(() => this.count()));
    this.addEventListener("htmx:after:process", (event) => event.target === this && this.backToMoved());
    watch(this);
    this.count();
  }

  /** The link of the card that was moved has the focus again, wherever it hangs now. Not before the forms are
   *  htmx's: who holds a key down would load the whole page. */
  private backToMoved(): void {
    const key = this.dataset.moved;
    const card = key ? find(this, key) : null;
    if (!card) return goOn(this);
    card.classList.add("moved");
    card.querySelector<HTMLElement>("h4 a")?.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
    goOn(this);
  }

  private take(event: DragEvent): void {
    const card = (event.target as Element).closest<HTMLElement>(CARD);
    if (!card || !card.draggable || !event.dataTransfer) return;
    this.dragged = card;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.dataset.name ?? "");
    card.classList.add("dragged");
    this.classList.add("dragging");
  }

  private over(event: DragEvent): void {
    const pile = this.pileBelow(event);
    if (!this.dragged || !pile) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "move";
    for (const each of this.querySelectorAll(".board-pile.target")) each.classList.toggle("target", each === pile);
    pile.classList.add("target");
  }

  private drop(event: DragEvent): void {
    const pile = this.pileBelow(event);
    const card = this.dragged;
    if (!card || !pile) return;
    event.preventDefault();
    this.letGo();
    if (card.closest<HTMLElement>(PILE)?.dataset.column !== pile.dataset.column) this.send(card, pile.dataset.column!);
  }

  private letGo(): void {
    this.dragged?.classList.remove("dragged");
    this.dragged = null;
    this.classList.remove("dragging");
    for (const each of this.querySelectorAll(".board-pile.target")) each.classList.remove("target");
  }

  private pileBelow(event: DragEvent): HTMLElement | null {
    return (event.target as Element).closest<HTMLElement>(PILE);
  }

  private send(card: HTMLElement, column: string): void {
    const form = this.querySelector<HTMLFormElement>("#board-move");
    const button = form?.querySelector<HTMLButtonElement>("[data-drop]");
    if (!form || !button) return;
    button.value = `${card.dataset.card}:${column}`;
    form.requestSubmit(button);
  }

  /** Arrows go from card to card; with Shift, left and right take the card along. */
  private key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const card = target.closest<HTMLElement>(CARD);
    if (!card || !event.key.startsWith("Arrow") || event.altKey || event.ctrlKey || event.metaKey) return;
    const way = WAYS[event.key];
    if (event.shiftKey) {
      if (way && step(this, card, way, event.repeat)) event.preventDefault();
      return;
    }
    const next = way ? this.beside(card, way === "left" ? -1 : 1) : this.below(card, event.key === "ArrowUp" ? -1 : 1);
    if (!next) return;
    event.preventDefault();
    next.querySelector<HTMLElement>("h4 a")?.focus();
  }

  private below(card: HTMLElement, step: number): HTMLElement | null {
    const cards = this.inside(card.closest(PILE)!);
    return cards[cards.indexOf(card) + step] ?? null;
  }

  /** The card at the same height in the next column to that side that holds one. */
  private beside(card: HTMLElement, step: number): HTMLElement | null {
    const pile = card.closest(PILE)!;
    const piles = [...pile.parentElement!.querySelectorAll(PILE)];
    const height = this.inside(pile).indexOf(card);
    for (let at = piles.indexOf(pile) + step; at >= 0 && at < piles.length; at += step) {
      const cards = this.inside(piles[at]!);
      if (cards.length) return cards[Math.min(height, cards.length - 1)]!;
    }
    return null;
  }

  private inside(pile: Element): HTMLElement[] {
    return [...pile.querySelectorAll<HTMLElement>(CARD)];
  }

  private changed(event: Event): void {
    const target = event.target as HTMLInputElement;
    if (target.matches("[name=task]")) this.count();
    else if (target.matches("select, [type=checkbox]") && target.form?.method === "get") target.form.requestSubmit();
  }

  private count(): void {
    const chosen = this.querySelectorAll("[name=task]:checked").length;
    const words = this.querySelector<HTMLElement>("[data-chosen]");
    if (words) words.textContent = `${words.dataset.chosen} ${chosen}`;
    this.classList.toggle("choosing", chosen > 0);
  }
}

customElements.define("zhike-board", Board);
