/** A batch that cannot be read stops the run where it stands: nothing before it is missing, nothing behind it is committed. */
import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { WeirError } from "../../shared/errors.ts";
import { batchField, batchHeaderSize } from "../../runtime/kafka/records/batch-header.ts";
import { sealBatch } from "../../runtime/kafka/records/record-batch-builder.ts";
import { batch } from "../embedded/fixture.ts";
import { pass, startProxy, type Proxy } from "../support/kafka/proxy.ts";
import { produceTexts, readTexts } from "../support/topic-access.ts";
import { caughtUp, committedOffsets, eventually, rejection, relay, withBench } from "./support.ts";

/** The value of the record that is damaged on its way; long enough to hold what a bomb is. */
const MARK = Buffer.from("~damaged~".repeat(12_000));
const VALUE_AT = batch([{ value: MARK.toString() }]).indexOf(MARK);

/** Damages a whole batch in place. */
const damages: Readonly<Record<string, { readonly says: RegExp; readonly damage: (bytes: Buffer) => void }>> = {
  "data that was changed": {
    says: /the checksum is wrong/,
    damage: (bytes) => bytes.write("X", VALUE_AT + 5),
  },
  "an unknown codec": {
    says: /codec/,
    damage(bytes) {
      bytes.writeInt16BE(6, batchField.attributes);
      sealBatch(bytes, 0, bytes.length);
    },
  },
  "a decompression bomb": {
    says: /more than|larger|limit/,
    damage(bytes) {
      bytes.writeInt16BE(1, batchField.attributes);
      const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024));
      assert.ok(bomb.length < MARK.length);
      bytes.fill(0, VALUE_AT - 8);
      bomb.copy(bytes, batchHeaderSize);
      sealBatch(bytes, 0, bytes.length);
    },
  },
};

for (const [name, { says, damage }] of Object.entries(damages))
  test(`${name}: the run stops there, and goes on when it can be read`, async (context) => {
    const proxy = await startProxy();
    context.after(() => proxy.close());
    await withBench(
      async ({ broker, client, run }) => {
        proxy.target = broker.port;
        const brokers = [`127.0.0.1:${proxy.port}`];
        broker.createTopic("in", 1);
        const produce = async (values: readonly string[]): Promise<void> =>
          await produceTexts(
            client,
            "in",
            values.map((value) => ({ key: null, value })),
          );
        const first = await run(relay({ commitInterval: "50ms" }), { brokers });
        await produce(numbers(0, 50));
        await caughtUp(first, 1);
        await eventually("the first are committed", async () => (await committed()) === 50);
        damageOnTheWay(proxy, damage);
        await produce([MARK.toString()]);
        await produce(numbers(51, 100));

        const error = await rejection(first.ended);
        assert.ok(error instanceof WeirError);
        assert.equal(error.code, "KAFKA_0203");
        assert.match(error.message, /Partition 0 of in cannot be read at offset 50: /);
        assert.match(error.message, says);
        await rejection(first.stop());
        assert.equal(await committed(), 50);

        // As long as it lasts, another run comes no further.
        const second = await run(relay(), { brokers });
        assert.equal((await rejection(second.ended)).message, error.message);
        await rejection(second.stop());
        assert.equal(await committed(), 50);
        proxy.respond = pass;
        assert.deepEqual(await written(), numbers(0, 50));

        const third = await run(relay(), { brokers });
        await caughtUp(third, 1);
        await third.stop();
        assert.deepEqual(await written(), [...numbers(0, 50), MARK.toString(), ...numbers(51, 100)]);
        assert.equal(await committed(), 100);

        async function committed(): Promise<number> {
          return (await committedOffsets(broker, "test", "in", 1))[0] ?? -1;
        }
        async function written(): Promise<(string | null)[]> {
          return (await readTexts(client, "out")).map(({ value }) => value);
        }
      },
      { advertisedPort: proxy.port },
    );
  });

function numbers(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, i) => String(from + i));
}

/** Passes on whole answers; in those that hold the marked batch of topic `in`, it is damaged. */
function damageOnTheWay(proxy: Proxy, damage: (bytes: Buffer) => void): void {
  const received = new Map<Socket, Buffer>();
  proxy.respond = (chunk, client) => {
    let bytes = Buffer.concat([received.get(client) ?? Buffer.alloc(0), chunk]);
    while (bytes.length >= 4 && bytes.length >= 4 + bytes.readInt32BE(0)) {
      const frame = bytes.subarray(0, 4 + bytes.readInt32BE(0));
      bytes = bytes.subarray(frame.length);
      const value = frame.indexOf(MARK);
      if (value >= 0) {
        const start = value - VALUE_AT;
        damage(frame.subarray(start, start + 12 + frame.readInt32BE(start + batchField.length)));
      }
      client.write(frame);
    }
    received.set(client, bytes);
  };
}
