/** What a person chose that a source reads, with where it came from, so that it can be shown and changed later. */
import * as z from "zod";
import type { PreviewInput } from "../../../../shared/protocol/preview.ts";
import { sampleRecordSchema } from "../../../../shared/protocol/sample-record.ts";

const records = z.array(sampleRecordSchema).max(20_000);

export const inputChoiceSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("generated"), count: z.int().min(0).max(20_000), seed: z.int().nullable() }),
  /** `text`: as it was pasted, to be edited again. */
  z.strictObject({ kind: z.literal("pasted"), text: z.string(), records }),
  z.strictObject({ kind: z.literal("test"), test: z.string(), records }),
  z.strictObject({ kind: z.literal("captured"), topic: z.string(), from: z.string(), atMs: z.number(), records }),
]);

export type InputChoice = z.infer<typeof inputChoiceSchema>;

export function toPreviewInput(choice: InputChoice): PreviewInput {
  if (choice.kind !== "generated") return { kind: "records", records: choice.records };
  const { count, seed } = choice;
  return { kind: "generated", count, ...(seed === null ? {} : { seed }) };
}

/** In a few words, for a list of sources. */
export function choiceText(choice: InputChoice): string {
  const many = (count: number): string => `${count.toLocaleString("en")} ${count === 1 ? "record" : "records"}`;
  switch (choice.kind) {
    case "generated":
      return `${many(choice.count)}, generated${choice.seed === null ? "" : ` from seed ${choice.seed}`}`;
    case "pasted":
      return `${many(choice.records.length)}, pasted`;
    case "test":
      return `${many(choice.records.length)} of the test “${choice.test}”`;
    case "captured":
      return `${many(choice.records.length)} of ${choice.topic}, from ${choice.from}`;
    default:
      return "";
  }
}
