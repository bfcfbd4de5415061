/** CPU-seconds per million 240-byte records for encoding and decoding record batches. `node test/bench/records.ts`, a few seconds. */
import { compressions } from "../../runtime/kafka/records/compression.ts";
import { decodeBatches } from "../../runtime/kafka/records/decode-batches.ts";
import { RecordBatchBuilder } from "../../runtime/kafka/records/record-batch-builder.ts";

const recordsPerBatch = 500;
const batchesPerFetch = 8;
const rounds = 5;
const key = Buffer.from("customer-0123456");
const values = Buffer.concat(
  Array.from({ length: 1000 }, (_, index) => {
    const country = ["DE", "FR", "GB"][index % 3];
    const text = JSON.stringify({ id: index, amount: (index * 7919) % 10_000, country, card: `4111-${index}` });
    return Buffer.from(text.padEnd(200, "x").slice(0, 200));
  }),
);

function encode(builder: RecordBatchBuilder, baseOffset: number, compression: (typeof compressions)[number]): Buffer {
  for (let index = 0; index < recordsPerBatch; index++) {
    const start = ((baseOffset + index) % 1000) * 200;
    builder.append(1_700_000_000_000 + index, key, 0, key.length, values, start, 200, null, 0, 0, 0);
  }
  return builder.finish({ baseOffset, compression });
}

/** The best of some rounds, in CPU-seconds per million records. */
function measure(records: number, run: () => void): string {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / records);
  }
  return best.toFixed(3).padStart(8);
}

console.log("codec     encode  decode  decode without CRC   (s per million records)");
for (const compression of compressions) {
  const builder = new RecordBatchBuilder();
  const times = compression === "none" ? 50 : 10;
  const perRound = recordsPerBatch * batchesPerFetch;
  const batches: Buffer[] = [];
  for (let batch = 0; batch < batchesPerFetch; batch++)
    batches.push(encode(builder, batch * recordsPerBatch, compression));
  const fetch = Buffer.concat(batches);
  const encodeTime = measure(perRound * times, () => {
    for (let index = 0; index < times * batchesPerFetch; index++) encode(builder, 0, compression);
  });
  const decode = (checkCrc: boolean): string =>
    measure(perRound * times, () => {
      for (let index = 0; index < times; index++) decodeBatches(fetch, 0, fetch.length, { fetchOffset: 0, checkCrc });
    });
  console.log(compression.padEnd(7), encodeTime, decode(true), decode(false));
}
