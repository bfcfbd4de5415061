/** The topic browser's part on a cluster that runs, as the renderer asks it. */
import type { TestContext } from "node:test";
import kafkajs, { type Kafka } from "kafkajs";
import { plainConnection, type ResolvedConnection } from "../../../app/host/kafka/connection.ts";
import { createTopicsPart, type TopicsMethod } from "../../../app/host/kafka/create-topics-part.ts";
import { WeirError } from "../../../shared/errors.ts";
import type { HostResults } from "../../../shared/protocol/host-api.ts";
import type { HostParams } from "../../../shared/protocol/host-methods.ts";
import type { RunSnapshot } from "../../../shared/protocol/run.ts";

export interface Browser {
  readonly ask: <M extends TopicsMethod>(method: M, params: HostParams<M>) => Promise<HostResults[M]>;
  readonly cluster: { readonly kind: "connection"; readonly environment: string; readonly connection: string };
  readonly kafka: Kafka;
}

export function openBrowser(
  context: TestContext,
  bootstrap: string,
  options: {
    readonly connection?: ResolvedConnection;
    readonly runs?: readonly RunSnapshot[];
    readonly idleMs?: number;
  } = {},
): Browser {
  const part = createTopicsPart({
    connection: () => Promise.resolve(options.connection ?? plainConnection([bootstrap])),
    findRun: (id) => {
      const found = options.runs?.find(({ run }) => run === id);
      if (found === undefined) throw new WeirError("HOST_0011", "There is no such run.");
      return found;
    },
    ...(options.idleMs === undefined ? {} : { idleMs: options.idleMs }),
  });
  context.after(() => part.close());
  return {
    async ask(method, params) {
      // The pair belongs together, which the compiler cannot follow through the table.
      const handler = part.handlers[method] as (given: typeof params) => Promise<HostResults[typeof method]>;
      return await handler(params);
    },
    cluster: { kind: "connection", environment: "shop.environment.json", connection: "main" },
    kafka: new kafkajs.Kafka({ brokers: [bootstrap], logLevel: kafkajs.logLevel.NOTHING, clientId: "test" }),
  };
}

export function text(base64: string | null): string | null {
  return base64 === null ? null : Buffer.from(base64, "base64").toString("utf8");
}
