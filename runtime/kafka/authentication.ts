/** SASL over Kafka's own requests (KIP-43, KIP-152), with re-authentication before the session ends (KIP-368). */
import { WeirError } from "../../shared/errors.ts";
import { BrokerError } from "./broker-error.ts";
import { addressText } from "./connection-error.ts";
import type { Connection } from "./connection.ts";
import type { ConnectionOptions } from "./ports.ts";
import { errorCode as e } from "./protocol/error-codes.ts";
import { createScram } from "./scram.ts";

type Sasl = NonNullable<ConnectionOptions["sasl"]>;

export async function authenticate(connection: Connection, sasl: Sasl, secure: boolean): Promise<void> {
  if (sasl.mechanism === "PLAIN" && !secure && !isLoopback(connection.address.host)) {
    throw new WeirError(
      "KAFKA_0006",
      `SASL PLAIN would send the password to ${addressText(connection.address)} unprotected.`,
      {
        hint: "Use TLS with PLAIN, or one of the SCRAM mechanisms.",
      },
    );
  }
  const { errorCode, mechanisms } = await connection.request("SaslHandshake", { mechanism: sasl.mechanism });
  if (errorCode === e.UNSUPPORTED_SASL_MECHANISM) {
    throw new WeirError(
      "KAFKA_0005",
      `The broker ${addressText(connection.address)} does not offer ${sasl.mechanism}.`,
      {
        hint: mechanisms.length === 0 ? "Use a listener with SASL." : `It offers ${mechanisms.join(", ")}.`,
      },
    );
  }
  if (errorCode !== 0) throw refused(connection, new BrokerError(errorCode, "the SASL handshake"));
  const lifetimeMs = sasl.mechanism === "PLAIN" ? await plain(connection, sasl) : await scram(connection, sasl);
  if (lifetimeMs > 0) connection.reauthenticateAfter(lifetimeMs, () => authenticate(connection, sasl, secure));
}

async function plain(connection: Connection, { username, password }: Sasl): Promise<number> {
  return (await step(connection, Buffer.from(`\0${username}\0${password}`))).lifetimeMs;
}

async function scram(connection: Connection, sasl: Sasl): Promise<number> {
  const conversation = createScram(
    sasl.mechanism === "SCRAM-SHA-256" ? "sha256" : "sha512",
    sasl.username,
    sasl.password,
  );
  const challenge = await step(connection, conversation.first());
  const proof = await step(connection, await conversation.prove(challenge.bytes));
  conversation.verify(proof.bytes);
  return proof.lifetimeMs;
}

async function step(connection: Connection, authBytes: Buffer): Promise<{ bytes: Buffer; lifetimeMs: number }> {
  const answer = await connection.request("SaslAuthenticate", { authBytes });
  if (answer.errorCode !== 0) {
    throw refused(connection, new BrokerError(answer.errorCode, "to authenticate", answer.errorMessage));
  }
  return { bytes: answer.authBytes, lifetimeMs: answer.sessionLifetimeMs };
}

function refused(connection: Connection, cause: BrokerError): WeirError {
  return new WeirError(
    "KAFKA_0005",
    `The broker ${addressText(connection.address)} does not accept the user: ${cause.message}`,
    {
      hint: "Check user name, password and mechanism.",
      cause,
    },
  );
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/u.test(host);
}
