/**
 * A record as the studio shows it and as people paste it: keys and values are JSON text in the topic's format, so that a 64-bit integer or a decimal
 * keeps every digit on its way through processes and windows. `null` is a tombstone or an absent key.
 */
import * as z from "zod";

export const sampleRecordSchema = z.strictObject({
  timestampMs: z.number(),
  key: z.string().max(1_048_576).nullable(),
  value: z.string().max(16_777_216).nullable(),
  headers: z.array(z.tuple([z.string(), z.string().nullable()])).optional(),
  partition: z.int().min(0).optional(),
});

export type SampleRecord = z.infer<typeof sampleRecordSchema>;
