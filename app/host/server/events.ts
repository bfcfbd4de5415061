/** GET /events: the host's events as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { HostEvent } from "../../../shared/protocol/host-api.ts";

export interface EventStreams {
  publish(event: HostEvent): void;
  open(request: IncomingMessage, response: ServerResponse, greeting: readonly HostEvent[]): void;
  close(): void;
}

const beatMs = 15_000;
/** A page that does not read for so long is cut off; it connects again and asks for what it needs. */
const mostWaiting = 16 * 1024 * 1024;

export function createEventStreams(): EventStreams {
  const open = new Set<ServerResponse>();
  const send = (response: ServerResponse, text: string): void => {
    if (response.writableLength > mostWaiting) response.destroy();
    else response.write(text);
  };
  const beat = setInterval(() => {
    for (const response of open) send(response, ":\n\n");
  }, beatMs);
  beat.unref();
  return {
    publish(event) {
      const text = frame(event);
      for (const response of open) send(response, text);
    },
    open(request, response, greeting) {
      request.socket.setNoDelay(true);
      response.writeHead(200, {
        "content-type": "text/event-stream",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
      });
      response.write(`retry: 1000\n\n${greeting.map(frame).join("")}`);
      open.add(response);
      response.on("close", () => open.delete(response));
    },
    close() {
      clearInterval(beat);
      for (const response of open) response.end();
      open.clear();
    },
  };
}

/** JSON has no line breaks of its own, so one line is enough. */
function frame(event: HostEvent): string {
  return `data: ${JSON.stringify(event)}\n\n`;
}
