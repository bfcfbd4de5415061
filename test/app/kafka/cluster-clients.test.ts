import assert from "node:assert/strict";
import diagnosticsChannel from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { describe, test, type TestContext } from "node:test";
import type { ClusterClient } from "../../../app/host/kafka/cluster-client.ts";
import { createClusterClients, type ClusterClients } from "../../../app/host/kafka/cluster-clients.ts";
import { plainConnection, type ResolvedConnection } from "../../../app/host/kafka/connection.ts";
import { createEmbeddedBroker, type EmbeddedBroker } from "../../../runtime/embedded/broker.ts";
import { until } from "../../support/weir-process.ts";

/** Sockets that this process has opened to the broker. */
function watchSockets(context: TestContext, broker: EmbeddedBroker): () => readonly Socket[] {
  const sockets: Socket[] = [];
  const note = (message: unknown): void => void sockets.push((message as { socket: Socket }).socket);
  diagnosticsChannel.subscribe("net.client.socket", note);
  context.after(() => diagnosticsChannel.unsubscribe("net.client.socket", note));
  return () => sockets.filter((socket) => socket.remotePort === broker.port && !socket.destroyed);
}

interface Started {
  readonly broker: EmbeddedBroker;
  readonly clients: ClusterClients;
  readonly connection: ResolvedConnection;
  readonly open: () => readonly Socket[];
}

async function start(context: TestContext, idleMs: number): Promise<Started> {
  const broker = await createEmbeddedBroker();
  const clients = createClusterClients(idleMs);
  const open = watchSockets(context, broker);
  context.after(async () => {
    await clients.close();
    await broker.close();
  });
  return { broker, clients, connection: plainConnection([broker.bootstrap]), open };
}

const list = async (client: ClusterClient): Promise<string[]> => await (await client.admin()).listTopics();

describe("clients of clusters", () => {
  test("are kept between uses, and used by several at once", async (context) => {
    const { clients, connection, open } = await start(context, 60_000);
    await clients.use(connection, "Topics", list);
    const before = open();
    assert.ok(before.length > 0);
    await Promise.all([clients.use(connection, "Topics", list), clients.use({ ...connection }, "Topics", list)]);
    assert.deepEqual(open(), before);
  });

  test("close when nobody has used them for a while", async (context) => {
    const { clients, connection, open } = await start(context, 50);
    await clients.use(connection, "Topics", async (client) => {
      await Promise.all([client.admin(), client.producer(), client.reader()]);
    });
    assert.ok(open().length > 0);
    await until("all sockets are closed", () => Promise.resolve(open().length === 0), 5000);
    assert.deepEqual(await clients.use(connection, "Topics", list), []);
  });

  test("are not closed while one of two still works", async (context) => {
    const { clients, connection, open } = await start(context, 20);
    const slow = clients.use(connection, "Topics", async (client) => {
      const admin = await client.admin();
      await new Promise((resolve) => setTimeout(resolve, 200));
      return await admin.listTopics();
    });
    await clients.use(connection, "Topics", list);
    assert.deepEqual(await slow, []);
    await until("all sockets are closed", () => Promise.resolve(open().length === 0), 5000);
  });

  test("one that broke is made anew: a cluster that comes back is found", async (context) => {
    const { broker, clients, connection } = await start(context, 60_000);
    await clients.use(connection, "Topics", list);
    const { port } = broker;
    await broker.close();
    await assert.rejects(clients.use(connection, "Topics cannot be listed", list), {
      code: "HOST_0012",
      message: /^Topics cannot be listed: /,
    });
    const again = await createEmbeddedBroker({ port });
    context.after(() => again.close());
    assert.deepEqual(await clients.use(connection, "Topics", list), []);
  });

  test("closing closes what is open", async (context) => {
    const { clients, connection, open } = await start(context, 60_000);
    await clients.use(connection, "Topics", list);
    await clients.close();
    await until("all sockets are closed", () => Promise.resolve(open().length === 0), 5000);
  });

  test("a bug is passed on as it is", async (context) => {
    const { clients, connection } = await start(context, 60_000);
    const bug = new TypeError("a bug");
    await assert.rejects(
      clients.use(connection, "Topics", () => Promise.reject(bug)),
      bug,
    );
  });
});
