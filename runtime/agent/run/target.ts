/** Where a run goes: a broker in this process, or the cluster of an environment whose secrets came with the request. */
import type { AgentTarget } from "../../../shared/protocol/agent.ts";
import { parseEnvironment } from "../../../shared/pipeline/environment.ts";
import type { SecretReference } from "../../../shared/pipeline/secrets.ts";
import type { Topology } from "../../../shared/topology/topology.ts";
import { createEmbeddedBroker } from "../../embedded/broker.ts";
import { connectionOf, missingSecret } from "../../engine/environment-connection.ts";
import type { TaskLog } from "../../engine/task-output.ts";
import type { ConnectionOptions } from "../../kafka/ports.ts";
import { PipelineRefused } from "../pipeline-refused.ts";

export interface OpenTarget {
  readonly connection: ConnectionOptions;
  close(): Promise<void>;
}

/** Throws RUN_0004 or RUN_0005 where the environment does not say where to go or a secret is missing. */
export async function openTarget(target: AgentTarget, topology: Topology, log: TaskLog): Promise<OpenTarget> {
  return target.kind === "embedded" ? await openEmbedded(topology, log) : await openEnvironment(target, topology);
}

const PARTITIONS = 4;

async function openEmbedded(topology: Topology, log: TaskLog): Promise<OpenTarget> {
  const broker = await createEmbeddedBroker({ defaultPartitions: PARTITIONS });
  // Nobody could have made them before, as the broker begins with the run.
  for (const { name, create, partitions, nodes } of topology.topics) {
    if (create) continue;
    broker.createTopic(name, partitions ?? PARTITIONS);
    log("info", `The topic ${name} is new on the embedded broker: it is empty until something writes to it.`, {
      node: nodes[0],
    });
  }
  return { connection: { brokers: [broker.bootstrap], clientId: "weir" }, close: () => broker.close() };
}

async function openEnvironment(
  target: Extract<AgentTarget, { kind: "environment" }>,
  topology: Topology,
): Promise<OpenTarget> {
  const { environment, diagnostics } = parseEnvironment(target.environment);
  if (environment === null) throw new PipelineRefused(diagnostics, `The environment ${target.name}`);
  const connection = await connectionOf(environment, topology.connection, {
    place: target.name,
    secret: async (reference) => secretOf(reference, target.secrets),
  });
  return { connection, close: () => Promise.resolve() };
}

function secretOf(reference: SecretReference, secrets: Readonly<Record<string, string>>): string {
  const name = nameOf(reference);
  const value = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
  if (value === undefined) throw missingSecret(`nothing is known for ${name}`);
  return value;
}

function nameOf(reference: SecretReference): string {
  if ("$env" in reference) return `env ${reference.$env}`;
  return "$file" in reference ? `file ${reference.$file}` : `secret ${reference.$secret}`;
}
