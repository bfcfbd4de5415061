/**
 * One socket to a broker. Requests are pipelined: they are answered in the order in which they were sent, and each promise settles with
 * its own answer. A request that takes too long ends the connection, since what comes after could not be told apart from its late answer.
 */
import { connect as connectPlain, isIP } from "node:net";
import type { Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { WeirError } from "../../shared/errors.ts";
import { authenticate } from "./authentication.ts";
import { addressText, ConnectionError } from "./connection-error.ts";
import type { BrokerAddress } from "./connection-error.ts";
import { FrameReader } from "./frame-reader.ts";
import type { ConnectionOptions } from "./ports.ts";
import { decodeResponse, encodeRequest, ProtocolError } from "./protocol/codec.ts";
import type { ApiName, Partially, RequestBodies, ResponseBodies } from "./protocol/codec.ts";
import { negotiate } from "./versions.ts";
import type { BrokerVersions } from "./versions.ts";

const MAX_FRAME_BYTES = 128 * 1024 * 1024;
const DEFAULT_CONNECT_TIMEOUT_MS = 10_000;
const DEFAULT_REQUEST_TIMEOUT_MS = 30_000;

interface Pending {
  readonly what: string;
  readonly resolve: (frame: Buffer) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** Connects, finds out which versions the broker speaks and authenticates. Rejects with a WeirError that names the broker. */
export async function openConnection(address: BrokerAddress, options: ConnectionOptions): Promise<Connection> {
  const connection = new Connection(address, options);
  try {
    await connection.opened();
    connection.versions = await negotiate(connection);
    if (options.sasl !== undefined) await authenticate(connection, options.sasl, options.tls !== undefined);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

export class Connection {
  readonly address: BrokerAddress;
  /** Set once by `openConnection`. */
  versions: BrokerVersions | null = null;
  readonly #clientId: string;
  readonly #requestTimeoutMs: number;
  readonly #socket: Socket;
  readonly #opened: Promise<void>;
  readonly #pending = new Map<number, Pending>();
  #correlationId = 0;
  #closed: Error | null = null;
  /** Sends that wait until the broker has authenticated this connection anew. */
  #held: (() => void)[] | null = null;
  #reauthentication: NodeJS.Timeout | null = null;

  constructor(address: BrokerAddress, options: ConnectionOptions) {
    this.address = address;
    this.#clientId = options.clientId;
    this.#requestTimeoutMs = options.requestTimeoutMs ?? DEFAULT_REQUEST_TIMEOUT_MS;
    const reader = new FrameReader(MAX_FRAME_BYTES, (frame) => this.#answered(frame));
    this.#socket = options.tls === undefined ? this.#openPlain(reader) : this.#openTls(options.tls, reader);
    this.#socket.setNoDelay(true);
    this.#socket.setKeepAlive(true, 60_000);
    this.#opened = this.#untilOpen(options.tls === undefined ? "connect" : "secureConnect", options);
    this.#socket.on("error", (error) => this.#fail(this.#socketError(error, options)));
    this.#socket.on("close", () => this.#fail(new ConnectionError(address, "was closed by the other side")));
  }

  get closed(): boolean {
    return this.#closed !== null;
  }

  opened(): Promise<void> {
    return this.#opened;
  }

  /** Sends a request in the newest version that both sides know. */
  async request<Name extends ApiName>(
    name: Name,
    body: Partially<RequestBodies[Name]>,
    timeoutMs?: number,
  ): Promise<ResponseBodies[Name]> {
    return this.requestVersion(name, this.version(name), body, timeoutMs);
  }

  async requestVersion<Name extends ApiName>(
    name: Name,
    version: number,
    body: Partially<RequestBodies[Name]>,
    timeoutMs?: number,
  ): Promise<ResponseBodies[Name]> {
    const frame = await this.send(name, (id) => [encodeRequest(name, version, id, this.#clientId, body)], timeoutMs);
    return this.decode(name, version, frame);
  }

  /** Sends a request that the caller has encoded, and answers with the response's frame. The buffers must stay as they are until then. */
  send(
    what: string,
    encode: (correlationId: number, clientId: string) => readonly Uint8Array[],
    timeoutMs: number = this.#requestTimeoutMs,
  ): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const start = (): void => {
        if (this.#closed !== null) reject(this.#closed);
        else this.#write(what, encode, timeoutMs, resolve, reject);
      };
      if (this.#held !== null && !what.startsWith("Sasl")) this.#held.push(start);
      else start();
    });
  }

  decode<Name extends ApiName>(name: Name, version: number, frame: Buffer): ResponseBodies[Name] {
    try {
      return decodeResponse(name, version, frame).body;
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      const failure = this.#protocolError(`its answer to ${name} cannot be read: ${error.message}`, error);
      this.#fail(failure);
      throw failure;
    }
  }

  /** The version that both sides speak best. Throws if there is none. */
  version(name: ApiName): number {
    const version = this.versions?.get(name);
    if (version !== undefined) return version;
    throw new WeirError(
      "KAFKA_0007",
      `The broker ${addressText(this.address)} does not know ${name} in a version that Weir speaks.`,
      {
        hint: "Weir works with Apache Kafka 3.5 and newer, and with services that speak its protocol.",
      },
    );
  }

  supports(name: ApiName): boolean {
    return this.versions?.has(name) === true;
  }

  /** The broker ends the session after so long: authenticates anew before. No other request may come between the steps. */
  reauthenticateAfter(lifetimeMs: number, again: () => Promise<void>): void {
    this.#reauthentication = setTimeout(
      () => {
        this.#held = [];
        again()
          .then(() => {
            const held = this.#held ?? [];
            this.#held = null;
            for (const start of held) start();
          })
          .catch((error: unknown) => this.#fail(error instanceof Error ? error : new Error(String(error))));
      },
      Math.min(lifetimeMs * (0.85 + 0.1 * Math.random()), 0x7fff_ffff),
    );
    this.#reauthentication.unref();
  }

  close(): void {
    this.#fail(new ConnectionError(this.address, "was closed here"));
  }

  #openPlain(reader: FrameReader): Socket {
    const callback = (bytes: number, buffer: Uint8Array): boolean => {
      this.#guard(() => reader.filled(bytes, buffer));
      return this.#closed === null;
    };
    // The types of Node lack the form in which the buffer is asked for each time.
    const onread = { buffer: () => reader.space(), callback } as unknown as {
      buffer: Buffer;
      callback: typeof callback;
    };
    return connectPlain({ host: this.address.host, port: this.address.port, onread });
  }

  #openTls(tls: NonNullable<ConnectionOptions["tls"]>, reader: FrameReader): Socket {
    const { host, port } = this.address;
    const serverName = tls.serverName ?? (isIP(host) === 0 ? host : undefined);
    const socket = connectTls({
      host,
      port,
      minVersion: "TLSv1.2",
      rejectUnauthorized: tls.insecure !== true,
      ...(serverName === undefined ? {} : { servername: serverName }),
      ...(tls.ca === undefined ? {} : { ca: tls.ca }),
      ...(tls.cert === undefined ? {} : { cert: tls.cert }),
      ...(tls.key === undefined ? {} : { key: tls.key }),
    });
    socket.on("data", (chunk: Buffer) => this.#guard(() => reader.push(chunk)));
    return socket;
  }

  #untilOpen(event: "connect" | "secureConnect", options: ConnectionOptions): Promise<void> {
    const timeoutMs = options.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#fail(new ConnectionError(this.address, `did not come about within ${timeoutMs} ms`));
      }, timeoutMs);
      this.#socket.once(event, () => {
        clearTimeout(late);
        resolve();
      });
      this.#socket.once("close", () => {
        clearTimeout(late);
        reject(this.#closed ?? new ConnectionError(this.address, "was closed by the other side"));
      });
    });
  }

  #write(
    what: string,
    encode: (correlationId: number, clientId: string) => readonly Uint8Array[],
    timeoutMs: number,
    resolve: (frame: Buffer) => void,
    reject: (error: Error) => void,
  ): void {
    const id = this.#correlationId;
    this.#correlationId = (id + 1) & 0x7fff_ffff;
    let parts: readonly Uint8Array[];
    try {
      parts = encode(id, this.#clientId);
    } catch (error) {
      reject(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    const timer = setTimeout(() => {
      this.#fail(new ConnectionError(this.address, `was given up: ${what} was not answered within ${timeoutMs} ms`));
    }, timeoutMs);
    this.#pending.set(id, { what, resolve, reject, timer });
    if (parts.length === 1) {
      this.#socket.write(parts[0]!);
      return;
    }
    this.#socket.cork();
    for (const part of parts) this.#socket.write(part);
    this.#socket.uncork();
  }

  #answered(frame: Buffer): void {
    const id = frame.readInt32BE(0);
    const pending = this.#pending.get(id);
    if (pending === undefined) {
      this.#fail(this.#protocolError(`it answered request ${id}, which was not asked`));
      return;
    }
    this.#pending.delete(id);
    clearTimeout(pending.timer);
    pending.resolve(frame);
  }

  #guard(read: () => void): void {
    if (this.#closed !== null) return;
    try {
      read();
    } catch (error) {
      this.#fail(this.#protocolError(error instanceof Error ? error.message : String(error), error));
    }
  }

  #protocolError(what: string, cause?: unknown): WeirError {
    return new WeirError(
      "KAFKA_0003",
      `What answers at ${addressText(this.address)} does not speak Kafka's protocol: ${what}.`,
      {
        hint: "Check the port: it may be that of another service, or one where the broker expects TLS.",
        ...(cause === undefined ? {} : { cause }),
      },
    );
  }

  #socketError(error: Error & { code?: string }, options: ConnectionOptions): Error {
    const code = error.code ?? "";
    const isTls = options.tls !== undefined && /CERT|TLS|SSL|ISSUER|SIGNATURE|EPROTO/u.test(code);
    if (!isTls)
      return new ConnectionError(this.address, `failed (${code === "" ? error.message : code})`, { cause: error });
    return new WeirError(
      "KAFKA_0004",
      `No secure connection to ${addressText(this.address)}: ${error.message} (${code}).`,
      {
        hint:
          code === "ERR_TLS_CERT_ALTNAME_INVALID"
            ? "The broker's certificate is for another name: use that name as the address, or give it as the server name."
            : code === "EPROTO" || code === "ERR_SSL_WRONG_VERSION_NUMBER"
              ? "The port may be one without TLS, or the broker may want a client certificate."
              : "Give the certificate of the authority that signed the broker's certificate.",
        cause: error,
      },
    );
  }

  #fail(error: Error): void {
    if (this.#closed !== null) return;
    this.#closed = error;
    if (this.#reauthentication !== null) clearTimeout(this.#reauthentication);
    this.#socket.destroy();
    const held = this.#held ?? [];
    this.#held = null;
    for (const start of held) start();
    for (const pending of this.#pending.values()) {
      clearTimeout(pending.timer);
      pending.reject(error);
    }
    this.#pending.clear();
  }
}
