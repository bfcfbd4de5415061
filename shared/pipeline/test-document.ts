/**
 * `orders.test.json`: tests of a pipeline. Records go in at sources, results are compared at sinks, both by node id. Keys and values are kept as
 * JSON text, so that a 64-bit integer or a decimal reaches the pipeline with every digit.
 */
import * as z from "zod";
import { must } from "../assert.ts";
import { hasErrors, type Diagnostic } from "../diagnostics.ts";
import { INSTANT_MAX } from "../records/civil.ts";
import { parseInstant, printInstant } from "../records/instants.ts";
import { documentCodes } from "./document.ts";
import { currentFormat, idText } from "./document-schema.ts";
import { makePointer, nodeAt, toJson, toText } from "./json-node.ts";
import { readJson } from "./json-reader.ts";
import { limits } from "./limits.ts";
import { Expanded, ExpandedList, printable, printJson, type Printable } from "./print-json.ts";
import { readDocument } from "./read-document.ts";
import { findReservedNames } from "./reserved-names.ts";
import { schemaFindings } from "./schema-findings.ts";
import { present } from "./write.ts";

const instant = z.string().refine((text) => parseInstant(text) !== undefined, {
  error: "Write milliseconds since 1970 or an instant such as `1970-01-01T00:30:00Z`",
});
const time = z.union([z.int().min(-INSTANT_MAX).max(INSTANT_MAX), instant]);
const headers = z.record(z.string(), z.string().nullable());

const givenSchema = z.strictObject({
  timestamp: time
    .optional()
    .describe("Milliseconds since 1970, or ISO 8601. The record before it where left out; 0 at first."),
  partition: z.int().min(0).max(9999).optional(),
  key: z.unknown().optional(),
  value: z.unknown().optional().describe("Null or left out: a tombstone."),
  headers: headers.optional(),
});

const expectedSchema = z.strictObject({
  timestamp: time.optional().describe("Compared only where it is written; so are key, value and headers."),
  key: z.unknown().optional(),
  value: z.unknown().optional(),
  headers: headers.optional(),
});

const testSchema = z.strictObject({
  description: z.string().max(20_000).optional(),
  given: z.record(idText, z.array(givenSchema)),
  advanceTo: time.optional().describe("Stream time moves here after the last record, so that windows close."),
  expect: z.record(idText, z.array(expectedSchema)),
  unordered: z.boolean().optional().describe("Results of a sink may come in any order."),
});

export const testDocumentSchema = z.strictObject({
  $schema: z.string().max(2000).optional(),
  format: z.literal(currentFormat),
  tests: z.record(z.string().min(1).max(limits.nameLength), testSchema),
});

export interface TestDocument {
  /** In the order of the file. */
  readonly tests: ReadonlyMap<string, PipelineTest>;
}

export interface PipelineTest {
  readonly description: string | null;
  readonly given: ReadonlyMap<string, readonly GivenRecord[]>;
  readonly advanceToMs: number | null;
  readonly expect: ReadonlyMap<string, readonly ExpectedRecord[]>;
  readonly unordered: boolean;
}

export interface GivenRecord {
  readonly timestampMs: number | null;
  readonly partition: number | null;
  /** JSON text on one line, in the topic's format; null: no key, a tombstone. */
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly (readonly [string, string | null])[];
}

/** What is undefined is not compared. */
export interface ExpectedRecord {
  readonly timestampMs: number | undefined;
  readonly key: string | null | undefined;
  readonly value: string | null | undefined;
  readonly headers: readonly (readonly [string, string | null])[] | undefined;
}

