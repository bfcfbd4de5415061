/** Values of plain text, where nothing but the declared type says what they are: cells of delimited files, string keys. */
import { decodeBase64 } from "../../shared/records/base64.ts";
import { Decimal } from "../../shared/records/decimal.ts";
import { parseDuration } from "../../shared/records/durations.ts";
import { isInstant, parseInstant } from "../../shared/records/instants.ts";
import { tryParseInt } from "../../shared/records/integers.ts";
import type { Type } from "../../shared/records/types.ts";

const numeral = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Undefined where the text is not a value of the type. Empty text is null where the type admits null and is not text. */
export function readScalarText(text: string, type: Type): unknown {
  switch (type.kind) {
    case "nullable":
      return text === "" && type.of.kind !== "string" ? null : readScalarText(text, type.of);
    case "null":
      return text === "" ? null : undefined;
    case "any":
    case "string":
      return text;
    case "boolean":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "int":
      return tryParseInt(text);
    case "number":
      return numeral.test(text) ? Number(text) + 0 : undefined;
    case "decimal":
      return Decimal.tryParse(text);
    case "bytes":
      return decodeBase64(text);
    case "instant":
      return parseInstant(text) ?? wholeMillis(text);
    case "duration":
      return parseDuration(text) ?? (numeral.test(text) ? Number(text) + 0 : undefined);
    default:
      return undefined;
  }
}

function wholeMillis(text: string): number | undefined {
  const value = tryParseInt(text);
  return typeof value === "number" && isInstant(value) ? value : undefined;
}
