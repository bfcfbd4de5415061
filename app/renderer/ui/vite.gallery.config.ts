import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const renderer = new URL("..", import.meta.url).pathname;

/** Builds the gallery alone; the product's build does not know it. */
export default defineConfig({
  root: renderer,
  base: "./",
  publicDir: false,
  plugins: [react()],
  build: {
    outDir: `${renderer}../../dist/gallery`,
    emptyOutDir: true,
    target: "chrome140",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4000,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: `${renderer}ui/gallery.html` },
  },
});
