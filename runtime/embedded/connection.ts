import type { Socket } from "node:net";
import { ProtocolError } from "../kafka/protocol/codec.ts";
import type { BrokerState } from "./broker-state.ts";
import { BrokerError } from "./broker-error.ts";
import { dispatch, UnanswerableRequest } from "./dispatch.ts";

const largestFrame = 100 * 1024 * 1024;

/**
 * Serves one client: requests are answered one after the other, in their order, as Kafka does it. Reading stops while many wait, so that a
 * client that does not read its answers cannot fill the memory.
 */
export function serveConnection(broker: BrokerState, socket: Socket): void {
  const closed = new AbortController();
  const clientHost = `/${socket.remoteAddress ?? "127.0.0.1"}`;
  const waiting: Buffer[] = [];
  let isBusy = false;
  const frames = createFrameSplitter((frame) => {
    waiting.push(frame);
    if (waiting.length >= 100) socket.pause();
    if (!isBusy) void work();
  });

  async function work(): Promise<void> {
    isBusy = true;
    for (let frame = waiting.shift(); frame !== undefined && !closed.signal.aborted; frame = waiting.shift()) {
      try {
        const answer = await dispatch(broker, frame, clientHost, closed.signal);
        if (answer !== undefined && !closed.signal.aborted && !socket.write(answer)) await drained();
      } catch (error) {
        // A request that cannot be answered ends the connection; anything else is a fault of this broker and must be seen.
        const expected =
          error instanceof ProtocolError || error instanceof UnanswerableRequest || error instanceof BrokerError;
        if (!expected) process.emitWarning(error instanceof Error ? error : String(error), "EmbeddedBrokerFault");
        socket.destroy();
        return;
      }
      if (waiting.length < 50) socket.resume();
    }
    isBusy = false;
  }

  function drained(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        socket.removeListener("drain", done);
        closed.signal.removeEventListener("abort", done);
        resolve();
      };
      socket.once("drain", done);
      closed.signal.addEventListener("abort", done, { once: true });
    });
  }

  socket.setNoDelay(true);
  socket.on("data", (chunk) => {
    if (!frames(chunk)) socket.destroy();
  });
  socket.on("error", () => socket.destroy());
  socket.on("close", () => closed.abort());
}

/** Cuts a byte stream into frames; false when a size is not possible. Chunks are joined once per frame. */
function createFrameSplitter(emit: (frame: Buffer) => void): (chunk: Buffer) => boolean {
  let parts: Buffer[] = [];
  let have = 0;
  let need = 4;
  let isHeader = true;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      const take = Math.min(need - have, chunk.length - at);
      parts.push(chunk.subarray(at, at + take));
      have += take;
      at += take;
      if (have < need) continue;
      const whole = parts.length === 1 ? parts[0]! : Buffer.concat(parts, have);
      parts = [];
      have = 0;
      if (!isHeader) emit(whole);
      need = isHeader ? whole.readInt32BE(0) : 4;
      isHeader = !isHeader;
      if (need < 1 || need > largestFrame) return false;
    }
    return true;
  };
}
