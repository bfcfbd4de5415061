/** The studio's server, which belongs to the app: the runtime does not import it, it is loaded by its address. */
import type { HostEvent, HostFailure } from "../../shared/protocol/host-api.ts";

export interface ServerModule {
  serveStudio(options: {
    readonly folder: string;
    readonly port: number;
    readonly environment: Readonly<Record<string, string | undefined>>;
    log(line: string): void;
    onEvent?(event: HostEvent): void;
  }): Promise<StudioServer>;
}

export interface StudioServer {
  readonly url: string;
  readonly port: number;
  call(method: string, params: unknown): Promise<{ readonly result: unknown } | { readonly failure: HostFailure }>;
  close(): Promise<void>;
}

export async function loadServer(): Promise<ServerModule> {
  const inCheckout = import.meta.url.endsWith(".ts");
  const url = inCheckout
    ? new URL("../../app/host/server/serve.ts", import.meta.url)
    : new URL("../host/serve.js", import.meta.url);
  const module: unknown = await import(url.href);
  if (!isServerModule(module)) throw new Error(`${url.href} is not the studio's server.`);
  return module;
}

function isServerModule(value: unknown): value is ServerModule {
  return (
    typeof value === "object" && value !== null && "serveStudio" in value && typeof value.serveStudio === "function"
  );
}
