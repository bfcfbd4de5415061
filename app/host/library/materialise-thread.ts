/** The thread of materialise-apart.ts: one piece of work, one answer. */
import { parentPort, workerData } from "node:worker_threads";
import type { MaterialiseWork } from "./materialise-apart.ts";
import { applyToTexts } from "./materialise.ts";

const { texts, steps }: MaterialiseWork = workerData;
parentPort?.postMessage(applyToTexts(texts, steps));
