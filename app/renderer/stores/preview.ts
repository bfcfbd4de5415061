/** The preview of one document: what goes in, what came out, and where the scrubber stands. */
import { createStore, type StoreApi } from "zustand/vanilla";
import { formatPipeline } from "../../../shared/validation/open.ts";
import type { Pipeline } from "../../../shared/pipeline/pipeline.ts";
import type { Host } from "../../../shared/protocol/host-api.ts";
import type { PreviewInput, PreviewRequest, PreviewResult } from "../../../shared/protocol/preview.ts";
import { toHostError, type HostError } from "../host/host-error.ts";

export interface PreviewState {
  /** What sources read where a person said so; others read generated records. */
  readonly inputs: Readonly<Record<string, PreviewInput>>;
  readonly count: number;
  readonly end: PreviewRequest["end"];
  /** Runs again by itself after every change of the pipeline. */
  readonly live: boolean;
  readonly state: "never" | "running" | "done" | "failed";
  readonly result: PreviewResult | null;
  /** The pipeline that `result` belongs to. */
  readonly of: Pipeline | null;
  readonly error: HostError | null;
  readonly atMs: number;
  /** Everything up to this step is shown; null: all of it. */
  readonly step: number | null;
}

export interface Preview extends StoreApi<PreviewState> {
  run(pipeline: Pipeline): Promise<void>;
  setInput(node: string, input: PreviewInput | null): void;
}

const ROWS_PER_EDGE = 1000;

export function createPreview(host: Host, file: () => string): Preview {
  const store = createStore<PreviewState>(() => ({
    inputs: {},
    count: 200,
    end: "close",
    live: false,
    state: "never",
    result: null,
    of: null,
    error: null,
    atMs: 0,
    step: null,
  }));
  let newest = 0;
  return {
    ...store,
    async run(pipeline) {
      const mine = (newest += 1);
      const { inputs, count, end } = store.getState();
      store.setState({ state: "running" });
      try {
        const result = await host.call("preview.run", {
          file: file(),
          request: { pipeline: formatPipeline(pipeline), inputs, defaultCount: count, end, rowsPerEdge: ROWS_PER_EDGE },
        });
        if (mine !== newest) return;
        store.setState({ state: "done", result, of: pipeline, error: null, atMs: Date.now(), step: null });
      } catch (error) {
        if (mine === newest) store.setState({ state: "failed", error: toHostError(error) });
      }
    },
    setInput(node, input) {
      const inputs = { ...store.getState().inputs };
      if (input === null) delete inputs[node];
      else inputs[node] = input;
      store.setState({ inputs });
    },
  };
}
