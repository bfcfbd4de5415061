import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** One build for both hosts: paths are relative, workers are files of their own (the content security policy allows no blob). */
export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [react()],
  resolve: { alias: [{ find: /^zod$/, replacement: `${import.meta.dirname}/zod-jitless.ts` }] },
  build: {
    outDir: "../../dist/renderer",
    emptyOutDir: true,
    target: "chrome140",
    chunkSizeWarningLimit: 4000,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  worker: { format: "es" },
});
