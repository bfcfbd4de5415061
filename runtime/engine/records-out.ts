/** Records of a sink's topic as JSON texts: what `weir simulate`, `weir test` and the live view show. */
import { parseJsonText, writeJsonText } from "../../shared/records/json-text.ts";
import { toJson } from "../../shared/records/coerce.ts";
import type { Type } from "../../shared/records/types.ts";
import type { Format } from "../../shared/topology/topology.ts";
import { createDecoder } from "../vectors/decode.ts";
import { denseSelection, valueAt } from "../vectors/gather.ts";

/** The value in a topic's bytes as JSON text with every digit; bytes that are not valid in the format are shown as a string. */
export function textOf(bytes: Buffer | null, format: Format, type: Type): string | null {
  if (bytes === null) return null;
  if (format.format === "string") return JSON.stringify(bytes.toString("utf8"));
  if (format.format === "bytes") return JSON.stringify(bytes.toString("base64"));
  if (format.format === "json") return exactJson(bytes);
  const rows = { buffer: bytes, starts: Int32Array.of(0), lengths: Int32Array.of(bytes.length) };
  const { column } = createDecoder(type, format, [[]]).decode(rows, denseSelection(1), 1, (_row, error) => {
    throw error;
  });
  return writeJsonText(toJson(valueAt(column, 0, type), type));
}

function exactJson(bytes: Buffer): string {
  try {
    return writeJsonText(parseJsonText(bytes.toString("utf8")));
  } catch {
    return JSON.stringify(bytes.toString("utf8"));
  }
}
