/** Secrets behind a passphrase, in a file of their own in the data folder: where the system has no store, and in the browser. */
import { join } from "node:path";
import * as z from "zod";
import { WeirError } from "../../../shared/errors.ts";
import type { SecretsState } from "../../../shared/protocol/host-api.ts";
import { createQueue } from "../workspace/queue.ts";
import { readPrivateFile, writePrivateFile } from "./private-file.ts";
import { derivationSchema, deriveKey, newDerivation, seal, sealedSchema, unseal } from "./sealing.ts";
import { checkSecretName, lockedStore, type SecretStore } from "./secret-store.ts";

const fileSchema = z.strictObject({
  format: z.literal(1),
  key: derivationSchema,
  /** A known text under the key: tells a wrong passphrase from a right one. */
  check: sealedSchema,
  values: z.record(z.string(), sealedSchema),
});
type StoreFile = z.infer<typeof fileSchema>;

/** No reference can be called so. */
const checkName = "#check";

export function createPassphraseStore(dataFolder: string): SecretStore {
  const path = join(dataFolder, "secrets.json");
  const queue = createQueue();
  let open: { readonly key: Buffer; readonly salt: string } | null = null;

  /** Another window may have changed the file: it is read each time. */
  async function read(): Promise<StoreFile | null> {
    const text = await readPrivateFile(path);
    return text === null ? null : parse(text);
  }
  function keyOf(file: StoreFile | null): Buffer {
    if (file === null || open === null || open.salt !== file.key.salt) throw lockedStore();
    return open.key;
  }
  function stateOf(file: StoreFile | null): SecretsState {
    return {
      store: "passphrase",
      locked: file === null || open?.salt !== file.key.salt,
      exists: file !== null,
      names: Object.keys(file?.values ?? {}).toSorted(),
    };
  }
  async function change(
    edit: (values: Record<string, z.infer<typeof sealedSchema>>, key: Buffer) => void,
  ): Promise<SecretsState> {
    const file = await read();
    const key = keyOf(file);
    const values = { ...file?.values };
    edit(values, key);
    const next = { ...file, values };
    await write(path, fileSchema.parse(next));
    return stateOf(fileSchema.parse(next));
  }

  return {
    state: () => queue(async () => stateOf(await read())),
    unlock: (passphrase) =>
      queue(async () => {
        const file = await read();
        if (file === null) {
          const derivation = newDerivation();
          const key = await deriveKey(passphrase, derivation);
          const made: StoreFile = { format: 1, key: derivation, check: seal(key, checkName, "weir"), values: {} };
          await write(path, made);
          open = { key, salt: derivation.salt };
          return stateOf(made);
        }
        const key = await deriveKey(passphrase, file.key);
        if (unseal(key, checkName, file.check) !== "weir") {
          throw new WeirError("HOST_0013", "The passphrase is not the one of this store.", {
            hint: "Try again. Without it the secrets cannot be read; remove secrets.json in Weir's data folder to begin anew.",
          });
        }
        open = { key, salt: file.key.salt };
        return stateOf(file);
      }),
    get: (name) =>
      queue(async () => {
        const file = await read();
        const key = keyOf(file);
        const sealed = file !== null && Object.hasOwn(file.values, name) ? file.values[name] : undefined;
        if (sealed === undefined) return null;
        return unseal(key, name, sealed) ?? damaged();
      }),
    set: (name, value) =>
      queue(async () => {
        checkSecretName(name);
        return await change((values, key) => void (values[name] = seal(key, name, value)));
      }),
    delete: (name) => queue(async () => await change((values) => void Reflect.deleteProperty(values, name))),
  };
}

async function write(path: string, file: StoreFile): Promise<void> {
  await writePrivateFile(path, `${JSON.stringify(file, null, 2)}\n`);
}

function parse(text: string): StoreFile {
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch {
    return damaged();
  }
}

function damaged(): never {
  throw new WeirError("HOST_0008", "The store of secrets is damaged or was made by a newer Weir.", {
    hint: "Restore secrets.json in Weir's data folder, or remove it to begin anew.",
  });
}
