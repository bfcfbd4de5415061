/** Records of a topic (bytes as base64) as a preview reads them: JSON text in the topic's format. */
import type { PipelineNode } from "../../../../shared/pipeline/pipeline.ts";
import type { HostParams } from "../../../../shared/protocol/host-methods.ts";
import type { SampleRecord } from "../../../../shared/protocol/sample-record.ts";
import type { TopicRecord } from "../../../../shared/protocol/topics.ts";
import { parseJsonText } from "../../../../shared/records/json-text.ts";
import { compactSlice } from "../records/json-slices.ts";

export interface CapturedCluster {
  readonly label: string;
  readonly ref: HostParams<"topics.records">["cluster"];
}

/** In order of time, as a preview feeds them. */
export function capturedRecords(found: readonly TopicRecord[], node: PipelineNode): SampleRecord[] {
  const keyFormat = formatOf(node, "key");
  const valueFormat = formatOf(node, "value");
  return found
    .toSorted((a, b) => a.timestampMs - b.timestampMs)
    .map(({ timestampMs, key, value, headers }) => ({
      timestampMs,
      key: jsonText(key, keyFormat),
      value: jsonText(value, valueFormat),
      ...(headers.length === 0
        ? {}
        : {
            headers: headers.map(([name, bytes]): [string, string | null] => [
              name,
              bytes === null ? null : decoded(bytes),
            ]),
          }),
    }));
}

/** What says nothing of its format is read as JSON where it is, as text otherwise. */
function formatOf({ config }: PipelineNode, part: "key" | "value"): string | null {
  if (config === null || typeof config !== "object" || !(part in config)) return null;
  const settings = (config as Readonly<Record<string, unknown>>)[part];
  if (settings === null || typeof settings !== "object" || !("format" in settings)) return null;
  return typeof settings.format === "string" ? settings.format : null;
}

function jsonText(bytes: string | null, format: string | null): string | null {
  if (bytes === null) return null;
  if (format === "bytes") return JSON.stringify(bytes);
  const text = decoded(bytes);
  if (format === "json" || format === null) {
    const json = validJson(text);
    if (json !== null) return json === "null" ? null : json;
  }
  return JSON.stringify(text);
}

function validJson(text: string): string | null {
  try {
    parseJsonText(text);
    return compactSlice(text.trim());
  } catch {
    return null;
  }
}

function decoded(base64: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(base64), (sign) => sign.codePointAt(0) ?? 0));
}
