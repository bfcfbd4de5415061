/** Where the values behind `{"$secret": "name"}` lie. They come out for the host and for the processes of runs; the renderer sees names. */
import { WeirError } from "../../../shared/errors.ts";
import type { SecretsState } from "../../../shared/protocol/host-api.ts";

export interface SecretStore {
  state(): Promise<SecretsState>;
  /** Opens the store, or makes it when there is none. HOST_0013 for a wrong passphrase. */
  unlock(passphrase: string): Promise<SecretsState>;
  /** Null where there is no such secret. HOST_0013 while it is locked. */
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<SecretsState>;
  delete(name: string): Promise<SecretsState>;
}

export function lockedStore(): WeirError {
  return new WeirError("HOST_0013", "The store of secrets is locked.", {
    hint: "Enter its passphrase in the settings under Secrets; a new store is made with the first one that you choose.",
  });
}

/** As references can name them: shared/pipeline/secrets.ts. */
export function checkSecretName(name: string): void {
  if (/^[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)*$/.test(name) && name !== "__proto__") return;
  throw new WeirError("HOST_0001", "This is not a name that a reference can have.", {
    hint: "Use letters, digits, `_`, `.` and `-`, in parts that `/` separates: `kafka/password`.",
  });
}
