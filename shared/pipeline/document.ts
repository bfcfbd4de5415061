/** Reads a pipeline document: text → JSON → current format → checked → `Pipeline`. The same way for studio, command line and runtime. */
import { hasErrors, type Diagnostic } from "../diagnostics.ts";
import type { ErrorCode } from "../errors.ts";
import { parseDuration } from "../records/durations.ts";
import {
  currentFormat,
  defaultCommitIntervalMs,
  edgeSchema,
  frameSchema,
  isPlainEdge,
  isPlainNode,
  nodeSchema,
  onErrorSchema,
} from "./document-schema.ts";
import { idPattern } from "./ids.ts";
import { makeOnError } from "./on-error.ts";
import { makePointer, toJson, type JsonNode } from "./json-node.ts";
import { pointerOf, type JsonPlace } from "./json-place.ts";
import { limits } from "./limits.ts";
import { formatMigrations, isObject, makeObject, migrate, type JsonObject } from "./migrations.ts";
import { noOperators, type OperatorLookup } from "./operator-lookup.ts";
import type { Json, OnError, Pipeline, PipelineEdge, PipelineNode, PipelineSettings, PortRef } from "./pipeline.ts";
import { readDocument } from "./read-document.ts";
import { schemaFindings, type FindingCodes, type FindingPlace } from "./schema-findings.ts";
import { findSecrets } from "./secrets.ts";

export interface ParsedPipeline {
  /** Null where an error leaves no pipeline to speak of. A pipeline may come with errors in single nodes: those nodes are missing from it. */
  readonly pipeline: Pipeline | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Writing it would lose something that was in the file: it must not be saved. */
  readonly readOnly: boolean;
  /** What positions refer to, for whoever shows the diagnostics. */
  readonly text: string | null;
  readonly root: JsonNode | null;
}

export const documentCodes: FindingCodes = { unknownKey: "DOC_0104", missing: "DOC_0105", wrong: "DOC_0106" };

/** `operators` says which versions exist and how older config is brought up; without it config is kept as it stands. */
export function parsePipeline(
  source: string | Uint8Array,
  options: { readonly operators?: OperatorLookup } = {},
): ParsedPipeline {
  const { text, root, diagnostics } = readDocument(source);
  const refuse = (more: readonly Diagnostic[]): ParsedPipeline => ({
    pipeline: null,
    diagnostics: [...diagnostics, ...more],
    readOnly: true,
    text,
    root,
  });
  if (root === null || hasErrors(diagnostics)) return refuse([]);
  const value = toJson(root);
  if (!isObject(value)) {
    return refuse([
      error("DOC_0101", "", "The document is not a JSON object.", 'A pipeline starts with `{ "format": 1, … }`.'),
    ]);
  }
  const builder = new Builder(options.operators ?? noOperators);
  const pipeline = builder.build(value);
  const all = [...diagnostics, ...builder.diagnostics];
  return { pipeline, diagnostics: all, readOnly: builder.readOnly || pipeline === null, text, root };
}

class Builder {
  readonly diagnostics: Diagnostic[] = [];
  readonly #operators: OperatorLookup;
  readOnly = false;
  /** From a version that is not ours: unknown keys are expected there. */
  #newer = false;

  constructor(operators: OperatorLookup) {
    this.#operators = operators;
  }

