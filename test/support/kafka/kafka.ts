/**
 * One real Kafka node (KRaft, broker and controller in one) in a folder of its own, for tests. `KAFKA_BROKERS` makes tests use another
 * cluster, unless they need one that is set up in a special way.
 */
import type { ChildProcess } from "node:child_process";
import { once as onceEvent } from "node:events";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { cacheFolder, kafkaClassPath, once } from "./class-path.ts";
import { runJava, startJava } from "./java.ts";
import type { JavaResult } from "./java.ts";
import { isReady } from "./readiness.ts";

export interface KafkaOptions {
  /** Of the plain listener; chosen by the system when absent. */
  readonly port?: number;
  /** Users known to SCRAM (both mechanisms) and PLAIN; adds listeners with SASL. */
  readonly sasl?: Readonly<Record<string, string>>;
  /** PEM texts; adds listeners with TLS. `clientCa` makes the TLS listener ask for client certificates. */
  readonly tls?: { readonly key: string; readonly cert: string; readonly clientCa?: string };
  /** More broker properties. */
  readonly properties?: Readonly<Record<string, string>>;
  readonly jvm?: readonly string[];
  /** Keeps the data there after `stop`; otherwise a temporary folder. */
  readonly folder?: string;
}

export interface Kafka {
  /** Address of the listener without TLS and SASL. */
  readonly bootstrap: string;
  /** Addresses of the other listeners that the options asked for. */
  readonly listeners: Readonly<Partial<Record<"SASL_PLAINTEXT" | "SSL" | "SASL_SSL", string>>>;
  /** One of Kafka's own tools, e.g. `org.apache.kafka.tools.TopicCommand`; `--bootstrap-server` is added. */
  runTool(mainClass: string, args: readonly string[], stdin?: string | Buffer): Promise<JavaResult>;
  /** Stops the node and starts it again with the same data and ports. Killed means that it cannot say good-bye. */
  restart(how: "stopped" | "killed"): Promise<void>;
  stop(): Promise<void>;
}

const listenerNames = ["PLAINTEXT", "CONTROLLER", "SASL_PLAINTEXT", "SSL", "SASL_SSL"] as const;
type ListenerName = (typeof listenerNames)[number];
type Ports = Readonly<Record<ListenerName, number>>;

