/** How a cluster is reached, with every secret in place. Lives in the host only: nothing of it is answered, published, logged or written. */
import { createHash } from "node:crypto";
import type { KafkaConfig, SASLOptions } from "kafkajs";

export interface ResolvedConnection {
  readonly brokers: readonly string[];
  readonly tls: ResolvedTls | null;
  readonly sasl: ResolvedSasl | null;
  readonly connectTimeoutMs: number | null;
  readonly requestTimeoutMs: number | null;
}

export interface ResolvedTls {
  /** PEM; the system's authorities where it is null. */
  readonly ca: string | null;
  readonly certificate: string | null;
  readonly key: string | null;
  readonly serverName: string | null;
  readonly insecure: boolean;
}

export interface ResolvedSasl {
  readonly mechanism: "PLAIN" | "SCRAM-SHA-256" | "SCRAM-SHA-512";
  readonly username: string;
  readonly password: string;
}

export function plainConnection(brokers: readonly string[]): ResolvedConnection {
  return { brokers, tls: null, sasl: null, connectTimeoutMs: null, requestTimeoutMs: null };
}

/** Differs where anything differs, and tells nothing. */
export function fingerprint(connection: ResolvedConnection): string {
  return createHash("sha256").update(JSON.stringify(connection)).digest("base64");
}

export function kafkaConfig({ brokers, tls, sasl, ...times }: ResolvedConnection): KafkaConfig {
  return {
    clientId: "weir-studio",
    brokers: [...brokers],
    // A person waits: it is better to hear soon that nothing answers.
    connectionTimeout: times.connectTimeoutMs ?? 4000,
    authenticationTimeout: times.connectTimeoutMs ?? 8000,
    requestTimeout: times.requestTimeoutMs ?? 15_000,
    retry: { retries: 2, initialRetryTime: 150, maxRetryTime: 1000 },
    // Its own log would hold requests, and with them credentials.
    logCreator: () => () => undefined,
    ...(tls === null ? {} : { ssl: tlsOptions(tls) }),
    ...(sasl === null ? {} : { sasl: saslOptions(sasl) }),
  };
}

function tlsOptions({ ca, certificate, key, serverName, insecure }: ResolvedTls): NonNullable<KafkaConfig["ssl"]> {
  return {
    minVersion: "TLSv1.2",
    rejectUnauthorized: !insecure,
    ...(ca === null ? {} : { ca: [ca] }),
    ...(certificate === null ? {} : { cert: certificate }),
    ...(key === null ? {} : { key }),
    ...(serverName === null ? {} : { servername: serverName }),
  };
}

function saslOptions({ mechanism, username, password }: ResolvedSasl): SASLOptions {
  if (mechanism === "PLAIN") return { mechanism: "plain", username, password };
  if (mechanism === "SCRAM-SHA-256") return { mechanism: "scram-sha-256", username, password };
  return { mechanism: "scram-sha-512", username, password };
}
