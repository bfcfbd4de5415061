/** The host over HTTP on loopback: calls are POSTs, events one stream of server-sent events. The cookie carries the token. */
import type { Host, HostEvent, HostFailure, HostResults } from "../../../shared/protocol/host-api.ts";
import type { HostMethod, HostParams } from "../../../shared/protocol/host-methods.ts";
import { HostError } from "./host-error.ts";

type Answer<M extends HostMethod> = { readonly result: HostResults[M] } | { readonly failure: HostFailure };

export function createHttpHost(): Host {
  const listeners = new Set<(event: HostEvent) => void>();
  let stream: EventSource | null = null;

  const publish = (event: HostEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const listen = (): void => {
    stream = new EventSource("/events");
    stream.addEventListener("open", () => publish({ event: "connection", connected: true }));
    stream.addEventListener("error", () => publish({ event: "connection", connected: false }));
    stream.addEventListener("message", ({ data }: MessageEvent<string>) => publish(JSON.parse(data) as HostEvent));
  };

  return {
    async call<M extends HostMethod>(method: M, params: HostParams<M>): Promise<HostResults[M]> {
      const response = await fetch(`/api/${method}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(params),
      }).catch(() => null);
      if (response === null) throw lost();
      const answer = (await response.json().catch(() => null)) as Answer<M> | null;
      if (answer === null) throw lost();
      if ("failure" in answer) throw new HostError(answer.failure);
      return answer.result;
    },
    subscribe(listener) {
      listeners.add(listener);
      if (stream === null) listen();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stream?.close();
        stream = null;
      };
    },
  };
}

function lost(): HostError {
  return new HostError({
    code: "HOST_0014",
    message: "The studio's host does not answer.",
    hint: "Start `weir studio` again and reload this page; what you did until then is kept.",
    node: null,
    diagnostics: [],
  });
}