export async function startKafka(options: KafkaOptions = {}): Promise<Kafka> {
  const classPath = await kafkaClassPath();
  const external = process.env["KAFKA_BROKERS"];
  if (external !== undefined && options.sasl === undefined && options.tls === undefined && options.port === undefined) {
    return otherCluster(external, classPath);
  }
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), "weir-kafka-")));
  const ports = await choosePorts(options.port);
  const properties = join(folder, "server.properties");
  await writeFile(properties, await serverProperties(folder, ports, options));
  await format(classPath, folder, options);

  let node = await launch(classPath, folder, ports.PLAINTEXT, options.jvm ?? []);
  const used = listenerNames.filter((name) => wanted(name, options) && name !== "CONTROLLER" && name !== "PLAINTEXT");
  return {
    bootstrap: `127.0.0.1:${ports.PLAINTEXT}`,
    listeners: Object.fromEntries(used.map((name) => [name, `localhost:${ports[name]}`])),
    runTool: (mainClass, args, stdin) => runTool(classPath, `127.0.0.1:${ports.PLAINTEXT}`, mainClass, args, stdin),
    async restart(how) {
      await end(node, how === "killed" ? "SIGKILL" : "SIGTERM");
      node = await launch(classPath, folder, ports.PLAINTEXT, options.jvm ?? []);
    },
    async stop() {
      await end(node, options.folder === undefined ? "SIGKILL" : "SIGTERM");
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function otherCluster(bootstrap: string, classPath: string): Kafka {
  return {
    bootstrap,
    listeners: {},
    runTool: (mainClass, args, stdin) => runTool(classPath, bootstrap, mainClass, args, stdin),
    restart: () => Promise.reject(new Error("KAFKA_BROKERS names a cluster that is not ours to restart.")),
    stop: () => Promise.resolve(),
  };
}

function wanted(name: ListenerName, { sasl, tls }: KafkaOptions): boolean {
  if (name === "SASL_PLAINTEXT") return sasl !== undefined;
  if (name === "SSL") return tls !== undefined;
  if (name === "SASL_SSL") return sasl !== undefined && tls !== undefined;
  return true;
}

async function serverProperties(folder: string, ports: Ports, options: KafkaOptions): Promise<string> {
  const names = listenerNames.filter((name) => wanted(name, options));
  const listeners = names.map((name) => `${name}://127.0.0.1:${ports[name]}`);
  const advertised = names
    .filter((name) => name !== "CONTROLLER")
    .map((name) => `${name}://${name === "PLAINTEXT" ? "127.0.0.1" : "localhost"}:${ports[name]}`);
  const lines: Record<string, string> = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.quorum.voters": `1@127.0.0.1:${ports.CONTROLLER}`,
    "controller.listener.names": "CONTROLLER",
    "inter.broker.listener.name": "PLAINTEXT",
    listeners: listeners.join(","),
    "advertised.listeners": advertised.join(","),
    "listener.security.protocol.map": listenerNames
      .map((name) => `${name}:${name === "CONTROLLER" ? "PLAINTEXT" : name}`)
      .join(","),
    "log.dirs": join(folder, "data"),
    "num.partitions": "1",
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "4",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "transaction.state.log.num.partitions": "4",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "group.initial.rebalance.delay.ms": "0",
    "group.streams.initial.rebalance.delay.ms": "0",
    "group.streams.heartbeat.interval.ms": "500",
    "group.streams.min.heartbeat.interval.ms": "500",
    "auto.create.topics.enable": "false",
    "log.cleaner.dedupe.buffer.size": "8388608",
    "log.cleaner.threads": "1",
    "num.recovery.threads.per.data.dir": "2",
    "initial.broker.registration.timeout.ms": "20000",
    "broker.heartbeat.interval.ms": "500",
    "broker.session.timeout.ms": "3000",
    ...(options.sasl === undefined ? {} : saslProperties(options.sasl)),
    ...(options.tls === undefined ? {} : await tlsProperties(folder, options.tls)),
    ...options.properties,
  };
  return Object.entries(lines)
    .map(([key, value]) => `${key}=${value}\n`)
    .join("");
}

function saslProperties(users: Readonly<Record<string, string>>): Record<string, string> {
  const plain = Object.entries(users).map(([name, password]) => `user_${name}="${password}"`);
  const lines: Record<string, string> = { "sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512" };
  for (const listener of ["sasl_plaintext", "sasl_ssl"]) {
    const prefix = `listener.name.${listener}`;
    const module = "org.apache.kafka.common.security";
    lines[`${prefix}.plain.sasl.jaas.config`] = `${module}.plain.PlainLoginModule required ${plain.join(" ")};`;
    for (const mechanism of ["scram-sha-256", "scram-sha-512"]) {
      lines[`${prefix}.${mechanism}.sasl.jaas.config`] = `${module}.scram.ScramLoginModule required;`;
    }
  }
  return lines;
}

async function tlsProperties(
  folder: string,
  { key, cert, clientCa }: NonNullable<KafkaOptions["tls"]>,
): Promise<Record<string, string>> {
  const keyStore = join(folder, "server.pem");
  await writeFile(keyStore, `${key}\n${cert}`);
  const lines: Record<string, string> = { "ssl.keystore.type": "PEM", "ssl.keystore.location": keyStore };
  if (clientCa !== undefined) {
    const trustStore = join(folder, "client-ca.pem");
    await writeFile(trustStore, clientCa);
    lines["ssl.truststore.type"] = "PEM";
    lines["ssl.truststore.location"] = trustStore;
    lines["listener.name.ssl.ssl.client.auth"] = "required";
  }
  return lines;
}

/** A freshly formatted folder is the same for every node without SCRAM users, so that one is kept and copied. */
async function format(classPath: string, folder: string, { sasl }: KafkaOptions): Promise<void> {
  const formatted = await readFile(join(folder, "data/meta.properties")).then(
    () => true,
    () => false,
  );
  if (formatted) return;
  if (sasl !== undefined) {
    const users = Object.entries(sasl).flatMap(([name, password]) =>
      ["SCRAM-SHA-256", "SCRAM-SHA-512"].flatMap((m) => ["--add-scram", `${m}=[name=${name},password=${password}]`]),
    );
    await formatWith(classPath, join(folder, "server.properties"), users);
    return;
  }
  const version = /kafka_2\.13-([\d.]+)\.jar/.exec(classPath)?.[1] ?? "unknown";
  const template = join(cacheFolder, `formatted-${version}`);
  await once(template, async () => {
    await formatWith(classPath, join(folder, "server.properties"), []);
    await cp(join(folder, "data"), template, { recursive: true });
  });
  await cp(template, join(folder, "data"), { recursive: true });
}

async function formatWith(classPath: string, properties: string, more: readonly string[]): Promise<void> {
  const args = ["format", "--cluster-id", "d2Vpci10ZXN0LWNsdXN0ZQ", "--config", properties, ...more];
  await runJava([...quickJvm, "-cp", classPath, "kafka.tools.StorageTool", ...args]);
}

/** For processes that live for a second or two: compiling them well costs more than it brings. */
const quickJvm = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"];

async function launch(classPath: string, folder: string, port: number, jvm: readonly string[]): Promise<ChildProcess> {
  const log = join(folder, "kafka.log");
  const logging = ["logFile=" + log, "defaultLogLevel=warn", "showDateTime=true"].map(
    (setting) => `-Dorg.slf4j.simpleLogger.${setting}`,
  );
  const heap = ["-Xmx1g", "-Xms256m", "-XX:+UseSerialGC"];
  const properties = join(folder, "server.properties");
  const node = startJava([...heap, ...logging, ...jvm, "-cp", classPath, "kafka.Kafka", properties]);
  let printed = "";
  node.stderr?.setEncoding("utf8").on("data", (text: string) => (printed += text));
  const deadline = Date.now() + 90_000;
  while (!(await isReady(port))) {
    if (node.exitCode !== null || Date.now() > deadline) {
      node.stdin?.destroy();
      throw new Error(`Kafka did not start.\n${printed}${await readFile(log, "utf8").catch(() => "")}`);
    }
    await delay(100);
  }
  unrefAll(node);
  return node;
}

/** The node must not keep a test process alive that forgot to stop it: it ends with the process anyway. */
function unrefAll(node: ChildProcess): void {
  node.unref();
  for (const stream of [node.stdin, node.stderr]) {
    if (stream !== null && "unref" in stream && typeof stream.unref === "function") stream.unref();
  }
}

async function end(node: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  if (node.exitCode !== null || node.signalCode !== null) return;
  node.ref();
  const closed = onceEvent(node, "exit");
  if (signal === "SIGTERM") node.kill("SIGTERM");
  else node.stdin?.destroy();
  await closed;
}

async function runTool(
  classPath: string,
  bootstrap: string,
  mainClass: string,
  args: readonly string[],
  stdin?: string | Buffer,
): Promise<JavaResult> {
  const address = args.includes("--bootstrap-server") ? [] : ["--bootstrap-server", bootstrap];
  const logging = "-Dorg.slf4j.simpleLogger.defaultLogLevel=error";
  return runJava([...quickJvm, "-Xmx256m", logging, "-cp", classPath, mainClass, ...address, ...args], stdin);
}

async function choosePorts(plain: number | undefined): Promise<Ports> {
  const servers = await Promise.all(
    listenerNames.map(async () => {
      const server = createServer().listen(0, "127.0.0.1");
      await onceEvent(server, "listening");
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  if (plain !== undefined) ports[0] = plain;
  return Object.fromEntries(listenerNames.map((name, i) => [name, ports[i]])) as Record<ListenerName, number>;
}
