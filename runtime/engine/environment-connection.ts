/** From the connections of an environment to what a Kafka client needs. Secrets are resolved here and nowhere earlier. */
import { WeirError } from "../../shared/errors.ts";
import type { Environment, KafkaConnection, Security } from "../../shared/pipeline/environment.ts";
import type { SecretReference } from "../../shared/pipeline/secrets.ts";
import type { ConnectionOptions } from "../kafka/ports.ts";

/** Rejects with RUN_0005 where there is no such secret. */
export type SecretResolver = (reference: SecretReference) => Promise<string>;

/**
 * `connection`: the name that the pipeline uses; null where it uses none, then the environment's only one serves. `place` names the environment in
 * the hint. Throws RUN_0004 where the environment has no such connection.
 */
export async function connectionOf(
  environment: Environment,
  connection: string | null,
  options: { readonly secret: SecretResolver; readonly place: string },
): Promise<ConnectionOptions> {
  const found = connection === null ? firstOf(environment.connections) : environment.connections.get(connection);
  if (found !== undefined) return await toOptions(found, options.secret);
  throw new WeirError("RUN_0004", `The environment ${environment.name} has no connection ${connection ?? "at all"}.`, {
    hint: `Add it to ${options.place}, or name one that is there: ${[...environment.connections.keys()].join(", ")}.`,
  });
}

function firstOf(connections: ReadonlyMap<string, KafkaConnection>): KafkaConnection | undefined {
  return connections.size === 1 ? [...connections.values()][0] : undefined;
}

async function toOptions(connection: KafkaConnection, secret: SecretResolver): Promise<ConnectionOptions> {
  const { brokers, security, connectTimeoutMs, requestTimeoutMs } = connection;
  return {
    brokers,
    clientId: "weir",
    ...(connectTimeoutMs === null ? {} : { connectTimeoutMs }),
    ...(requestTimeoutMs === null ? {} : { requestTimeoutMs }),
    ...(security === null ? {} : await securityOptions(security, secret)),
  };
}

async function securityOptions(
  security: Security,
  secret: SecretResolver,
): Promise<Pick<ConnectionOptions, "tls" | "sasl">> {
  const text = async (value: SecretReference | string): Promise<string> =>
    typeof value === "string" ? value : await secret(value);
  const sasl =
    security.mechanism === undefined || security.username === undefined || security.password === undefined
      ? {}
      : {
          sasl: {
            mechanism: security.mechanism,
            username: await text(security.username),
            password: await text(security.password),
          },
        };
  if (!security.protocol.endsWith("SSL")) return sasl;
  const tls = {
    ...(security.ca === undefined ? {} : { ca: await text(security.ca) }),
    ...(security.certificate === undefined ? {} : { cert: await text(security.certificate) }),
    ...(security.key === undefined ? {} : { key: await text(security.key) }),
    ...(security.serverName === undefined ? {} : { serverName: security.serverName }),
    ...(security.insecure === undefined ? {} : { insecure: security.insecure }),
  };
  return { ...sasl, tls };
}

export function missingSecret(what: string): WeirError {
  return new WeirError("RUN_0005", `A secret is missing: ${what}.`, {
    hint: "Set it, or correct the reference in the environment file.",
  });
}
