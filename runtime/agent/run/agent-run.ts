/** One run of a pipeline, told as events: a snapshot every second and at every change of state, lines, samples. */
import { randomUUID } from "node:crypto";
import type { Pipeline } from "../../../shared/pipeline/pipeline.ts";
import type { AgentMessage, AgentRunRequest } from "../../../shared/protocol/agent.ts";
import type { RunSnapshot } from "../../../shared/protocol/run.ts";
import type { Topology } from "../../../shared/topology/topology.ts";
import { loadTopology } from "../../engine/load-topology.ts";
import type { RunStatus } from "../../engine/run-status.ts";
import { startRun, type Run } from "../../engine/run.ts";
import { toFailure } from "../failure.ts";
import { PipelineRefused } from "../pipeline-refused.ts";
import { RunLines } from "./run-lines.ts";
import { runNodes, runTasks } from "./run-nodes.ts";
import { openTarget, type OpenTarget } from "./target.ts";

export type RunEvent = Extract<AgentMessage, { event: string }>;

const SNAPSHOT_MS = 1000;
const NOTHING: RunStatus = { nodes: [], tasks: [], lag: null, waitingFor: null, pendingBytes: 0 };

export class AgentRun {
  readonly #request: AgentRunRequest;
  readonly #send: (event: RunEvent) => void;
  readonly #lines: RunLines;
  readonly #startedAtMs = Date.now();
  #state: RunSnapshot["state"] = "starting";
  #error: unknown = null;
  #planned: { readonly pipeline: Pipeline; readonly topology: Topology } | null = null;
  #target: OpenTarget | null = null;
  #run: Run | null = null;
  #status: RunStatus = NOTHING;
  #edges: readonly string[] = [];
  #timer: NodeJS.Timeout | null = null;
  #starting: Promise<void> | null = null;
  #finishing: Promise<void> | null = null;

  constructor(request: AgentRunRequest, send: (event: RunEvent) => void) {
    this.#request = request;
    this.#send = send;
    this.#lines = new RunLines(request.run, (lines) => send({ event: "log", lines }));
  }

  /** Resolves when it runs. Rejects with the reason why it cannot; the run is then over. */
  start(): Promise<void> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  async #start(): Promise<void> {
    this.#tell();
    this.#timer = setInterval(() => void this.#refresh(), SNAPSHOT_MS);
    try {
      this.#run = await this.#begin();
    } catch (error) {
      await this.#finish(error);
      throw error;
    }
    this.#state = "running";
    if (this.#edges.length > 0) await this.#run.tap(this.#edges);
    this.#run.ended.then(
      () => void this.#finish(null),
      (error: unknown) => void this.#finish(error),
    );
    await this.#refresh();
  }

  async #begin(): Promise<Run> {
    const { pipeline: text, directory, target, threads } = this.#request;
    const { pipeline, topology, diagnostics } = loadTopology(text, directory);
    if (pipeline === null || topology === null) throw new PipelineRefused(diagnostics);
    this.#planned = { pipeline, topology };
    if (topology.settings.guarantee === "exactly-once")
      this.#lines.log(
        "warn",
        "RUN_0009: the pipeline asks for exactly-once, which is not there yet: it runs at least once, so results may repeat after a failure.",
      );
    this.#target = await openTarget(target, topology, (level, message, fields) =>
      this.#lines.log(level, message, fields),
    );
    const { connection } = this.#target;
    return await startRun({
      topology,
      request: { pipeline: text, connection, directory, processId: randomUUID(), groupProtocol: "auto" },
      threads,
      log: (level, message, fields) => this.#lines.log(level, message, fields),
      print: (lines, node) => this.#lines.print(lines, node),
      onSample: (edge, rows) => this.#send({ event: "tap", tap: { run: this.#request.run, edge, rows } }),
    });
  }

  /** Finishes what is under way and leaves the group; resolves when the run is over, rejects when its last work could not be committed. */
  async stop(): Promise<void> {
    await this.#starting?.catch(() => {});
    if (this.#finishing !== null) return await this.#finishing;
    this.#state = "stopping";
    this.#tell();
    await this.#finish(null);
    if (this.#error !== null) throw this.#error;
  }

  async tap(edges: readonly string[]): Promise<void> {
    this.#edges = edges;
    await this.#run?.tap(edges);
  }

  /** Something went wrong outside of what is watched. */
  fail(error: unknown): void {
    void this.#finish(error);
  }

  #finish(error: unknown): Promise<void> {
    this.#error ??= error;
    this.#finishing ??= this.#end();
    return this.#finishing;
  }

  /** Ends in order whatever the reason is, and tells the last of it. */
  async #end(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#take();
    await this.#run?.stop().catch((error: unknown) => (this.#error ??= error));
    await this.#take();
    await this.#target?.close().catch(() => {});
    this.#target = null;
    this.#lines.end();
    this.#state = this.#error === null ? "ended" : "failed";
    this.#tell();
  }

  async #refresh(): Promise<void> {
    await this.#take();
    if (this.#finishing === null) this.#tell();
  }

  /** A worker that is gone tells nothing; then what it told last counts. */
  async #take(): Promise<void> {
    const status = await this.#run?.status().catch(() => undefined);
    if (status !== undefined && status.tasks.length > 0) this.#status = status;
  }

  #tell(): void {
    const { run, file, target } = this.#request;
    const planned = this.#planned;
    this.#send({
      event: "snapshot",
      snapshot: {
        run,
        file,
        state: this.#state,
        startedAtMs: this.#startedAtMs,
        atMs: Date.now(),
        target: target.kind === "embedded" ? "embedded" : target.name,
        bootstrap: this.#target?.connection.brokers ?? [],
        nodes: planned === null ? {} : runNodes(planned.pipeline, planned.topology, this.#status),
        tasks: runTasks(this.#status),
        lag: this.#status.lag,
        waitingFor: this.#status.waitingFor,
        failure: this.#error === null ? null : toFailure(this.#error),
      },
    });
  }
}
