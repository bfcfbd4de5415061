/** Pipelines written short, and runs of them on a broker in this process. */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { must } from "../../shared/assert.ts";
import type { Topology } from "../../shared/topology/topology.ts";
import { createEmbeddedBroker } from "../../runtime/embedded/broker.ts";
import type { EmbeddedBroker, EmbeddedBrokerOptions } from "../../runtime/embedded/broker.ts";
import { loadTopology } from "../../runtime/engine/load-topology.ts";
import { startRun } from "../../runtime/engine/run.ts";
import type { Run } from "../../runtime/engine/run.ts";
import type { RunStatus } from "../../runtime/engine/run-status.ts";
import { createKafkaClient } from "../../runtime/kafka/client.ts";
import type { KafkaClient } from "../../runtime/kafka/client.ts";
import { connectRaw } from "../embedded/raw-client.ts";

export interface NodeText {
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly onError?: Readonly<Record<string, unknown>>;
}

/** Edges as "a.out > b.in". */
export function pipelineText(
  nodes: Readonly<Record<string, NodeText>>,
  edges: readonly string[],
  options: { readonly id?: string; readonly settings?: Readonly<Record<string, unknown>> } = {},
): string {
  const operators = Object.fromEntries(Object.values(nodes).map(({ type }) => [type, 1]));
  const named = Object.entries(nodes).map(([id, node]) => [id, { name: id, ...node }]);
  const links = edges.map((edge, index) => {
    const [from, to] = edge.split(" > ");
    return [`e${index}`, { from, to }];
  });
  return JSON.stringify({
    format: 1,
    id: options.id ?? "test",
    name: "Test",
    ...(options.settings === undefined ? {} : { settings: options.settings }),
    operators,
    nodes: Object.fromEntries(named),
    edges: Object.fromEntries(links),
  });
}

export function topologyOf(text: string, directory = "."): Topology {
  const { topology, diagnostics } = loadTopology(text, directory);
  return must(topology, `a topology without errors: ${JSON.stringify(diagnostics)}`);
}

export interface Bench {
  readonly broker: EmbeddedBroker;
  readonly client: KafkaClient;
  readonly folder: string;
  /** Starts a run; it is stopped at the end of the test if it still runs. */
  readonly run: (
    text: string,
    options?: RunSettings,
  ) => Promise<Run & { readonly printed: readonly string[]; readonly logs: readonly string[] }>;
  /** Closes the broker, which must have a folder, and opens it again on its port after `meanwhile`. */
  readonly restartBroker: (meanwhile: () => Promise<void>) => Promise<void>;
}

export interface RunSettings {
  readonly threads?: number;
  readonly protocol?: "auto" | "streams" | "classic";
  readonly brokers?: readonly string[];
}

/** A broker, a client and a folder, gone after `use`. */
export async function withBench(
  use: (bench: Bench) => Promise<void>,
  options: EmbeddedBrokerOptions = {},
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "weir-engine-"));
  const brokerOptions = { autoCreateTopics: false, ...options };
  const broker = await createEmbeddedBroker(brokerOptions);
  let current = broker;
  const client = createKafkaClient({ brokers: [broker.bootstrap], clientId: "test" });
  const runs: Run[] = [];
  try {
    await use({
      broker,
      client,
      folder,
      async run(text, { threads = 1, protocol = "auto", brokers = [broker.bootstrap] } = {}) {
        const printed: string[] = [];
        const logs: string[] = [];
        const run = await startRun({
          topology: topologyOf(text, folder),
          request: {
            pipeline: text,
            connection: { brokers, clientId: "weir" },
            directory: folder,
            processId: randomUUID(),
            groupProtocol: protocol,
          },
          threads,
          log: (level, message, fields) => logs.push(`${level} ${message} ${JSON.stringify(fields ?? {})}`),
          print: (line) => printed.push(line),
        });
        runs.push(run);
        return Object.assign(run, { printed, logs });
      },
      async restartBroker(meanwhile) {
        await current.close();
        await meanwhile();
        current = await createEmbeddedBroker({ ...brokerOptions, port: broker.port });
      },
    });
  } finally {
    await Promise.allSettled(runs.map((run) => run.stop()));
    await client.close();
    await current.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Tries again and again until it is true. */
export async function eventually(what: string, condition: () => Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs / 1000} s in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** All of the topology's tasks run, and have nothing left to do. Rejects at once when the run fails. */
export async function caughtUp(run: Run, tasks: number): Promise<void> {
  let failure: unknown = null;
  run.ended.catch((error: unknown) => {
    failure = error;
  });
  await eventually("the run has caught up", async () => {
    if (failure !== null) throw failure;
    const status = await run.status();
    return status.tasks.length === tasks && isQuiet(status);
  });
}

function isQuiet(status: RunStatus): boolean {
  return (
    status.lag === 0 &&
    status.pendingBytes === 0 &&
    status.tasks.every(({ state, buffered }) => state === "running" && buffered === 0)
  );
}

/** What the group has committed of a topic, by partition; -1 where nothing is. */
export async function committedOffsets(
  broker: Pick<EmbeddedBroker, "port">,
  group: string,
  topic: string,
  partitions: number,
): Promise<number[]> {
  const client = await connectRaw(broker.port);
  try {
    const partitionIndexes = Array.from({ length: partitions }, (_, partition) => partition);
    const { topics } = await client.call("OffsetFetch", 7, {
      groupId: group,
      topics: [{ name: topic, partitionIndexes }],
      requireStable: false,
    });
    const found = must(topics[0], topic).partitions;
    return partitionIndexes.map(
      (index) => found.find(({ partitionIndex }) => partitionIndex === index)?.committedOffset ?? -1,
    );
  } finally {
    client.close();
  }
}

export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error("It was expected to be rejected.");
}

export const relay = (settings: Readonly<Record<string, unknown>> = {}): string =>
  pipelineText(
    {
      in: { type: "kafka-source", config: { topic: "in" } },
      out: { type: "kafka-sink", config: { topic: "out" } },
    },
    ["in.out > out.in"],
    { settings },
  );

/** Counts by key in windows of ten seconds. */
export const counting = (emit: "on-close" | "on-update", extra: Readonly<Record<string, unknown>> = {}): string =>
  pipelineText(
    {
      in: { type: "kafka-source", config: { topic: "in", key: { format: "string" }, ...extra } },
      count: {
        type: "aggregate",
        config: {
          window: { kind: "tumbling", size: "10s", grace: "0s" },
          emit,
          fields: { count: "count()", start: "window.start" },
        },
      },
      out: { type: "kafka-sink", config: { topic: "out" } },
    },
    ["in.out > count.in", "count.out > out.in"],
  );
