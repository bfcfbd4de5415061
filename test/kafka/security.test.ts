/** Encryption and authentication against a real broker. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createKafkaClient } from "../../runtime/kafka/client.ts";
import type { ConnectionOptions } from "../../runtime/kafka/ports.ts";
import { WeirError } from "../../shared/errors.ts";
import { makeCertificates } from "../support/kafka/certificates.ts";
import { startKafka } from "../support/kafka/kafka.ts";
import type { Kafka } from "../support/kafka/kafka.ts";

const certificates = makeCertificates();
const password = 'p;w with "signs",=';

describe("security", () => {
  let kafka: Kafka;
  before(async () => {
    kafka = await startKafka({
      sasl: { weir: "secret-1" },
      tls: { key: certificates.server.key, cert: certificates.server.cert, clientCa: certificates.ca },
    });
  });
  after(() => kafka.stop());

  async function use(
    options: Omit<ConnectionOptions, "clientId" | "brokers"> & { listener: keyof Kafka["listeners"] },
  ): Promise<number> {
    const { listener, ...rest } = options;
    const client = createKafkaClient({
      brokers: [kafka.listeners[listener] ?? ""],
      clientId: "security",
      requestTimeoutMs: 5000,
      connectTimeoutMs: 5000,
      ...rest,
    });
    try {
      const name = `t${Math.random().toString(36).slice(2)}`;
      await client.admin.createTopics([{ name, partitions: 2 }]);
      const [info] = await client.admin.topics([name]);
      return info?.partitions ?? 0;
    } finally {
      await client.close();
    }
  }

  const ca = certificates.ca;
  const client = { cert: certificates.client.cert, key: certificates.client.key };

  for (const mechanism of ["SCRAM-SHA-256", "SCRAM-SHA-512"] as const) {
    test(`${mechanism} without and with TLS`, async () => {
      const sasl = { mechanism, username: "weir", password: "secret-1" };
      assert.equal(await use({ listener: "SASL_PLAINTEXT", sasl }), 2);
      assert.equal(await use({ listener: "SASL_SSL", sasl, tls: { ca } }), 2);
    });
  }

  test("PLAIN over TLS", async () => {
    assert.equal(
      await use({
        listener: "SASL_SSL",
        sasl: { mechanism: "PLAIN", username: "weir", password: "secret-1" },
        tls: { ca },
      }),
      2,
    );
  });

  test("mutual TLS, and its refusal without a certificate", async () => {
    assert.equal(await use({ listener: "SSL", tls: { ca, ...client } }), 2);
    await refused(use({ listener: "SSL", tls: { ca } }));
  });

  test("a wrong password and an unknown authority are refused with words", async () => {
    await refused(
      use({ listener: "SASL_SSL", sasl: { mechanism: "SCRAM-SHA-512", username: "weir", password }, tls: { ca } }),
    );
    await refused(
      use({
        listener: "SASL_SSL",
        sasl: { mechanism: "SCRAM-SHA-512", username: "weir", password: "secret-1" },
        tls: {},
      }),
    );
  });

  async function refused(attempt: Promise<unknown>): Promise<void> {
    await assert.rejects(attempt, (error: unknown) => {
      assert.ok(error instanceof WeirError, String(error));
      assert.match(error.code, /^KAFKA_/);
      assert.ok((error.hint ?? "").length > 0);
      assert.ok(!error.message.includes("secret-1"));
      return true;
    });
  }
});
