/** A TCP proxy in front of a broker that does what networks do. The broker has to advertise the proxy's address. */
import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";

export interface Proxy {
  readonly port: number;
  /** Where connections go; none are accepted before it is set. */
  target: number;
  /** What becomes of bytes from the broker. May change at any time. */
  respond: (chunk: Buffer, client: Socket) => void;
  /** Connections so far. */
  readonly connections: number;
  /** Breaks all connections at once. */
  cut(): void;
  close(): Promise<void>;
}

export const pass: Proxy["respond"] = (chunk, client) => void client.write(chunk);

/** Lets so many bytes through, of all connections together, and breaks the one that goes beyond; then passes everything. */
export function breakAfter(proxy: Proxy, bytes: number): void {
  let left = bytes;
  proxy.respond = (chunk, client) => {
    if (chunk.length <= left) {
      left -= chunk.length;
      client.write(chunk);
      return;
    }
    proxy.respond = pass;
    client.write(chunk.subarray(0, left), () => client.destroy());
  };
}

/** The next answer is held back for so long; what follows on the connection waits behind it. */
export function delayNext(proxy: Proxy, ms: number): void {
  let held: Socket | null = null;
  const queue: Buffer[] = [];
  proxy.respond = (chunk, client) => {
    if (held !== null && held !== client) {
      client.write(chunk);
      return;
    }
    queue.push(chunk);
    if (held !== null) return;
    held = client;
    setTimeout(() => {
      proxy.respond = pass;
      for (const part of queue) client.write(part);
    }, ms);
  };
}

export async function startProxy(): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server: Server = createServer((client) => {
    connections += 1;
    const broker = connect(proxy.target, "127.0.0.1");
    for (const socket of [client, broker]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        broker.destroy();
      });
    }
    client.on("data", (chunk) => broker.write(chunk));
    broker.on("data", (chunk) => proxy.respond(chunk, client));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const proxy: Proxy = {
    port: (server.address() as AddressInfo).port,
    target: 0,
    respond: pass,
    get connections() {
      return connections;
    },
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      this.cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}
