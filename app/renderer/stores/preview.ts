/** The preview of one document: what goes in, what came out, and where the scrubber stands. Inputs are remembered for each document. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Pipeline } from "../../../shared/pipeline/pipeline.ts";
import type { Host } from "../../../shared/protocol/host-api.ts";
import type { PreviewRequest, PreviewResult } from "../../../shared/protocol/preview.ts";
import { formatPipeline } from "../../../shared/validation/open.ts";
import { toHostError, type HostError } from "../host/host-error.ts";
import { recallSettings, rememberSettings } from "../preview/inputs/remembered.ts";
import type { LitRecord } from "../preview/lit-rows.ts";
import { toPreviewInput, type InputChoice } from "../preview/inputs/input-choice.ts";

export interface PreviewSettings {
  /** What sources read where a person said so; others read generated records. */
  readonly inputs: Readonly<Record<string, InputChoice>>;
  /** Generated records of a source that nothing is said of. */
  readonly count: number;
  readonly end: PreviewRequest["end"];
  /** Runs again by itself after every change of the pipeline. */
  readonly live: boolean;
}

export interface PreviewState extends PreviewSettings {
  readonly state: "never" | "running" | "done" | "failed";
  readonly result: PreviewResult | null;
  /** The pipeline that `result` belongs to. */
  readonly of: Pipeline | null;
  readonly error: HostError | null;
  readonly atMs: number;
  /** Everything up to this step is shown; null: all of it. */
  readonly step: number | null;
  readonly playing: boolean;
  /** The record that is lit wherever it is shown; null: none. */
  readonly lit: LitRecord | null;
  /** What is typed above the records. */
  readonly search: string;
}

export interface Preview extends StoreApi<PreviewState> {
  run(pipeline: Pipeline): Promise<void>;
  cancel(): void;
  setInput(node: string, input: InputChoice | null): void;
  change(settings: Partial<PreviewSettings>): void;
  setStep(step: number | null): void;
  /** With `live`, previews again some time after the pipeline or the inputs changed. Called for every new root. */
  changed(pipeline: Pipeline): void;
  close(): void;
}

export const LIVE_DELAY_MS = 250;
const LEAST_ROWS = 1000;
const MOST_ROWS = 10_000;

export const defaultSettings: PreviewSettings = { inputs: {}, count: 200, end: "close", live: false };

export function createPreview(host: Host, file: () => string): Preview {
  const store = createStore<PreviewState>(() => ({
    ...defaultSettings,
    state: "never",
    result: null,
    of: null,
    error: null,
    atMs: 0,
    step: null,
    playing: false,
    lit: null,
    search: "",
  }));
  let newest = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastPipeline: Pipeline | null = null;
  let touched = false;

  recallSettings(host, file()).then(
    (settings) => {
      if (settings !== null && !touched) store.setState(settings);
    },
    // What was not remembered is as it is at first.
    () => {},
  );

  const run = async (pipeline: Pipeline): Promise<void> => {
    clearTimeout(timer);
    lastPipeline = pipeline;
    const mine = (newest += 1);
    const { inputs, count, end } = store.getState();
    store.setState({ state: "running", playing: false });
    try {
      const request = makeRequest(pipeline, { inputs, count, end });
      const result = await host.call("preview.run", { file: file(), request });
      if (mine !== newest) return;
      store.setState({ state: "done", result, of: pipeline, error: null, atMs: Date.now(), step: null, lit: null });
    } catch (error) {
      if (mine === newest) store.setState({ state: "failed", error: toHostError(error) });
    }
  };
  const later = (): void => {
    clearTimeout(timer);
    const pipeline = lastPipeline;
    if (!store.getState().live || pipeline === null) return;
    timer = setTimeout(() => void run(pipeline), LIVE_DELAY_MS);
  };
  const change = (settings: Partial<PreviewSettings>): void => {
    touched = true;
    store.setState(settings);
    const { inputs, count, end, live } = store.getState();
    rememberSettings(host, file(), { inputs, count, end, live });
    later();
  };

  return {
    ...store,
    run,
    cancel() {
      newest += 1;
      clearTimeout(timer);
      const { result } = store.getState();
      store.setState({ state: result === null ? "never" : "done" });
      // It may have ended in between.
      host.call("preview.cancel", { file: file() }).catch(() => {});
    },
    setInput(node, input) {
      const inputs = { ...store.getState().inputs };
      if (input === null) delete inputs[node];
      else inputs[node] = input;
      change({ inputs });
    },
    change,
    setStep(step) {
      const { result } = store.getState();
      const last = (result?.steps.length ?? 0) - 1;
      store.setState({ step: step === null || step >= last ? null : Math.max(0, step) });
    },
    changed(pipeline) {
      lastPipeline = pipeline;
      later();
    },
    close() {
      newest += 1;
      clearTimeout(timer);
      store.setState({ playing: false });
    },
  };
}

export function makeRequest(
  pipeline: Pipeline,
  { inputs, count, end }: Pick<PreviewSettings, "inputs" | "count" | "end">,
): PreviewRequest {
  const named = Object.entries(inputs).filter(([node]) => pipeline.nodes.has(node));
  const most = Math.max(
    count,
    ...named.map(([, input]) => (input.kind === "generated" ? input.count : input.records.length)),
  );
  return {
    pipeline: formatPipeline(pipeline),
    inputs: Object.fromEntries(named.map(([node, input]) => [node, toPreviewInput(input)])),
    defaultCount: count,
    end,
    rowsPerEdge: Math.min(MOST_ROWS, Math.max(LEAST_ROWS, most * 2)),
  };
}
