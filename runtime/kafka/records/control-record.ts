import { RecordBatchError } from "./record-batch-error.ts";

/** What a control batch says about its producer's transaction. `other` is for the broker's own affairs. */
export type ControlType = "abort" | "commit" | "other";

/** The type in the key of a control record: a version, then the type, 16 bits each. */
export function readControlType(data: Buffer, keyStart: number, keyLength: number): ControlType {
  if (keyLength < 4) throw new RecordBatchError("corrupt", "the key of a control record is cut off");
  const type = data.readInt16BE(keyStart + 2);
  return type === 0 ? "abort" : type === 1 ? "commit" : "other";
}
