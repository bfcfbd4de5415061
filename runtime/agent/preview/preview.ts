/**
 * A preview: the engine on a simulation whose sources are fed and whose sinks are lists. One record after the other is processed to its end, and
 * what it caused is written down under its step. Nothing on this path opens a file or a connection.
 */
import { assert } from "../../../shared/assert.ts";
import type { Pipeline } from "../../../shared/pipeline/pipeline.ts";
import type { PreviewNode, PreviewRequest, PreviewResult, PreviewStep } from "../../../shared/protocol/preview.ts";
import type { SampleRecord } from "../../../shared/protocol/sample-record.ts";
import type { Topology } from "../../../shared/topology/topology.ts";
import { describeError } from "../../engine/failure.ts";
import { interleave, type FeedRecord } from "../../engine/feed.ts";
import { encodeRecord } from "../../engine/records-in.ts";
import { Simulation } from "../../engine/simulation.ts";
import { nodeTotals } from "../../observability/node-totals.ts";
import { Taps } from "../../observability/taps.ts";
import type { StateStore } from "../../state/state-store.ts";
import { recordsByPort } from "../output-ports.ts";
import { readInputs } from "./inputs.ts";
import { previewTopology } from "./preview-topology.ts";
import { Recorder } from "./recorder.ts";
import { RowBudget, type RowList } from "./row-list.ts";
import { runnablePart } from "./runnable-part.ts";
import { Written } from "./written.ts";

/** Rows of an answer take no more characters than this. */
const ANSWER_CHARACTERS = 8 * 1024 * 1024;

/** Throws PipelineRefused where nothing of the document can run. */
export function preview(request: PreviewRequest): PreviewResult {
  const startedMs = performance.now();
  const part = runnablePart(request.pipeline);
  const inputs = readInputs(part.topology, request);
  const run = new PreviewRun(part.pipeline, part.topology, request);
  try {
    run.feed(inputs);
    run.end(request.end);
    return { ...run.result(), inputs: Object.fromEntries(inputs), ms: performance.now() - startedMs };
  } finally {
    run.close();
  }
}

class PreviewRun {
  readonly #pipeline: Pipeline;
  readonly #simulation: Simulation;
  readonly #stores: ReadonlyMap<string, StateStore>;
  readonly #recorder: Recorder;
  readonly #written: Written;
  readonly #steps: PreviewStep[] = [];
  #streamTimeMs = -1;

  constructor(pipeline: Pipeline, topology: Topology, { rowsPerEdge }: PreviewRequest) {
    this.#pipeline = pipeline;
    const taps = new Taps();
    const budget = new RowBudget(ANSWER_CHARACTERS);
    this.#simulation = new Simulation(previewTopology(topology), { taps });
    assertHarmless(this.#simulation.topology);
    this.#stores = new Map(this.#simulation.stores.map(({ store }) => [store.name, store]));
    this.#recorder = new Recorder(topology, pipeline.edges.keys(), rowsPerEdge, budget);
    this.#written = new Written(this.#simulation, rowsPerEdge, budget);
    taps.observer = this.#recorder;
  }

  feed(inputs: ReadonlyMap<string, readonly SampleRecord[]>): void {
    const lists = [...inputs].map(([node, records]) =>
      records.map((record): FeedRecord => ({ ...record, node, partition: 0, headers: record.headers ?? [] })),
    );
    for (const record of interleave(lists)) this.#read(record);
  }

  #read(record: FeedRecord): void {
    const source = this.#simulation.sourceOf(record.node);
    if (source === undefined) throw new Error(`Invariant broken: ${record.node} is not a source`);
    this.#recorder.begin(this.#steps.length);
    try {
      this.#simulation.append(source.topic, 0, [encodeRecord(record, source)]);
    } catch (error) {
      this.#recorder.noteFailure(record.node, describeError(error));
    }
    this.#simulation.run();
    this.#finishStep("record", record.node, record.timestampMs);
  }

  end(end: PreviewRequest["end"]): void {
    if (end === "leave") return;
    if (end === "close") {
      let movedMs: number | null = null;
      this.#simulation.closeOpen((timeMs) => {
        if (movedMs !== null) this.#finishStep("time", null, movedMs);
        this.#recorder.begin(this.#steps.length);
        movedMs = timeMs;
      });
      if (movedMs !== null) this.#finishStep("time", null, movedMs);
    } else {
      this.#recorder.begin(this.#steps.length);
      this.#simulation.advanceStreamTime(end);
      this.#finishStep("time", null, end);
    }
  }

  #finishStep(kind: PreviewStep["kind"], node: string | null, timestampMs: number): void {
    const step = this.#steps.length;
    const eventTimeMs = this.#recorder.end((name) => this.#streamTimeOf(name)) ?? timestampMs;
    const stepTimeMs = kind === "record" ? eventTimeMs : timestampMs;
    this.#written.collect(step);
    this.#streamTimeMs = Math.max(this.#streamTimeMs, stepTimeMs);
    this.#steps.push({ kind, node, timestampMs: stepTimeMs, streamTimeMs: this.#streamTimeMs });
  }

  #streamTimeOf(name: string): number {
    return this.#stores.get(name)?.streamTimeMs ?? Number.NEGATIVE_INFINITY;
  }

  result(): Omit<PreviewResult, "inputs" | "ms"> {
    return {
      version: 1,
      steps: this.#steps,
      edges: Object.fromEntries(
        [...this.#recorder.edges].map(([edge, list]: [string, RowList]) => [edge, list.toJson()]),
      ),
      sinks: this.#written.sinks(),
      deadLetters: this.#written.deadLetters(),
      nodes: this.#nodes(),
      drops: this.#recorder.drops,
      windows: this.#recorder.windows(),
    };
  }

  #nodes(): Record<string, PreviewNode> {
    const { topology, stores } = this.#simulation;
    return Object.fromEntries(
      [...nodeTotals(topology, this.#simulation.counts())].map(([node, totals]) => [
        node,
        {
          recordsIn: totals.recordsIn,
          recordsOut: recordsByPort(this.#pipeline, node, totals),
          dropped: totals.dropped,
          failed: totals.failed,
          deadLettered: totals.deadLettered,
          failures: this.#recorder.failures.get(node) ?? [],
          stateEntries: stores.reduce((sum, one) => sum + (one.node === node ? one.store.size : 0), 0),
        },
      ]),
    );
  }

  close(): void {
    this.#simulation.close();
  }
}

const OUTWARD: ReadonlySet<string> = new Set(["file-source", "generator", "file-sink", "console-sink"]);

/** Topics of a simulation are lists; whatever else reads or writes must have been replaced by one. */
function assertHarmless(topology: Topology): void {
  for (const { id, type } of topology.subTopologies.flatMap((part) => part.nodes))
    assert(!OUTWARD.has(type), `${id} is a topic in a preview, not a ${type}`);
}
