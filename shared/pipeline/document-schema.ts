/** Format 1 of the pipeline document, as zod definitions; the published JSON Schema is made of them. */
import * as z from "zod";
import { parseDuration } from "../records/durations.ts";
import { idPattern, portPattern } from "./ids.ts";
import { limits } from "./limits.ts";
import { isObject } from "./migrations.ts";
import type { Json } from "./pipeline.ts";

/** The format that this version writes. */
export const currentFormat = 1;

export const durationText = z
  .string()
  .refine((text) => (parseDuration(text) ?? -1) >= 0, {
    error: "Write a duration such as `500ms`, `30s`, `15m`, `1h30m` or `7d`",
  })
  .meta({
    id: "Duration",
    pattern: "^(?=.)(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?(\\d+ms)?$",
    description: "A duration: 500ms, 30s, 15m, 1h30m, 7d.",
  });

export const idText = z.string().regex(idPattern, "Write 1 to 64 letters, digits, `_` or `-`");

// oxlint-disable-next-line no-control-regex -- names must not move the cursor of a terminal
const linePattern = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/;
const lineText = z.string().regex(linePattern, "Write it on one line, without control characters");

export const nameText = lineText
  .regex(/\S/, "Write a name")
  .max(limits.nameLength, `Write at most ${limits.nameLength} characters`);

export const topicText = z
  .string()
  .regex(/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/, "Write 1 to 249 letters, digits, `.`, `_` or `-`");

export const onErrorSchema = z
  .strictObject({
    policy: z.enum(["fail", "skip", "dead-letter", "retry"]),
    topic: topicText.optional().describe("Where dead letters go; `<pipeline>-dead-letters` where it is not named."),
    attempts: z
      .int()
      .min(1)
      .max(1000)
      .optional()
      .describe(
        "How often `retry` tries again. Only where something outside of the pipeline may be different the next time: `file-sink` tries to write again when the disk is full or the file system is away, while its task waits. `kafka-sink` sends again by itself, for two minutes, whatever the policy. An expression gives the same result each time, so that `then` follows at once.",
      ),
    backoff: durationText
      .optional()
      .describe(
        "How long `retry` waits before the first new attempt; twice as long before each one after it, up to a minute.",
      ),
    // oxlint-disable-next-line unicorn/no-thenable -- a word of the document, never a function
    then: z
      .enum(["fail", "skip", "dead-letter"])
      .optional()
      .describe(
        "What follows for a record that fails under `retry`. A sink that cannot write after every attempt stops the run whatever is said here: nothing is committed that was not written.",
      ),
  })
  .meta({ id: "OnError", description: "What happens with a record that the node cannot handle." });

const typePattern = /^[a-z][a-z0-9-]{0,63}$/;

export const nodeSchema = z.strictObject({
  type: z.string().regex(typePattern, "Write the name of an operator, such as `filter`"),
  name: nameText,
  config: z.record(z.string(), z.unknown()).optional(),
  onError: onErrorSchema.optional(),
});

export const edgeSchema = z.strictObject({
  from: z.string().regex(portPattern, "Write `node.port`").describe("`node.port` of an output."),
  to: z.string().regex(portPattern, "Write `node.port`").describe("`node.port` of an input."),
});

const plainNodeKeys: ReadonlySet<string> = new Set(["type", "name", "config"]);

/** What `nodeSchema` accepts, told in a tenth of the time; false means that the schema has to look. */
export function isPlainNode(value: Json): boolean {
  if (!isObject(value) || !Object.keys(value).every((key) => plainNodeKeys.has(key))) return false;
  const { type, name, config } = value;
  if (typeof type !== "string" || typeof name !== "string") return false;
  if (config !== undefined && !isObject(config)) return false;
  return typePattern.test(type) && linePattern.test(name) && /\S/.test(name) && name.length <= limits.nameLength;
}

/** The same for `edgeSchema`. */
export function isPlainEdge(value: Json): boolean {
  if (!isObject(value) || Object.keys(value).length !== 2) return false;
  const { from, to } = value;
  return typeof from === "string" && typeof to === "string" && portPattern.test(from) && portPattern.test(to);
}

export const settingsSchema = z.strictObject({
  guarantee: z.enum(["at-least-once", "exactly-once"]).optional().describe("Default `at-least-once`."),
  commitInterval: durationText
    .optional()
    .describe("Default `1s`, or `100ms` with `exactly-once`, where results appear when they are committed."),
});

export const documentSchema = z.strictObject({
  $schema: z.string().max(2000).optional(),
  format: z.literal(currentFormat),
  id: idText.describe("Never changes: group, state stores and internal topics derive from it."),
  name: nameText,
  description: z.string().max(20_000).optional(),
  operators: z.record(z.string(), z.int().min(1)).optional().describe("Version of every operator used."),
  nodes: z.record(idText, nodeSchema).optional(),
  edges: z.record(idText, edgeSchema).optional(),
  settings: settingsSchema.optional(),
});

/** The document without what stands in its two large maps, which are checked entry by entry. */
export const frameSchema = documentSchema.extend({
  nodes: z.record(z.string(), z.unknown()).optional(),
  edges: z.record(z.string(), z.unknown()).optional(),
});

export function defaultCommitIntervalMs(guarantee: "at-least-once" | "exactly-once"): number {
  return guarantee === "exactly-once" ? 100 : 1000;
}
