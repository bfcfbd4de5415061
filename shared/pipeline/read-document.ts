/** From a file's text or bytes to JSON with positions: what every kind of document does first. */
import type { Diagnostic } from "../diagnostics.ts";
import { tryDecodeUtf8 } from "../records/utf8.ts";
import type { JsonNode } from "./json-node.ts";
import { readJson, type ReadJsonOptions } from "./json-reader.ts";
import { limits } from "./limits.ts";

export interface ReadDocument {
  /** The text that positions refer to; null when the bytes are no text. */
  readonly text: string | null;
  readonly root: JsonNode | null;
  readonly diagnostics: readonly Diagnostic[];
}

export function readDocument(source: string | Uint8Array, options: ReadJsonOptions = {}): ReadDocument {
  if (typeof source === "string") return { text: source, ...readJson(source, options) };
  if (source.length > limits.documentBytes) {
    return refuse("DOC_0001", `The document is larger than ${limits.documentBytes / 1024 / 1024} MiB.`, {
      hint: "Split the pipeline, or move large data out of the document.",
    });
  }
  if ((source[0] === 0xff && source[1] === 0xfe) || (source[0] === 0xfe && source[1] === 0xff)) {
    return refuse("DOC_0002", "The document is written in UTF-16.", { hint: "Save it as UTF-8." });
  }
  const text = tryDecodeUtf8(source);
  if (text === undefined) return refuse("DOC_0002", "The document is not UTF-8.", { hint: "Save it as UTF-8." });
  return { text, ...readJson(text, options) };
}

function refuse(code: "DOC_0001" | "DOC_0002", message: string, { hint }: { hint: string }): ReadDocument {
  return { text: null, root: null, diagnostics: [{ code, severity: "error", message, hint, pointer: "" }] };
}
