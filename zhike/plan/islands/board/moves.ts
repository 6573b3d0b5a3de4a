/**
 * A card on its way to the server and back. Keys pressed meanwhile wait their turn, each for its card as it then hangs:
 * whoever presses an arrow twice moves by two columns, however long an answer takes.
 */
const FORM = "#board-move";

// Of the page, not of a board: each answer brings a new board.
let waiting: { card: string; way: string }[] = [];

/** Marks the card that is on its way; an answer that never came ends that, and nothing is tried on top of it. */
export function watch(board: HTMLElement): void {
  board.addEventListener("submit", (event) => {
    if (!(event.target as Element).matches(FORM)) return;
    const value = (event.submitter as HTMLButtonElement | null)?.value ?? "";
    find(board, value.split(":")[0]!)?.setAttribute("aria-busy", "true");
  });
  board.addEventListener("htmx:finally:request", (event) => {
    if (!(event.target as Element).matches(FORM)) return; // one that was answered is not on the page any more
    waiting = [];
    for (const card of board.querySelectorAll("[data-card][aria-busy]")) card.removeAttribute("aria-busy");
  });
}

/** One column to the left or right; says whether the key means anything here. A key held down waits for no turn. */
export function step(board: HTMLElement, card: HTMLElement, way: string, held = false): boolean {
  if (board.querySelector(`${FORM}.htmx-request`)) {
    if (!held) waiting.push({ card: card.dataset.card!, way });
    return true;
  }
  const button = card.querySelector<HTMLButtonElement>(`[data-way="${way}"]`);
  button?.click();
  return button !== null;
}

/** What waited while the last card was on its way. */
export function goOn(board: HTMLElement): void {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const card = find(board, next.card);
    if (card && step(board, card, next.way)) return;
  }
}

export function find(board: HTMLElement, key: string): HTMLElement | null {
  return board.querySelector<HTMLElement>(`[data-card="${CSS.escape(key)}"]`);
}
