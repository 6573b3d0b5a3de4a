import { existsSync, readdirSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { iconSprite } from "./frontend/build/icon-sprite.ts";

// Entries: `main` for staff, `portal` for everyone else, and every room's islands as `<room>/<file>`.
function islands(): Record<string, string> {
  const found: Record<string, string> = {};
  for (const room of readdirSync("zhike")) {
    const folder = `zhike/${room}/islands`;
    if (!existsSync(folder)) continue;
    for (const file of readdirSync(folder)) {
      if (!file.endsWith(".ts") || file.endsWith(".test.ts")) continue;
      found[`${room}/${file.slice(0, -".ts".length)}`] = `${folder}/${file}`;
    }
  }
  return found;
}

export default defineConfig({
  base: "/-/static/build/",
  publicDir: false,
  plugins: [iconSprite()],
  build: {
    outDir: "zhike/core/static/build",
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: false,
    assetsInlineLimit: 0,
    target: ["chrome111", "firefox115", "safari16.4"],
    cssTarget: ["chrome111", "firefox115", "safari16.4"],
    rollupOptions: {
      input: {
        main: "frontend/main.ts",
        portal: "frontend/portal.ts",
        ...islands(),
      },
      output: {
        entryFileNames: "[name]-[hash].js",
        chunkFileNames: "chunks/[name]-[hash].js",
        assetFileNames: "[name]-[hash][extname]",
      },
    },
  },
  test: { environment: "happy-dom", include: ["frontend/**/*.test.ts", "zhike/*/islands/**/*.test.ts"] },
});
