/** What runs through the whole drawing: today, the status date, and the band of the row one is at. */
import { ROW } from "./bars";
import { toMinutes, type Data } from "./contract";
import { HEAD } from "./headings";
import type { Scale } from "./scale";
import { escaped, say } from "./words";

/** With words in the line of dates, without them over the bars. */
export function linesSvg(data: Data, scale: Scale, height: number, withWords: boolean): string {
  return line("status", data.statusAt, scale, height, withWords) + line("today", data.today, scale, height, withWords);
}

function line(kind: "status" | "today", at: string | null, scale: Scale, height: number, withWords: boolean): string {
  if (!at) return "";
  const x = scale.x(toMinutes(at));
  if (!withWords) return `<path class="${kind}-line" d="M${x} 0V${height}"/>`;
  const text = escaped(say(kind));
  const width = [...text].reduce((sum, sign) => sum + (sign > "ÿ" ? 12 : 6.6), 10);
  const y = kind === "today" ? HEAD / 2 + 3 : 3;
  return `<path class="${kind}-line" d="M${x} ${y}V${height}"/><rect class="${kind}-flag" x="${x}" y="${y}" width="${width}" height="17" rx="2"/><text class="${kind}-word" x="${x + 5}" y="${y + 12.5}">${text}</text>`;
}

export function hereSvg(row: number, rows: number, width: number): string {
  return row < 0 || row >= rows ? "" : `<rect class="here" x="0" y="${row * ROW}" width="${width}" height="${ROW}"/>`;
}
