/**
 * Secrets sealed by the operating system (Keychain, DPAPI, a keyring), through Electron's safeStorage. The sealed values lie in a file of the data
 * folder; the system keeps the key. On Windows any program of the same user can ask for it.
 */
import { join } from "node:path";
import * as z from "zod";
import { WeirError } from "../../../shared/errors.ts";
import type { SecretsState } from "../../../shared/protocol/host-api.ts";
import { createQueue } from "../workspace/queue.ts";
import { createPassphraseStore } from "./passphrase-store.ts";
import { readPrivateFile, writePrivateFile } from "./private-file.ts";
import { checkSecretName, type SecretStore } from "./secret-store.ts";

/** What this needs of Electron's safeStorage. */
export interface SystemSealing {
  isAsyncEncryptionAvailable(): Promise<boolean>;
  encryptStringAsync(text: string): Promise<Buffer>;
  decryptStringAsync(sealed: Buffer): Promise<{ readonly result: string; readonly shouldReEncrypt: boolean }>;
  /** Linux alone. */
  getSelectedStorageBackend?(): string;
}

const fileSchema = z.strictObject({ format: z.literal(1), values: z.record(z.string(), z.base64()) });

export function createSystemStore(dataFolder: string, system: SystemSealing): SecretStore {
  const path = join(dataFolder, "system-secrets.json");
  const queue = createQueue();

  async function read(): Promise<Record<string, string>> {
    const text = await readPrivateFile(path);
    if (text === null) return {};
    try {
      return fileSchema.parse(JSON.parse(text)).values;
    } catch {
      throw new WeirError("HOST_0008", "The store of secrets is damaged or was made by a newer Weir.", {
        hint: "Restore system-secrets.json in Weir's data folder, or remove it to begin anew.",
      });
    }
  }
  const stateOf = (values: Record<string, string>): SecretsState => ({
    store: "system",
    locked: false,
    exists: true,
    names: Object.keys(values).toSorted(),
  });
  async function write(values: Record<string, string>): Promise<SecretsState> {
    await writePrivateFile(path, `${JSON.stringify({ format: 1, values }, null, 2)}\n`);
    return stateOf(values);
  }

  return {
    state: () => queue(async () => stateOf(await read())),
    // There is nothing to unlock: the system has done that when the person signed in.
    unlock: () => queue(async () => stateOf(await read())),
    get: (name) =>
      queue(async () => {
        const values = await read();
        const sealed = Object.hasOwn(values, name) ? values[name] : undefined;
        if (sealed === undefined) return null;
        const { result, shouldReEncrypt } = await system
          .decryptStringAsync(Buffer.from(sealed, "base64"))
          .catch(refused);
        // The system has a newer key.
        if (shouldReEncrypt) await write({ ...values, [name]: await sealBySystem(system, result) });
        return result;
      }),
    set: (name, value) =>
      queue(async () => {
        checkSecretName(name);
        return await write({ ...(await read()), [name]: await sealBySystem(system, value) });
      }),
    delete: (name) =>
      queue(async () => {
        const values = await read();
        Reflect.deleteProperty(values, name);
        return await write(values);
      }),
  };
}

/** The system's store where it keeps a secret; otherwise, and where one was made before, the one behind a passphrase. */
export async function chooseSecretStore(
  dataFolder: string,
  system: SystemSealing,
  platform: NodeJS.Platform,
  log: (line: string) => void,
): Promise<SecretStore> {
  if ((await readPrivateFile(join(dataFolder, "secrets.json"))) !== null) return createPassphraseStore(dataFolder);
  const backend = platform === "linux" ? (system.getSelectedStorageBackend?.() ?? "unknown") : "system";
  // Its key is the same on every machine and stands in Chromium's source.
  if (backend !== "basic_text" && (await system.isAsyncEncryptionAvailable().catch(() => false)))
    return createSystemStore(dataFolder, system);
  log(
    backend === "basic_text"
      ? "There is no keyring here, and what Linux offers instead is no protection: secrets are kept behind a passphrase."
      : "The system's store of secrets is not available: secrets are kept behind a passphrase.",
  );
  return createPassphraseStore(dataFolder);
}

async function sealBySystem(system: SystemSealing, value: string): Promise<string> {
  return (await system.encryptStringAsync(value).catch(refused)).toString("base64");
}

function refused(): never {
  throw new WeirError("HOST_0013", "The system does not open its store of secrets.", {
    hint: "Unlock the keychain or keyring, and try again.",
  });
}
