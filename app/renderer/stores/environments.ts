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

/** Reads them now, whenever files of the folder change, and when it becomes trusted: until then the host refuses. */
export function watchEnvironments(host: Host, onTrusted: (load: () => void) => void): void {
  const load = (): void => void loadEnvironments(host).catch(() => {});
  host.subscribe(({ event }) => event === "files" && load());
  onTrusted(load);
  load();
}

/** `env/shop.environment.json` is the environment "shop". */
export function environmentName(file: string): string {
  return file.replace(/^.*\//, "").replace(/\.environment\.json$/, "");
}

/** As `RunSnapshot.target` names it: by the name inside of the document. */
export function environmentOfTarget(files: readonly EnvironmentFile[], target: string): string | null {
  const named =
    files.find(({ text }) => nameIn(text) === target) ?? files.find(({ file }) => environmentName(file) === target);
  return named?.file ?? null;
}

function nameIn(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "name" in value ? value.name : undefined;
  } catch {
    return undefined;
  }
}
