/** What is known of the secrets: their names, and whether their store is open. One for all that is shown of them. */
import { createStore } from "zustand/vanilla";
import type { SecretsState } from "../../../shared/protocol/host-api.ts";
import { host } from "../host/connect.ts";
import { toHostError, type HostError } from "../host/host-error.ts";
import { loadEnvironments } from "../stores/environments.ts";

export interface KnownSecrets {
  readonly state: SecretsState | null;
  readonly error: HostError | null;
  /** A name that somebody wants to set; a new object each time. */
  readonly prepared: { readonly name: string } | null;
}

export const secretsStore = createStore<KnownSecrets>(() => ({ state: null, error: null, prepared: null }));

export async function loadSecrets(): Promise<void> {
  await act(host.call("secrets.state", {}));
}

/** Takes what the host answers; which secrets are missing may be another matter then. False where it refuses: `error` says why. */
export async function act(work: Promise<SecretsState>): Promise<boolean> {
  try {
    secretsStore.setState({ state: await work, error: null });
    await loadEnvironments(host).catch(() => {});
    return true;
  } catch (error) {
    secretsStore.setState({ error: toHostError(error) });
    return false;
  }
}

export function prepareSecret(name: string): void {
  secretsStore.setState({ prepared: { name } });
}
