/** The channel to whoever started this process: that of `child_process.fork`, or the port of Electron's utility process. */
import type { AgentMessage } from "../../shared/protocol/agent.ts";

export interface Channel {
  send(message: AgentMessage): void;
  /** `message` is whatever the other side sent. */
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
}

/** Electron's `process.parentPort`. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: "message", listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: "close", listener: () => void): unknown;
}

/** Null where nobody listens. */
export function openChannel(): Channel | null {
  if ("parentPort" in process && isParentPort(process.parentPort)) return ofParentPort(process.parentPort);
  return process.send === undefined ? null : ofFork();
}

function ofFork(): Channel {
  return {
    send(message) {
      // What is sent after the other side is gone has nobody to read it.
      if (process.connected) process.send?.(message, undefined, {}, () => {});
    },
    onMessage: (listener) => void process.on("message", listener),
    onClose: (listener) => void process.on("disconnect", listener),
  };
}

function ofParentPort(port: ParentPort): Channel {
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on("message", (event) => listener(event.data)),
    onClose: (listener) => void port.on("close", listener),
  };
}

function isParentPort(value: unknown): value is ParentPort {
  return typeof value === "object" && value !== null && "postMessage" in value && "on" in value;
}
