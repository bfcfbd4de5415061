/** Large documents are put together in a thread of their own: half a second of it on the host's would hold up every answer. */
import { Worker } from "node:worker_threads";
import { applyToTextsInParts } from "./materialise.ts";
import type { Texts } from "./texts.ts";

/** Characters of the pipeline. A smaller one is done before a thread would have started. */
const largeChars = 200_000;
const entry = new URL(
  import.meta.url.endsWith(".ts") ? "./materialise-thread.ts" : "./materialise-thread.js",
  import.meta.url,
);

export interface MaterialiseWork {
  readonly texts: Texts;
  readonly steps: readonly (readonly unknown[])[];
}

/** As `applyToTexts`. Throws DOC_0301 where edits do not fit, or the text that they are for is no pipeline. */
export async function applyToTextsApart(texts: Texts, steps: MaterialiseWork["steps"]): Promise<Texts> {
  const done = texts.pipeline.length < largeChars ? null : await inThread({ texts, steps });
  // What failed there fails here as well, with its reason; where there is no thread to be had it is done here.
  return done ?? (await applyToTextsInParts(texts, steps));
}

/** Null where it failed. */
function inThread(work: MaterialiseWork): Promise<Texts | null> {
  return new Promise((resolve) => {
    const thread = new Worker(entry, { workerData: work });
    thread.once("message", (texts: Texts) => resolve(texts));
    thread.once("error", () => resolve(null));
    thread.once("exit", () => resolve(null));
  });
}
