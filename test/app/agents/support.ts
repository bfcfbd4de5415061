import { join } from "node:path";
import type { PreviewRequest } from "../../../shared/protocol/preview.ts";

export const fakeAgentEntry = join(import.meta.dirname, "fake-agent.ts");

export function previewOf(pipeline: string): PreviewRequest {
  return { pipeline, inputs: {}, defaultCount: 1, end: "close", rowsPerEdge: 10 };
}

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
