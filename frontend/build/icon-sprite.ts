import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

const WANTED = new URL("../icons.txt", import.meta.url);
const MARK = new URL("../mark.svg", import.meta.url);
const FOLDER = join(dirname(createRequire(import.meta.url).resolve("lucide-static/package.json")), "icons");

/**
 * Puts the Lucide icons named in frontend/icons.txt and the seal into one `icons.svg`; an unknown name stops the build.
 * The seal is also the page icon, `mark.svg`.
 */
export function iconSprite(): Plugin {
  return {
    name: "zhike-icon-sprite",
    buildStart() {
      this.addWatchFile(WANTED.pathname);
    },
    generateBundle() {
      const mark = readFileSync(MARK, "utf8");
      this.emitFile({ type: "asset", fileName: "mark.svg", source: mark });
      this.emitFile({ type: "asset", fileName: "icons.svg", source: sprite(readFileSync(WANTED, "utf8"), mark) });
    },
  };
}

function sprite(list: string, mark: string): string {
  const names = [...new Set(list.split(/\s+/).filter(Boolean))].sort();
  const symbols = names.map((name) => {
    const drawing = readFileSync(join(FOLDER, `${name}.svg`), "utf8");
    return symbol(name, drawing);
  });
  symbols.push(symbol("seal", mark));
  return `<svg xmlns="http://www.w3.org/2000/svg"><!-- Lucide, ISC licence -->${symbols.join("")}</svg>`;
}

function symbol(name: string, drawing: string): string {
  const shapes = drawing.slice(drawing.indexOf(">", drawing.indexOf("<svg")) + 1, drawing.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s*\n\s*/g, "")}</symbol>`;
}
