/** Auto layout in a worker: elkjs' own worker file, one for all documents, ended and made anew when a layout is given up. */
import ELK from "elkjs/lib/elk-api.js";
import type { ElkNode } from "elkjs/lib/elk-api.js";
import workerUrl from "elkjs/lib/elk-worker.min.js?url";

const deadlineMs = 10_000;

export type LayoutOutcome =
  | { readonly outcome: "done"; readonly graph: ElkNode }
  | { readonly outcome: "late" | "cancelled" | "failed"; readonly message: string };

let elk: InstanceType<typeof ELK> | null = null;

/** Never rejects. `signal` cancels; after ten seconds it is given up. */
export async function runLayout(graph: ElkNode, signal: AbortSignal): Promise<LayoutOutcome> {
  elk ??= new ELK({ workerFactory: () => new Worker(workerUrl, { name: "layout" }) });
  const mine = elk;
  const stopped = Promise.withResolvers<LayoutOutcome>();
  const giveUp = (outcome: "late" | "cancelled", message: string): void => stopped.resolve({ outcome, message });
  const timer = setTimeout(() => giveUp("late", "The layout took longer than ten seconds."), deadlineMs);
  const cancel = (): void => giveUp("cancelled", "The layout was cancelled.");
  signal.addEventListener("abort", cancel);
  if (signal.aborted) cancel();
  const working = mine.layout(graph).then(
    (done): LayoutOutcome => ({ outcome: "done", graph: done }),
    (error: unknown): LayoutOutcome => ({
      outcome: "failed",
      message: error instanceof Error ? error.message : "The layout failed.",
    }),
  );
  const result = await Promise.race([working, stopped.promise]);
  clearTimeout(timer);
  signal.removeEventListener("abort", cancel);
  if (result.outcome === "late" || result.outcome === "cancelled") {
    // The only way to stop it; the next layout gets a worker of its own.
    mine.terminateWorker();
    if (elk === mine) elk = null;
  }
  return result;
}