  build(source: JsonObject): Pipeline | null {
    const value = this.#currentFormat(source);
    if (value === null) return null;
    this.#add(findSecrets(value));
    if (!this.#check({ schema: frameSchema, value })) return null;
    const nodes = entriesOf(value["nodes"]);
    const edges = entriesOf(value["edges"]);
    if (nodes.length > limits.nodes || edges.length > limits.edges) {
      this.#tooMany(nodes.length, edges.length);
      return null;
    }
    const guarantee =
      isObject(value["settings"]) && value["settings"]["guarantee"] === "exactly-once"
        ? "exactly-once"
        : "at-least-once";
    const operators = new Map(
      entriesOf(value["operators"]).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
    );
    const read = this.#nodes(nodes, operators);
    const description = value["description"];
    const schema = value["$schema"];
    return {
      ...(typeof schema === "string" ? { schema } : {}),
      id: textOf(value["id"]),
      name: textOf(value["name"]),
      description: typeof description === "string" && description !== "" ? description : null,
      operators: this.#versions(read, operators),
      nodes: read,
      edges: this.#edges(edges),
      settings: this.#settings(guarantee, value["settings"]),
    };
  }

  #currentFormat(value: JsonObject): JsonObject | null {
    const format = value["format"];
    if (typeof format !== "number" || !Number.isInteger(format) || format < 0) {
      this.#add([
        error(
          "DOC_0102",
          format === undefined ? "" : "/format",
          "The document does not say which format it has.",
          `Write \`"format": ${currentFormat}\` first.`,
        ),
      ]);
      return null;
    }
    if (format > currentFormat) {
      this.readOnly = true;
      this.#newer = true;
      this.#add([
        {
          code: "DOC_0103",
          severity: "warning",
          message: `The document has format ${format}; this version of Weir knows up to ${currentFormat}.`,
          hint: "It is opened for reading only. Update Weir to change or run it.",
          pointer: "/format",
        },
      ]);
      return makeObject({ ...value, format: currentFormat });
    }
    const migrated = migrate(value, format, currentFormat, formatMigrations);
    return isObject(migrated) ? migrated : null;
  }

  #nodes(
    entries: readonly (readonly [string, Json])[],
    versions: ReadonlyMap<string, number>,
  ): Map<string, PipelineNode> {
    const nodes = new Map<string, PipelineNode>();
    for (const [id, value] of entries) {
      const pointer = makePointer("nodes", id);
      if (!this.#checkId(id, pointer)) continue;
      const known = isPlainNode(value) || this.#check({ schema: nodeSchema, value, base: pointer, node: id });
      if (!known || !isObject(value)) continue;
      const type = textOf(value["type"]);
      const config = this.#config(
        id,
        type,
        isObject(value["config"]) ? value["config"] : makeObject({}),
        versions.get(type) ?? 1,
      );
      this.#expressions(config, { parent: null, step: "" }, id);
      nodes.set(id, { id, type, name: textOf(value["name"]), config, onError: readOnError(value["onError"]) });
    }
    return nodes;
  }

  /** Config of the operator's current version. */
  #config(id: string, type: string, config: JsonObject, version: number): Json {
    const facts = this.#operators(type);
    if (facts === undefined) return config;
    if (version > facts.version) {
      this.readOnly = true;
      this.#add([
        {
          code: "DOC_0108",
          severity: "error",
          message: `The node uses version ${version} of \`${type}\`; this version of Weir knows up to ${facts.version}.`,
          hint: "The pipeline is opened for reading only. Update Weir to change or run it.",
          node: id,
          pointer: makePointer("operators", type),
        },
      ]);
      return config;
    }
    return migrate(config, version, facts.version, facts.migrations);
  }

  #versions(nodes: ReadonlyMap<string, PipelineNode>, written: ReadonlyMap<string, number>): Map<string, number> {
    const versions = new Map<string, number>();
    for (const { type } of nodes.values()) {
      if (versions.has(type)) continue;
      const version = written.get(type) ?? 1;
      const current = this.#operators(type)?.version ?? version;
      versions.set(type, Math.max(version, current));
      if (!written.has(type) && !this.#newer) {
        this.#add([
          {
            code: "DOC_0107",
            severity: "warning",
            message: `The document does not say which version of \`${type}\` it uses; 1 is taken.`,
            hint: "`weir fmt` writes it.",
            pointer: "/operators",
          },
        ]);
      }
    }
    return versions;
  }

  #edges(entries: readonly (readonly [string, Json])[]): Map<string, PipelineEdge> {
    const edges = new Map<string, PipelineEdge>();
    for (const [id, value] of entries) {
      const pointer = makePointer("edges", id);
      if (!this.#checkId(id, pointer)) continue;
      if (!isPlainEdge(value) && !this.#check({ schema: edgeSchema, value, base: pointer })) continue;
      if (!isObject(value)) continue;
      edges.set(id, { id, from: portRef(textOf(value["from"])), to: portRef(textOf(value["to"])) });
    }
    return edges;
  }

  #settings(guarantee: PipelineSettings["guarantee"], value: Json | undefined): PipelineSettings {
    const text = isObject(value) ? value["commitInterval"] : undefined;
    const ms = typeof text === "string" ? parseDuration(text) : undefined;
    if (ms !== undefined && (ms < 10 || ms > 600_000)) {
      this.#add([
        error(
          documentCodes.wrong,
          "/settings/commitInterval",
          "`commitInterval` is out of range.",
          "Write between `10ms` and `10m`.",
        ),
      ]);
    }
    return { guarantee, commitIntervalMs: ms ?? defaultCommitIntervalMs(guarantee) };
  }

  #expressions(value: Json, at: JsonPlace, node: string): void {
    if (Array.isArray(value)) value.forEach((item: Json, step) => this.#expressions(item, { parent: at, step }, node));
    if (!isObject(value)) return;
    const { lang, src } = value;
    if (typeof lang === "string" && typeof src === "string" && src.length > limits.expressionLength) {
      this.#add([
        {
          ...error(
            "DOC_0109",
            pointerOf({ parent: at, step: "src" }, makePointer("nodes", node, "config")),
            `An expression is longer than ${limits.expressionLength} characters.`,
            "Split it over several nodes.",
          ),
          node,
        },
      ]);
    }
    for (const [step, item] of Object.entries(value))
      if (typeof item === "object") this.#expressions(item, { parent: at, step }, node);
  }

  #checkId(id: string, pointer: string): boolean {
    if (idPattern.test(id)) return true;
    this.readOnly = true;
    this.#add([error("DOC_0110", pointer, "An id is not valid.", "Write 1 to 64 letters, digits, `_` or `-`.")]);
    return false;
  }

  /** False where the value cannot be used. Unknown keys alone do not hinder. */
  #check(place: Omit<FindingPlace, "codes">): boolean {
    const result = place.schema.safeParse(place.value);
    if (result.success) return true;
    const findings = schemaFindings(result.error, { ...place, codes: documentCodes });
    const unknown = findings.filter((finding) => finding.code === documentCodes.unknownKey);
    this.readOnly = true;
    this.#add(this.#newer ? findings.filter((finding) => finding.code !== documentCodes.unknownKey) : findings);
    return unknown.length === findings.length;
  }

  #tooMany(nodes: number, edges: number): void {
    const [what, count, limit] = nodes > limits.nodes ? ["nodes", nodes, limits.nodes] : ["edges", edges, limits.edges];
    this.#add([
      error(
        "DOC_0113",
        `/${what}`,
        `The pipeline has ${count} ${what}; ${limit} are the limit.`,
        "Split it into several pipelines.",
      ),
    ]);
  }

  #add(findings: readonly Diagnostic[]): void {
    this.diagnostics.push(...findings.slice(0, Math.max(0, limits.diagnostics - this.diagnostics.length)));
  }
}

function error(code: ErrorCode, pointer: string, message: string, hint: string): Diagnostic {
  return { code, severity: "error", message, hint, pointer };
}

function entriesOf(value: Json | undefined): [string, Json][] {
  return isObject(value) ? Object.entries(value) : [];
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

/** Checked against the schema before. */
function readOnError(value: Json | undefined): OnError | null {
  if (value === undefined) return null;
  const result = onErrorSchema.safeParse(value);
  return result.success ? makeOnError(result.data) : null;
}

export function portRef(text: string): PortRef {
  const dot = text.indexOf(".");
  return { node: text.slice(0, dot), port: text.slice(dot + 1) };
}
