/** The host of this window: the desktop app's bridge where there is one, else the server that sent the page. */
import type { Host, HostEvent } from "../../../shared/protocol/host-api.ts";
import type { HostFailure, HostResults } from "../../../shared/protocol/host-api.ts";
import type { HostMethod, HostParams } from "../../../shared/protocol/host-methods.ts";
import { HostError } from "./host-error.ts";
import { createHttpHost } from "./http-host.ts";

/** What app/preload puts into the window. Errors cross it as data, because Electron keeps only their message. */
export interface DesktopBridge {
  call(method: string, params: unknown): Promise<{ readonly result: unknown } | { readonly failure: HostFailure }>;
  subscribe(listener: (event: HostEvent) => void): () => void;
}

declare global {
  interface Window {
    readonly weir?: DesktopBridge;
  }
}

export const host: Host = window.weir === undefined ? createHttpHost() : fromBridge(window.weir);

function fromBridge(bridge: DesktopBridge): Host {
  return {
    async call<M extends HostMethod>(method: M, params: HostParams<M>): Promise<HostResults[M]> {
      const answer = await bridge.call(method, params);
      if ("failure" in answer) throw new HostError(answer.failure);
      return answer.result as HostResults[M];
    },
    subscribe: (listener) => bridge.subscribe(listener),
  };
}
