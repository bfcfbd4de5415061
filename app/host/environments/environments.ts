/** The environment documents of a workspace: read, written in their one form, and turned into connections. */
import { hasErrors, type Diagnostic } from "../../../shared/diagnostics.ts";
import { WeirError, errorCodes, type ErrorCode } from "../../../shared/errors.ts";
import {
  parseEnvironment,
  writeEnvironment,
  type Environment,
  type KafkaConnection,
} from "../../../shared/pipeline/environment.ts";
import type { SecretReference } from "../../../shared/pipeline/secrets.ts";
import type { AgentTarget } from "../../../shared/protocol/agent.ts";
import type { EnvironmentFile } from "../../../shared/protocol/host-api.ts";
import type { ResolvedConnection, ResolvedSasl, ResolvedTls } from "../kafka/connection.ts";
import { readText, writeText } from "../workspace/files.ts";
import { resolveInside, stemOf } from "../workspace/paths.ts";
import { scanFiles } from "../workspace/scan.ts";
import { nameOfReference, referencesOf, type SecretReferences } from "./secret-references.ts";

export interface Environments {
  list(): Promise<EnvironmentFile[]>;
  /** Refuses what has errors, a secret in plain text among them. */
  save(file: string, text: string): Promise<void>;
  /** With every secret in place. */
  connection(file: string, connection: string): Promise<ResolvedConnection>;
  /** For a run: the document, and the secrets of the connections that the pipeline names (of all where it names none). */
  target(file: string, pipeline: string): Promise<AgentTarget>;
}

export function createEnvironments(folder: () => string, secrets: SecretReferences): Environments {
  async function read(file: string): Promise<string> {
    const found = await readText(await pathOf(folder(), file), file);
    if (found !== null) return found.text;
    throw new WeirError("HOST_0006", `There is no environment ${file}.`, {
      hint: "It may have been moved or deleted.",
    });
  }
  async function load(file: string): Promise<{ environment: Environment; text: string }> {
    const text = await read(file);
    return { environment: parse(text), text };
  }
  async function describe(file: string): Promise<EnvironmentFile[]> {
    // One that cannot be read is in the list of files, and not here.
    const text = await read(file).catch(() => null);
    if (text === null) return [];
    const { environment } = parseEnvironment(text);
    const missing: string[] = [];
    for (const reference of environment === null ? [] : referencesOf(environment, null))
      if (!(await secrets.isThere(reference))) missing.push(nameOfReference(reference));
    return [{ file, text, missing }];
  }

  return {
    list: async () => (await Promise.all((await scanFiles(folder())).environments.map(describe))).flat(),
    async save(file, text) {
      await writeText(await pathOf(folder(), file), file, writeEnvironment(parse(text)));
    },
    async connection(file, name) {
      const { environment } = await load(file);
      const found = environment.connections.get(name);
      if (found !== undefined) return await resolveConnection(found, secrets);
      throw new WeirError("RUN_0004", `The environment ${environment.name} has no connection ${name}.`, {
        hint: "Add it, or choose one that is there.",
      });
    },
    async target(file, pipeline) {
      const { environment, text } = await load(file);
      const values: Record<string, string> = {};
      for (const reference of referencesOf(environment, connectionsIn(pipeline)))
        values[nameOfReference(reference)] = await secrets.resolve(reference);
      return { kind: "environment", name: environment.name, environment: text, secrets: values };
    },
  };
}

async function resolveConnection(
  { brokers, security, connectTimeoutMs, requestTimeoutMs }: KafkaConnection,
  secrets: SecretReferences,
): Promise<ResolvedConnection> {
  const optional = async (reference: SecretReference | undefined): Promise<string | null> =>
    reference === undefined ? null : await secrets.resolve(reference);
  let tls: ResolvedTls | null = null;
  let sasl: ResolvedSasl | null = null;
  if (security?.protocol.endsWith("SSL") === true) {
    tls = {
      ca: await optional(security.ca),
      certificate: await optional(security.certificate),
      key: await optional(security.key),
      serverName: security.serverName ?? null,
      insecure: security.insecure ?? false,
    };
  }
  if (security?.mechanism !== undefined && security.username !== undefined && security.password !== undefined) {
    const { mechanism, username, password } = security;
    sasl = {
      mechanism,
      username: typeof username === "string" ? username : await secrets.resolve(username),
      password: await secrets.resolve(password),
    };
  }
  return { brokers, tls, sasl, connectTimeoutMs, requestTimeoutMs };
}

async function pathOf(root: string, file: string): Promise<string> {
  if (stemOf(file, "environment") !== null) return await resolveInside(root, file);
  throw new WeirError("HOST_0004", `\`${file}\` is not the name of an environment.`, {
    hint: "Environments are called `name.environment.json`.",
  });
}

function parse(text: string): Environment {
  const { environment, diagnostics } = parseEnvironment(text);
  if (environment !== null && !hasErrors(diagnostics)) return environment;
  throw refusal(diagnostics);
}

/** The first error as the sentence, all findings as the cause (failure.ts). */
function refusal(diagnostics: readonly Diagnostic[]): WeirError {
  const first = diagnostics.find(({ severity }) => severity === "error");
  const code: ErrorCode = first !== undefined && isErrorCode(first.code) ? first.code : "CLI_0101";
  return new WeirError(code, first?.message ?? "The environment has errors.", {
    hint: first?.hint ?? "Correct what is marked.",
    ...(first?.pointer === undefined ? {} : { pointer: first.pointer }),
    cause: diagnostics,
  });
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCodes, code);
}

/** Null where none is named. A pipeline that does not parse is told by the run; here it needs nothing. */
function connectionsIn(pipeline: string): ReadonlySet<string> | null {
  const names = new Set<string>();
  try {
    JSON.parse(pipeline, (key, value: unknown) => {
      if (key === "connection" && typeof value === "string") names.add(value);
      return value;
    });
  } catch {
    return names;
  }
  return names.size === 0 ? null : names;
}
