import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** A production build of the peer's page, with the target that the studio has. */
export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [react()],
  build: {
    outDir: "../../../dist/bench-canvas",
    emptyOutDir: true,
    target: "chrome140",
    chunkSizeWarningLimit: 4000,
    modulePreload: { polyfill: false },
  },
});
