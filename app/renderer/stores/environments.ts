/** Where runs go: the broker inside the run's own process, or an environment document of the folder. */
import { createStore } from "zustand/vanilla";
import type { EnvironmentFile, Host } from "../../../shared/protocol/host-api.ts";

export interface EnvironmentState {
  readonly files: readonly EnvironmentFile[];
  /** Null: the embedded broker. */
  readonly chosen: string | null;
}

export const environmentStore = createStore<EnvironmentState>(() => ({ files: [], chosen: null }));

export async function loadEnvironments(host: Host): Promise<void> {
  const files = await host.call("environments.list", {});
  environmentStore.setState(({ chosen }) => ({
    files,
    chosen: files.some(({ file }) => file === chosen) ? chosen : null,
  }));
}

/** `env/shop.environment.json` is the environment "shop". */
export function environmentName(file: string): string {
  return file.replace(/^.*\//, "").replace(/\.environment\.json$/, "");
}
