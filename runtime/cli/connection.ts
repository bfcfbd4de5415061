/** Which cluster a command talks to: `--brokers`, or the connection that the pipeline names in an environment file; secrets are resolved here and nowhere earlier. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { WeirError } from "../../shared/errors.ts";
import type { SecretReference } from "../../shared/pipeline/secrets.ts";
import { connectionOf, missingSecret } from "../engine/environment-connection.ts";
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
    return await connectionOf(environment, connection, {
      secret: (reference) => resolveSecret(reference, context),
      place: file,
    });
  }
  throw new WeirError("RUN_0004", "Nothing says which Kafka cluster to use.", {
    hint: "Give --brokers HOST:PORT, or --env FILE with the connection, or --embedded to run on a broker in this process.",
  });
}

async function resolveSecret(reference: SecretReference, context: CommandContext): Promise<string> {
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
