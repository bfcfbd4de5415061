/** Connections into and out of environment documents; the host writes them in their one form. */
import { parseEnvironment, writeEnvironment, type KafkaConnection } from "../../../shared/pipeline/environment.ts";
import type { EnvironmentFile } from "../../../shared/protocol/host-api.ts";
import { host } from "../host/connect.ts";
import { environmentName, environmentStore, loadEnvironments } from "../stores/environments.ts";

/** A new document where `file` names none. Rejects with what the host says. */
export async function saveConnection(file: string, name: string, connection: KafkaConnection): Promise<void> {
  await change(file, (connections) => connections.set(name, connection));
}

export async function removeConnection(file: string, name: string): Promise<void> {
  await change(file, (connections) => connections.delete(name));
}

/** As `file name`. */
export function takenNames(files: readonly EnvironmentFile[]): ReadonlySet<string> {
  return new Set(
    files.flatMap(({ file, text }) =>
      [...(parseEnvironment(text).environment?.connections.keys() ?? [])].map((name) => `${file} ${name}`),
    ),
  );
}

async function change(file: string, edit: (connections: Map<string, KafkaConnection>) => void): Promise<void> {
  // What somebody else wrote meanwhile stays.
  await loadEnvironments(host);
  const known = environmentStore.getState().files.find((other) => other.file === file);
  const environment = known === undefined ? null : parseEnvironment(known.text).environment;
  const connections = new Map(environment?.connections);
  edit(connections);
  await host.call("environments.save", {
    file,
    text: writeEnvironment({ name: environment?.name ?? environmentName(file), connections }),
  });
  await loadEnvironments(host);
}
