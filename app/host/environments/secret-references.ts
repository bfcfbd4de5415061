/** From a reference in an environment document to its value. Only called on behalf of a run, a connection or a test of it. */
import { constants } from "node:fs";
import { open, realpath } from "node:fs/promises";
import { isAbsolute, relative, resolve } from "node:path";
import { WeirError } from "../../../shared/errors.ts";
import type { Environment, Security } from "../../../shared/pipeline/environment.ts";
import type { SecretReference } from "../../../shared/pipeline/secrets.ts";
import type { Redactor } from "./redactor.ts";
import type { SecretStore } from "./secret-store.ts";

export interface SecretReferences {
  /** Throws RUN_0005 where there is nothing, HOST_0013 where the store is locked, HOST_0004 for a file outside of an untrusted workspace. */
  resolve(reference: SecretReference): Promise<string>;
  /** Whether there is a value, without looking at it. */
  isThere(reference: SecretReference): Promise<boolean>;
}

export interface SecretReferencesOptions {
  readonly folder: () => string;
  readonly trusted: () => boolean;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly store: SecretStore;
  readonly redactor: Redactor;
}

/** A key or certificate is a few KiB. */
const fileBytes = 1_048_576;

export function createSecretReferences({
  folder,
  trusted,
  variables,
  store,
  redactor,
}: SecretReferencesOptions): SecretReferences {
  async function find(reference: SecretReference): Promise<string> {
    if ("$env" in reference) return variables[reference.$env] ?? missing(`the variable ${reference.$env} is not set`);
    if ("$file" in reference) {
      const path = await pathOf(reference.$file, folder(), trusted());
      return (await readSecretFile(path, reference.$file)).replace(/\r?\n$/, "");
    }
    return (await store.get(reference.$secret)) ?? missing(`the store has no ${reference.$secret}`);
  }
  return {
    async resolve(reference) {
      const value = await find(reference);
      redactor.learn(value);
      return value;
    },
    async isThere(reference) {
      if ("$env" in reference) return variables[reference.$env] !== undefined;
      if ("$secret" in reference) return (await store.state()).names.includes(reference.$secret);
      return await pathOf(reference.$file, folder(), trusted()).then(
        () => true,
        () => false,
      );
    },
  };
}

/** "env NAME", "file PATH" or "secret NAME": what it is called where people and processes speak of it. */
export function nameOfReference(reference: SecretReference): string {
  if ("$env" in reference) return `env ${reference.$env}`;
  return "$file" in reference ? `file ${reference.$file}` : `secret ${reference.$secret}`;
}

/** Of the named connections, or of all; each once. */
export function referencesOf(environment: Environment, connections: ReadonlySet<string> | null): SecretReference[] {
  const found = new Map<string, SecretReference>();
  for (const [name, { security }] of environment.connections) {
    if (connections !== null && !connections.has(name)) continue;
    for (const reference of security === null ? [] : referencesIn(security))
      found.set(nameOfReference(reference), reference);
  }
  return [...found.values()];
}

function referencesIn({ username, password, ca, certificate, key }: Security): SecretReference[] {
  return [username, password, ca, certificate, key].filter((value) => typeof value === "object");
}

/** Links resolved. A trusted folder may point anywhere with a full path; without trust, and with a relative path, a file lies inside. */
async function pathOf(file: string, root: string, trusted: boolean): Promise<string> {
  const path = await realpath(resolve(root, file)).catch(() => missing(`the file ${file} cannot be found`));
  const inside = relative(root, path);
  const leadsOut = inside === "" || inside.startsWith("..") || isAbsolute(inside);
  if (!leadsOut || (isAbsolute(file) && trusted)) return path;
  throw new WeirError("HOST_0004", `The file ${file} of a reference lies outside of the workspace.`, {
    hint: isAbsolute(file) ? "Trust the folder first." : "Write its full path, or put it into the workspace.",
  });
}

async function readSecretFile(path: string, name: string): Promise<string> {
  // Not waiting for the other end of a pipe.
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
  const file = await open(path, flags).catch(() => missing(`the file ${name} cannot be read`));
  try {
    const info = await file.stat();
    if (!info.isFile() || info.size > fileBytes) return missing(`the file ${name} is none, or too large for a secret`);
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

function missing(what: string): never {
  throw new WeirError("RUN_0005", `A secret is missing: ${what}.`, {
    hint: "Set it in the settings under Secrets, or correct the reference.",
  });
}
