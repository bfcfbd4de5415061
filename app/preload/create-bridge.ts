/** What a page gets of the desktop: two functions, and neither Electron's channels nor its events. */
import type { HostEvent, HostFailure } from "../../shared/protocol/host-api.ts";

/** What is used of Electron's ipcRenderer. */
export interface IpcCaller {
  invoke(channel: string, ...args: unknown[]): Promise<unknown>;
  on(channel: string, listener: (event: unknown, payload: HostEvent) => void): unknown;
  removeListener(channel: string, listener: (event: unknown, payload: HostEvent) => void): unknown;
}

export interface Bridge {
  /** Errors come as data: Electron would keep only their message. */
  call(method: string, params: unknown): Promise<{ readonly result: unknown } | { readonly failure: HostFailure }>;
  /** Until the returned function is called. */
  subscribe(listener: (event: HostEvent) => void): () => void;
}

type Answer = Awaited<ReturnType<Bridge["call"]>>;

export function createBridge(ipc: IpcCaller): Bridge {
  return {
    call: async (method, params) => (await ipc.invoke("weir:call", method, params)) as Answer,
    subscribe(listener) {
      // Electron's own event leads back to ipcRenderer, and stays here.
      const hear = (_event: unknown, payload: HostEvent): void => listener(payload);
      ipc.on("weir:event", hear);
      return () => void ipc.removeListener("weir:event", hear);
    },
  };
}