export function parseTestDocument(source: string | Uint8Array): {
  document: TestDocument | null;
  diagnostics: readonly Diagnostic[];
} {
  const { root, diagnostics } = readDocument(source, { numbers: "verbatim" });
  if (root === null || hasErrors(diagnostics)) return { document: null, diagnostics };
  const value = toJson(root);
  const reserved = findReservedNames(value, new Set(["key", "value"]));
  if (reserved.length > 0) return { document: null, diagnostics: [...diagnostics, ...reserved] };
  const result = testDocumentSchema.safeParse(value);
  if (!result.success) {
    const findings = schemaFindings(result.error, { schema: testDocumentSchema, value, codes: documentCodes });
    return { document: null, diagnostics: [...diagnostics, ...findings] };
  }
  const tests = new Map<string, PipelineTest>();
  for (const [name, test] of Object.entries(result.data.tests)) {
    const text = (part: string, node: string, index: number, field: string): string | null | undefined => {
      const found = nodeAt(root, makePointer("tests", name, part, node, index, field));
      return found === null ? undefined : found.kind === "null" ? null : toText(found);
    };
    tests.set(name, {
      description: test.description ?? null,
      given: mapRecords(test.given, (record, node, index) => ({
        timestampMs: record.timestamp === undefined ? null : timeMs(record.timestamp),
        partition: record.partition ?? null,
        key: text("given", node, index, "key") ?? null,
        value: text("given", node, index, "value") ?? null,
        headers: Object.entries(record.headers ?? {}),
      })),
      advanceToMs: test.advanceTo === undefined ? null : timeMs(test.advanceTo),
      expect: mapRecords(test.expect, (record, node, index) => ({
        timestampMs: record.timestamp === undefined ? undefined : timeMs(record.timestamp),
        key: text("expect", node, index, "key"),
        value: text("expect", node, index, "value"),
        headers: record.headers === undefined ? undefined : Object.entries(record.headers),
      })),
      unordered: test.unordered ?? false,
    });
  }
  return { document: { tests }, diagnostics };
}

export function writeTestDocument(document: TestDocument): string {
  const tests = [...document.tests].map(([name, test]): [string, Printable] => [name, testForm(test)]);
  return printJson(
    new Expanded([
      ["format", currentFormat],
      ["tests", new Expanded(tests)],
    ]),
    140,
  );
}

function testForm(test: PipelineTest): Printable {
  const records = <T>(map: ReadonlyMap<string, readonly T[]>, form: (record: T) => Printable): Printable =>
    new Expanded([...map].map(([id, list]) => [id, new ExpandedList(list.map(form))]));
  return new Expanded(
    present([
      ["description", test.description ?? undefined],
      ["given", records(test.given, givenForm)],
      ["advanceTo", test.advanceToMs === null ? undefined : instantForm(test.advanceToMs)],
      ["expect", records(test.expect, expectedForm)],
      ["unordered", test.unordered ? true : undefined],
    ]),
  );
}

function givenForm(record: GivenRecord): Printable {
  return new Map(
    present([
      ["timestamp", record.timestampMs ?? undefined],
      ["partition", record.partition ?? undefined],
      ["key", record.key === null ? undefined : jsonForm(record.key)],
      ["value", jsonForm(record.value)],
      ["headers", record.headers.length === 0 ? undefined : new Map(record.headers)],
    ]),
  );
}

function expectedForm(record: ExpectedRecord): Printable {
  return new Map(
    present([
      ["timestamp", record.timestampMs],
      ["key", record.key === undefined ? undefined : jsonForm(record.key)],
      ["value", record.value === undefined ? undefined : jsonForm(record.value)],
      ["headers", record.headers === undefined ? undefined : new Map(record.headers)],
    ]),
  );
}

/** Whole seconds without a fraction, as people write them. */
function instantForm(ms: number): string {
  return printInstant(ms).replace(".000Z", "Z");
}

function jsonForm(text: string | null): Printable {
  if (text === null) return null;
  const { root } = readJson(text, { numbers: "verbatim" });
  return printable(must(root, "JSON of a test record"));
}

function mapRecords<T, U>(
  nodes: Readonly<Record<string, readonly T[]>>,
  make: (record: T, node: string, index: number) => U,
): Map<string, readonly U[]> {
  return new Map(Object.entries(nodes).map(([id, list]) => [id, list.map((record, index) => make(record, id, index))]));
}

function timeMs(time: number | string): number {
  return typeof time === "number" ? time : must(parseInstant(time), "instant");
}
