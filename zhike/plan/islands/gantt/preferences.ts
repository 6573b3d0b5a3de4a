/** How somebody likes to see plans; kept in their browser, for all plans alike. Without storage everything starts as usual. */
import type { Layers } from "./bars";
import { COLUMNS, USUAL } from "./columns";
import type { Colouring } from "./filters";

export interface Preferences {
  dayWidth: number; // 0 until somebody zooms: then the plan opens as a whole
  columns: string[];
  nameWidth: number;
  colouring: Colouring;
  layers: Layers;
}

const KEY = "zhike-gantt";
const [NARROW, WIDE] = [1100, 1500]; // px of window under which the tree starts with fewer columns

export function usual(window = innerWidth): Preferences {
  return {
    dayWidth: 0,
    columns: window < NARROW ? ["name", "finish"] : window < WIDE ? USUAL.slice(0, 4) : [...USUAL],
    nameWidth: COLUMNS.find((column) => column.key === "name")!.width,
    colouring: "risk",
    layers: { baseline: true, float: true, forecast: true, links: true },
  };
}

export function readPreferences(): Preferences {
  const start = usual();
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Preferences>;
    return { ...start, ...kept, layers: { ...start.layers, ...kept.layers } };
  } catch {
    return start;
  }
}

export function keepPreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // A browser that keeps nothing shows the plan all the same.
  }
}
