/** Which cluster a command talks to: `--brokers`, or the connection that the pipeline names in an environment file; secrets are resolved here and nowhere earlier. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { WeirError } from "../../shared/errors.ts";
import type { KafkaConnection, Security } from "../../shared/pipeline/environment.ts";
import type { SecretReference } from "../../shared/pipeline/secrets.ts";
import type { ConnectionOptions } from "../kafka/ports.ts";
import type { CommandContext, CommandOption } from "./command.ts";
import { loadEnvironment } from "./load.ts";

export const connectionOptions: Readonly<Record<string, CommandOption>> = {
  brokers: { type: "string", value: "HOST:PORT,…", description: "Kafka brokers, without TLS and authentication" },
  env: {
    type: "string",
    value: "FILE",
    description: "Environment file that says where the pipeline's connection leads",
  },
};

/** `connection`: the name that the pipeline uses, null where it uses none. Throws RUN_0004 when nothing says where to go. */
export async function resolveConnection(
  context: CommandContext,
  connection: string | null,
): Promise<ConnectionOptions> {
  const brokers = context.text("brokers");
  if (brokers !== undefined) return { brokers: brokers.split(",").map((broker) => broker.trim()), clientId: "weir" };
  const file = context.text("env");
  if (file !== undefined) {
    const environment = await loadEnvironment(context, resolve(context.directory, file));
    const found = connection === null ? firstOf(environment.connections) : environment.connections.get(connection);
    if (found !== undefined) return await toOptions(found, context);
    throw new WeirError(
      "RUN_0004",
      `The environment ${environment.name} has no connection ${connection ?? "at all"}.`,
      {
        hint: `Add it to ${file}, or name one that is there: ${[...environment.connections.keys()].join(", ")}.`,
      },
    );
  }
  throw new WeirError("RUN_0004", "Nothing says which Kafka cluster to use.", {
    hint: "Give --brokers HOST:PORT, or --env FILE with the connection, or --embedded to run on a broker in this process.",
  });
}

function firstOf(connections: ReadonlyMap<string, KafkaConnection>): KafkaConnection | undefined {
  return connections.size === 1 ? [...connections.values()][0] : undefined;
}

async function toOptions(connection: KafkaConnection, context: CommandContext): Promise<ConnectionOptions> {
  const { brokers, security, connectTimeoutMs, requestTimeoutMs } = connection;
  return {
    brokers,
    clientId: "weir",
    ...(connectTimeoutMs === null ? {} : { connectTimeoutMs }),
    ...(requestTimeoutMs === null ? {} : { requestTimeoutMs }),
    ...(security === null ? {} : await securityOptions(security, context)),
  };
}

async function securityOptions(
  security: Security,
  context: CommandContext,
): Promise<Pick<ConnectionOptions, "tls" | "sasl">> {
  const secret = (reference: SecretReference | string): Promise<string> => resolveSecret(reference, context);
  const sasl =
    security.mechanism === undefined || security.username === undefined || security.password === undefined
      ? {}
      : {
          sasl: {
            mechanism: security.mechanism,
            username: await secret(security.username),
            password: await secret(security.password),
          },
        };
  if (!security.protocol.endsWith("SSL")) return sasl;
  const tls = {
    ...(security.ca === undefined ? {} : { ca: await secret(security.ca) }),
    ...(security.certificate === undefined ? {} : { cert: await secret(security.certificate) }),
    ...(security.key === undefined ? {} : { key: await secret(security.key) }),
    ...(security.serverName === undefined ? {} : { serverName: security.serverName }),
    ...(security.insecure === undefined ? {} : { insecure: security.insecure }),
  };
  return { ...sasl, tls };
}

async function resolveSecret(reference: SecretReference | string, context: CommandContext): Promise<string> {
  if (typeof reference === "string") return reference;
  if ("$env" in reference) {
    const value = context.environment[reference.$env];
    if (value === undefined) throw missingSecret(`the environment variable ${reference.$env} is not set`);
    return value;
  }
  if ("$file" in reference) {
    try {
      return (await readFile(resolve(context.directory, reference.$file), "utf8")).replace(/\r?\n$/, "");
    } catch {
      throw missingSecret(`the file ${reference.$file} cannot be read`);
    }
  }
  throw missingSecret(`there is no secret store here that could hold ${reference.$secret}`);
}

function missingSecret(what: string): WeirError {
  return new WeirError("RUN_0005", `A secret is missing: ${what}.`, {
    hint: "Set it, or correct the reference in the environment file.",
  });
}
