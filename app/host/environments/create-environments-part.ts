/** What the renderer can ask about environments and secrets. */
import type { HostPart } from "../host-part.ts";
import type { Environments } from "./environments.ts";
import type { SecretStore } from "./secret-store.ts";
import { testConnection } from "./test-connection.ts";

export type EnvironmentMethod =
  | `environments.${"list" | "save" | "test"}`
  | `secrets.${"state" | "unlock" | "set" | "delete"}`;

export function createEnvironmentsPart(environments: Environments, store: SecretStore): HostPart<EnvironmentMethod> {
  return {
    handlers: {
      "environments.list": () => environments.list(),
      "environments.save": async ({ file, text }) => {
        await environments.save(file, text);
        return null;
      },
      "environments.test": async ({ file, connection }) =>
        await testConnection(await environments.connection(file, connection)),
      "secrets.state": () => store.state(),
      "secrets.unlock": ({ passphrase }) => store.unlock(passphrase),
      "secrets.set": ({ name, value }) => store.set(name, value),
      "secrets.delete": ({ name }) => store.delete(name),
    },
  };
}
