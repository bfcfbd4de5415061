/**
 * What the renderer can ask of its host, the same in the browser (`weir studio`) and in the desktop app. Every parameter is checked against its schema in
 * the host before anything happens; results are typed in host-api.ts. Files are named by their path inside the open workspace, with `/`.
 */
import * as z from "zod";
import { idText } from "../pipeline/document-schema.ts";
import { previewRequestSchema } from "./preview.ts";
import { sampleRecordSchema } from "./sample-record.ts";

const file = z.string().min(1).max(1000);
const text = z.string().max(33_554_432);
const none = z.strictObject({});
const environment = z.union([z.literal("embedded"), file]);
/** Which cluster: a running run's embedded broker, or a connection of an environment. */
const cluster = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("run"), run: z.string() }),
  z.strictObject({ kind: z.literal("connection"), environment: file, connection: idText }),
]);

/** One step of a document's history: edits as data (shared/pipeline/edits.ts, layout-edits.ts), or a whole text where it was typed. */
const historyEntry = z.strictObject({
  label: z.string().max(200),
  edits: z.array(z.unknown()).max(100_000),
  /** Nodes to show after undo. */
  touched: z.array(z.string()).max(1000),
  snapshot: z.strictObject({ pipeline: text, layout: text }).nullable(),
});

export const hostMethods = {
  "workspace.get": none,
  "workspace.open": z.strictObject({ folder: z.string().max(4000) }),
  "workspace.trust": z.strictObject({ trusted: z.boolean() }),
  "workspace.templates": none,

  "document.open": z.strictObject({ file }),
  /** `file` is where it should be; a number is added where it is taken. */
  "document.create": z.strictObject({ file, pipeline: text, layout: text.nullable(), tests: text.nullable() }),
  /** `baseHash`: the contents that the change is based on. A file that changed since is not overwritten: `conflict` brings it. */
  "document.save": z.strictObject({ file, pipeline: text, layout: text.nullable(), baseHash: z.string().nullable() }),
  "document.saveTests": z.strictObject({ file, tests: text }),
  "document.rename": z.strictObject({ file, to: file }),
  "document.delete": z.strictObject({ file }),

  /** Follows the entry `parent` (null: the contents of the file when it was first opened); becomes the head. */
  "history.append": z.strictObject({ file, parent: z.int().nullable(), entry: historyEntry }),
  /** Undo, redo and restore move the head. */
  "history.move": z.strictObject({ file, head: z.int().nullable() }),
  "history.list": z.strictObject({ file }),
  "history.read": z.strictObject({ file, sequence: z.int().nullable() }),
  "history.name": z.strictObject({ file, sequence: z.int().nullable(), name: z.string().min(1).max(200) }),

  "preview.run": z.strictObject({ file, request: previewRequestSchema }),
  "preview.cancel": z.strictObject({ file }),
  "tests.run": z.strictObject({ file, pipeline: text, tests: text }),

  "run.start": z.strictObject({ file, pipeline: text, environment, threads: z.int().min(1).max(64) }),
  "run.stop": z.strictObject({ run: z.string() }),
  "run.list": none,
  "run.tap": z.strictObject({ run: z.string(), edges: z.array(idText).max(100) }),
  "run.logs": z.strictObject({ run: z.string() }),
  /** Writes dead-lettered records back to the topics that they came from. */
  "run.retry": z.strictObject({
    cluster,
    topic: z.string(),
    records: z.array(z.tuple([z.int(), z.string()])).max(10_000),
  }),

  "topics.cluster": z.strictObject({ cluster }),
  "topics.topic": z.strictObject({ cluster, topic: z.string() }),
  "topics.groups": z.strictObject({ cluster }),
  /** `from`: the newest `limit`, the oldest, an offset in one partition, or a time. `search` is found in key or value, as text. */
  "topics.records": z.strictObject({
    cluster,
    topic: z.string(),
    partition: z.int().nullable(),
    from: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("newest") }),
      z.strictObject({ kind: z.literal("oldest") }),
      z.strictObject({ kind: z.literal("offset"), offset: z.string().regex(/^\d{1,19}$/) }),
      z.strictObject({ kind: z.literal("time"), timestampMs: z.number() }),
    ]),
    limit: z.int().min(1).max(5000),
    search: z.string().max(1000).nullable(),
  }),
  "topics.produce": z.strictObject({ cluster, topic: z.string(), record: sampleRecordSchema }),
  "topics.create": z.strictObject({
    cluster,
    topic: z.string().regex(/^[A-Za-z0-9._-]{1,249}$/),
    partitions: z.int().min(1).max(10_000),
    replication: z.int().min(1).max(10).nullable(),
    config: z.record(z.string(), z.string()),
  }),

  "environments.list": none,
  "environments.save": z.strictObject({ file, text }),
  "environments.test": z.strictObject({ file, connection: idText }),
  "secrets.state": none,
  /** The passphrase opens the store, or makes it when there is none. */
  "secrets.unlock": z.strictObject({ passphrase: z.string().min(8).max(1000) }),
  "secrets.set": z.strictObject({ name: z.string().min(1).max(200), value: z.string().max(65_536) }),
  "secrets.delete": z.strictObject({ name: z.string() }),

  "preferences.get": none,
  "preferences.set": z.strictObject({ name: z.string().min(1).max(100), value: z.unknown() }),
} as const satisfies Record<string, z.ZodType>;

export type HostMethod = keyof typeof hostMethods;
export type HostParams<M extends HostMethod> = z.input<(typeof hostMethods)[M]>;
