/** Monaco, fetched once, when the first editor is about to be needed. Only the core and the features that are used here. */
import type * as Monaco from "monaco-editor/editor.js";

export type MonacoApi = typeof Monaco;

let loading: Promise<MonacoApi> | null = null;
let loaded: MonacoApi | null = null;

export function loadMonaco(): Promise<MonacoApi> {
  loading ??= import("./monaco-chunk.ts").then(({ monaco }) => {
    loaded = monaco;
    return monaco;
  });
  return loading;
}

/** Null until it is there. */
export function monacoNow(): MonacoApi | null {
  return loaded;
}

/** Fetches it while nothing else is to do, so that the first field that is clicked has it. */
export function warmMonaco(): void {
  if (loading === null) requestIdleCallback(() => void loadMonaco().catch(() => {}), { timeout: 4000 });
}
