/**
 * The cluster as one thing to talk to: finds brokers, leaders and coordinators, connects on demand, and repeats requests that may be
 * repeated until they are through or the time is up.
 */
import { setTimeout as delay } from "node:timers/promises";
import { WeirError } from "../../shared/errors.ts";
import { backoffMs, reconnectBackoff, retryBackoff } from "./backoff.ts";
import { BrokerError } from "./broker-error.ts";
import { addressText, ConnectionError } from "./connection-error.ts";
import type { BrokerAddress } from "./connection-error.ts";
import { openConnection } from "./connection.ts";
import type { Connection } from "./connection.ts";
import { parseAddress } from "./address.ts";
import { Metadata } from "./metadata.ts";
import type { TopicMetadata } from "./metadata.ts";
import type { ConnectionOptions } from "./ports.ts";
import type { ApiName, Partially, RequestBodies, ResponseBodies } from "./protocol/codec.ts";
import { errorCode as e, kafkaError } from "./protocol/error-codes.ts";

export type Target =
  | "any"
  | "controller"
  | { readonly broker: number }
  | { readonly group: string }
  | { readonly transactionalId: string };

export interface RequestOptions<Name extends ApiName> {
  /** What is tried, for messages: "to create topics". */
  readonly what: string;
  /** The error that decides whether to try again; by default the answer's own `errorCode`. */
  readonly errorOf?: (answer: ResponseBodies[Name]) => number;
  /** How long to try. */
  readonly withinMs?: number;
  /** How long one try may take. */
  readonly timeoutMs?: number;
  /** Requests that the broker may answer late have a connection of their own by this name. */
  readonly purpose?: string;
  /** Not newer than this version. */
  readonly maxVersion?: number;
  readonly signal?: AbortSignal;
}

const DEFAULT_WITHIN_MS = 60_000;
const MIN_REFRESH_INTERVAL_MS = 50;
const MAX_METADATA_AGE_MS = 300_000;

export class Cluster {
  readonly options: ConnectionOptions;
  readonly metadata = new Metadata();
  readonly #bootstrap: readonly BrokerAddress[];
  readonly #connections = new Map<string, Promise<Connection>>();
  readonly #failures = new Map<number, { count: number; retryAtMs: number }>();
  readonly #coordinators = new Map<string, number>();
  #wanted = new Set<string>();
  #refreshing: Promise<ReadonlyMap<string, number>> | null = null;
  #refreshedAtMs = 0;
  #reached = false;
  readonly #closing = new AbortController();

  constructor(options: ConnectionOptions) {
    this.options = options;
    this.#bootstrap = options.brokers.map(parseAddress);
    if (this.#bootstrap.length === 0) {
      throw new WeirError("KAFKA_0006", "No broker is named.", { hint: "Name one or more as host:port." });
    }
  }

