/** Values as text for people and for template strings: by type, because an instant and an int are the same in memory. */
import { encodeBase64 } from "./base64.ts";
import { toJson } from "./coerce.ts";
import { Decimal } from "./decimal.ts";
import { printDuration } from "./durations.ts";
import { printInstant } from "./instants.ts";
import { writeJsonText } from "./json-text.ts";
import { withoutNull, type Type } from "./types.ts";

/**
 * The text of a value: strings as they are, instants as RFC 3339, durations as `1h30m`, decimals and integers with all digits, bytes as base64,
 * lists and objects as JSON, null as `null`.
 */
export function textOf(value: unknown, type: Type): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string") return value;
  if (typeof value === "number") {
    const { kind } = withoutNull(type);
    if (kind === "instant") return printInstant(value);
    return kind === "duration" ? printDuration(value) : String(value + 0);
  }
  if (typeof value === "bigint" || typeof value === "boolean" || value instanceof Decimal) return value.toString();
  if (value instanceof Uint8Array) return encodeBase64(value);
  return writeJsonText(toJson(value, type));
}
