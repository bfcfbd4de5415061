/**
 * The part of the host that runs pipelines and reaches clusters. Its three sides know of each other: a run needs the secrets of its environment, and the
 * topic browser the broker of a run.
 */
import type { AgentTarget } from "../../../shared/protocol/agent.ts";
import { createEnvironmentsPart, type EnvironmentMethod } from "../environments/create-environments-part.ts";
import { createEnvironments } from "../environments/environments.ts";
import { createPassphraseStore } from "../environments/passphrase-store.ts";
import { createRedactor } from "../environments/redactor.ts";
import { createSecretReferences } from "../environments/secret-references.ts";
import type { SecretStore } from "../environments/secret-store.ts";
import type { HostContext, HostPart } from "../host-part.ts";
import { createTopicsPart, type TopicsMethod } from "../kafka/create-topics-part.ts";
import type { AgentLauncher } from "./agent-launcher.ts";
import { createAgentsPart, type AgentMethod } from "./create-agents-part.ts";
import { forkLauncher } from "./fork-launcher.ts";

export interface RuntimeOptions {
  /** Forks Node where it is absent. */
  readonly launcher?: AgentLauncher;
  /** One behind a passphrase in the data folder where it is absent. */
  readonly secretStore?: SecretStore;
}

export interface RuntimePart extends HostPart<AgentMethod | TopicsMethod | EnvironmentMethod> {
  /** Starts the process of the first preview before it is asked for. */
  warm(): void;
  close(): Promise<void>;
}

export function createRuntimePart(context: HostContext, options: RuntimeOptions = {}): RuntimePart {
  const store = options.secretStore ?? createPassphraseStore(context.dataFolder);
  const redactor = createRedactor();
  const folder = (): string => context.folder();
  const secrets = createSecretReferences({
    folder,
    trusted: () => context.trusted(),
    variables: process.env,
    store,
    redactor,
  });
  const environments = createEnvironments(folder, secrets);
  const target = async (environment: string, pipeline: string): Promise<AgentTarget> =>
    environment === "embedded" ? { kind: "embedded" } : await environments.target(environment, pipeline);
  const agents = createAgentsPart(context, {
    launcher: options.launcher ?? forkLauncher(),
    target,
    redact: (text) => redactor.clean(text),
  });
  const topics = createTopicsPart({
    connection: (environment, connection) => environments.connection(environment, connection),
    findRun: (run) => agents.runs.find(run),
  });
  return {
    handlers: { ...agents.handlers, ...topics.handlers, ...createEnvironmentsPart(environments, store).handlers },
    warm: () => agents.warm(),
    async close() {
      await Promise.all([agents.close(), topics.close()]);
    },
  };
}