  /** The topic, or undefined if there is none. Asks the cluster unless it is known already. */
  async topic(name: string): Promise<TopicMetadata | undefined> {
    if (Date.now() - this.#refreshedAtMs > MAX_METADATA_AGE_MS) await this.refresh();
    return this.metadata.topic(name) ?? this.freshTopic(name);
  }

  /** The same, but asks in any case. A topic without leaders is waited for. */
  async freshTopic(name: string): Promise<TopicMetadata | undefined> {
    const deadline = Date.now() + DEFAULT_WITHIN_MS;
    for (let failures = 1; ; failures++) {
      const errors = await this.refresh([name]);
      const error = errors.get(name) ?? 0;
      if (error === 0) return this.metadata.topic(name);
      if (error === e.UNKNOWN_TOPIC_OR_PARTITION) return undefined;
      if (!kafkaError(error).retriable || Date.now() > deadline)
        throw new BrokerError(error, `to describe the topic ${name}`);
      await this.pause(failures);
    }
  }

  /** What the cluster says now of some topics; those that do not exist are left out. */
  async describeTopics(names: readonly string[]): Promise<ReadonlyMap<string, TopicMetadata>> {
    const what = "to describe topics";
    const body = { topics: names.map((name) => ({ name })), allowAutoTopicCreation: false };
    const errors = this.metadata.update(await this.request("Metadata", body, "any", { what }));
    const found = new Map<string, TopicMetadata>();
    for (const name of names) {
      const error = errors.get(name) ?? 0;
      if (error === e.UNKNOWN_TOPIC_OR_PARTITION) continue;
      if (error !== 0 && !kafkaError(error).retriable) throw new BrokerError(error, `to describe the topic ${name}`);
      const topic = error === 0 ? this.metadata.topic(name) : await this.freshTopic(name);
      if (topic !== undefined) found.set(name, topic);
    }
    return found;
  }

  /** Asks for the topics that are known, and for more. Answers with the error codes by topic. Calls at the same time share one request. */
  async refresh(more: readonly string[] = []): Promise<ReadonlyMap<string, number>> {
    for (const name of more) this.#wanted.add(name);
    const running = this.#refreshing;
    if (running !== null) {
      const errors = await running;
      const isAnswered = more.every((name) => this.metadata.topic(name) !== undefined || errors.has(name));
      return isAnswered ? errors : this.refresh(more);
    }
    this.#refreshing = this.#refresh().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #refresh(): Promise<ReadonlyMap<string, number>> {
    const wait = this.#refreshedAtMs + MIN_REFRESH_INTERVAL_MS - Date.now();
    if (wait > 0) await this.#sleep(wait);
    const names = [...new Set([...this.metadata.topicNames, ...this.#wanted])];
    this.#wanted = new Set();
    const answer = await this.request(
      "Metadata",
      { topics: names.map((name) => ({ name })), allowAutoTopicCreation: false },
      "any",
      { what: "to describe the cluster" },
    );
    this.#refreshedAtMs = Date.now();
    return this.metadata.update(answer);
  }

  /**
   * Sends a request and repeats it while connections fail or the answer's error says that another try may help; brokers and coordinators
   * are looked up anew when that may be the reason. Answers also when an error remains that does not go away: the caller looks at it.
   */
  async request<Name extends ApiName>(
    name: Name,
    body: Partially<RequestBodies[Name]>,
    target: Target,
    options: RequestOptions<Name>,
  ): Promise<ResponseBodies[Name]> {
    const deadline = Date.now() + (options.withinMs ?? DEFAULT_WITHIN_MS);
    for (let failures = 1; ; failures++) {
      options.signal?.throwIfAborted();
      let error: Error;
      let refresh = true;
      try {
        const connection = await this.#connectionTo(target, options.purpose ?? "main", deadline - Date.now());
        this.#reached = true;
        const version = Math.min(connection.version(name), options.maxVersion ?? Infinity);
        const answer = await connection.requestVersion(name, version, body, options.timeoutMs);
        const code = options.errorOf?.(answer) ?? errorCodeOf(answer);
        const info = kafkaError(code);
        if (code === 0 || !info.retriable) return answer;
        error = new BrokerError(code, options.what);
        refresh = info.class === "refresh-retriable" || code === e.NOT_CONTROLLER;
      } catch (failure) {
        // A cluster that has never been reached has most likely a wrong address: say so at once.
        if (!isTransient(failure) || !this.#reached) throw failure;
        error = failure;
      }
      if (Date.now() >= deadline || this.#closing.signal.aborted) throw error;
      if (refresh) await this.#lookUpAgain(target);
      await this.pause(failures, options.signal);
    }
  }

  async #lookUpAgain(target: Target): Promise<void> {
    if (target === "any") return;
    if (target === "controller") await this.refresh().catch(() => {});
    else if ("broker" in target) await this.refresh().catch(() => {});
    else this.#coordinators.delete(coordinatorKey(target));
  }

  /** Waits before the next try; grows with the number of failures so far. */
  pause(failures: number, signal?: AbortSignal): Promise<void> {
    return this.#sleep(backoffMs(failures, retryBackoff), signal);
  }

  async #sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const any = signal === undefined ? this.#closing.signal : AbortSignal.any([signal, this.#closing.signal]);
    await delay(ms, undefined, { signal: any }).catch(() => {});
    if (this.#closing.signal.aborted) throw this.#closedError();
  }

  async #connectionTo(target: Target, purpose: string, withinMs: number): Promise<Connection> {
    if (target === "any") return this.#anyConnection();
    if (target === "controller") {
      if (!this.metadata.brokers.has(this.metadata.controllerId)) await this.refresh();
      const { controllerId } = this.metadata;
      return controllerId < 0 ? this.#anyConnection() : this.connection(controllerId, purpose);
    }
    if ("broker" in target) return this.connection(target.broker, purpose);
    return this.connection(await this.coordinator(target, withinMs), purpose);
  }

  /** The broker that looks after a group or a transactional id. */
  async coordinator(
    target: { readonly group: string } | { readonly transactionalId: string },
    withinMs = DEFAULT_WITHIN_MS,
  ): Promise<number> {
    const known = this.#coordinators.get(coordinatorKey(target));
    if (known !== undefined) return known;
    const isGroup = "group" in target;
    const key = isGroup ? target.group : target.transactionalId;
    const keyType = isGroup ? 0 : 1;
    const what = `to name the coordinator of ${isGroup ? "the group" : "the transactional id"} ${key}`;
    const answer = await this.request("FindCoordinator", { key, keyType, coordinatorKeys: [key] }, "any", {
      what,
      withinMs,
      errorOf: (found) => found.coordinators[0]?.errorCode ?? found.errorCode,
    });
    const found = answer.coordinators[0] ?? answer;
    if (found.errorCode !== 0) throw new BrokerError(found.errorCode, what, found.errorMessage);
    this.metadata.brokers.set(found.nodeId, { host: found.host, port: found.port });
    this.#coordinators.set(coordinatorKey(target), found.nodeId);
    return found.nodeId;
  }

  forgetCoordinator(target: { readonly group: string } | { readonly transactionalId: string }): void {
    this.#coordinators.delete(coordinatorKey(target));
  }

  /** An open connection to a broker; one for each purpose. After a failure the next try waits. */
  async connection(broker: number, purpose: string): Promise<Connection> {
    const key = `${broker} ${purpose}`;
    const known = this.#connections.get(key);
    if (known !== undefined) {
      const connection = await known;
      if (!connection.closed) return connection;
      if (this.#connections.get(key) === known) this.#connections.delete(key);
      return this.connection(broker, purpose);
    }
    const opening = this.#open(broker);
    this.#connections.set(key, opening);
    opening.catch(() => {
      if (this.#connections.get(key) === opening) this.#connections.delete(key);
    });
    return opening;
  }

  async #open(broker: number): Promise<Connection> {
    if (this.#closing.signal.aborted) throw this.#closedError();
    const address = this.metadata.brokers.get(broker);
    if (address === undefined) {
      throw new ConnectionError(
        { host: `broker ${broker}`, port: 0 },
        "is not possible: the cluster does not list that broker now",
      );
    }
    const failed = this.#failures.get(broker);
    const wait = (failed?.retryAtMs ?? 0) - Date.now();
    if (wait > 0) await this.#sleep(wait);
    try {
      const connection = await openConnection(address, this.options);
      this.#failures.delete(broker);
      if (!this.#closing.signal.aborted) return connection;
      connection.close();
      throw this.#closedError();
    } catch (error) {
      const count = (failed?.count ?? 0) + 1;
      this.#failures.set(broker, { count, retryAtMs: Date.now() + backoffMs(count, reconnectBackoff) });
      throw error instanceof ConnectionError ? this.#explain(error, address) : error;
    }
  }

  /** Kafka gives the addresses of its brokers itself, which surprises who has only ever seen the one that he wrote down. */
  #explain(error: ConnectionError, address: BrokerAddress): Error {
    const written = addressText(address);
    if (this.#bootstrap.some((known) => addressText(known) === written)) return error;
    const hint = `Kafka itself names ${written} as this broker's address: check advertised.listeners, and that it can be reached from here.`;
    return new ConnectionError(address, "could not be made", { cause: error, hint });
  }

  /** A connection to whichever broker can be had: one that is open, one that is known, one that was named at the start. */
  async #anyConnection(): Promise<Connection> {
    for (const [key, open] of this.#connections) {
      if (!key.endsWith(" main")) continue;
      const connection = await open.catch(() => undefined);
      if (connection?.closed === false) return connection;
    }
    const reasons: Error[] = [];
    for (const broker of shuffled([...this.metadata.brokers.keys()])) {
      const connection = await this.#tryOpen(() => this.connection(broker, "main"), reasons);
      if (connection !== undefined) return connection;
    }
    for (const address of shuffled(this.#bootstrap)) {
      const connection = await this.#tryOpen(() => this.#bootstrapConnection(address), reasons);
      if (connection !== undefined) return connection;
    }
    throw new NoBrokerError(this.#bootstrap, reasons);
  }

  async #tryOpen(open: () => Promise<Connection>, reasons: Error[]): Promise<Connection | undefined> {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof ConnectionError) || this.#closing.signal.aborted) throw error;
      reasons.push(error);
      return undefined;
    }
  }

  /** Learns the cluster's brokers, and keeps the connection if its address is that of one of them. */
  async #bootstrapConnection(address: BrokerAddress): Promise<Connection> {
    const connection = await openConnection(address, this.options);
    const answer = await connection.request("Metadata", { topics: [], allowAutoTopicCreation: false });
    this.metadata.update({ ...answer, topics: [] });
    for (const [broker, known] of this.metadata.brokers) {
      if (addressText(known) === addressText(address)) {
        this.#connections.set(`${broker} main`, Promise.resolve(connection));
        return connection;
      }
    }
    connection.close();
    const [broker] = shuffled([...this.metadata.brokers.keys()]);
    if (broker === undefined) throw new ConnectionError(address, "is of no use: the broker knows of no cluster yet");
    return this.connection(broker, "main");
  }

  /** Closes the connections that serve one purpose. */
  async closeConnections(purpose: string): Promise<void> {
    for (const [key, opening] of this.#connections) {
      if (!key.endsWith(` ${purpose}`)) continue;
      this.#connections.delete(key);
      (await opening.catch(() => undefined))?.close();
    }
  }

  #closedError(): WeirError {
    return new WeirError("KAFKA_0002", "The Kafka client has been closed.");
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const open = [...this.#connections.values()];
    this.#connections.clear();
    for (const connection of await Promise.allSettled(open)) {
      if (connection.status === "fulfilled") connection.value.close();
    }
  }
}

/** None of the brokers answered, known ones and named ones. */
export class NoBrokerError extends WeirError {
  constructor(bootstrap: readonly BrokerAddress[], reasons: readonly Error[]) {
    const why = [...new Set(reasons.map((reason) => reason.message))].join(" ");
    super("KAFKA_0001", `No broker of ${bootstrap.map(addressText).join(", ")} can be reached. ${why}`.trim(), {
      hint:
        reasons
          .map((reason) => (reason instanceof WeirError ? reason.hint : undefined))
          .find((hint) => hint !== undefined) ?? "",
      cause: reasons[0],
    });
  }
}

/** Whether the same request may go through later or elsewhere. */
export function isTransient(error: unknown): error is ConnectionError | NoBrokerError {
  return error instanceof ConnectionError || error instanceof NoBrokerError;
}

function errorCodeOf(answer: object): number {
  return "errorCode" in answer && typeof answer.errorCode === "number" ? answer.errorCode : 0;
}

function coordinatorKey(target: { readonly group: string } | { readonly transactionalId: string }): string {
  return "group" in target ? `group ${target.group}` : `transaction ${target.transactionalId}`;
}

function shuffled<T>(list: readonly T[]): T[] {
  return list
    .map((item) => [Math.random(), item] as const)
    .toSorted((a, b) => a[0] - b[0])
    .map(([, item]) => item);
}
