/** The published JSON Schema (2020-12) of a pipeline document, made of the same definitions that check it. */
import * as z from "zod";
import { documentSchema, nodeSchema } from "./document-schema.ts";
import { currentFormat } from "./document-schema.ts";

/** What the schema needs of an operator. */
export interface SchemaOperator {
  readonly type: string;
  readonly title: string;
  readonly summary: string;
  readonly config: z.ZodType;
}

type JsonSchema = Readonly<Record<string, unknown>>;

export function pipelineJsonSchema(operators: readonly SchemaOperator[]): JsonSchema {
  const schema = toSchema(documentSchema);
  const properties = { ...asSchema(schema["properties"]) };
  const nodes = { ...asSchema(properties["nodes"]) };
  nodes["additionalProperties"] = { $ref: "#/$defs/Node" };
  properties["nodes"] = nodes;
  const definitions: Record<string, unknown> = { ...asSchema(schema["$defs"]) };
  definitions["Node"] = nodeJsonSchema(operators);
  for (const operator of operators) definitions[definitionName(operator.type)] = configSchema(operator, definitions);
  return {
    ...schema,
    $id: `urn:weir:pipeline:${currentFormat}`,
    title: "Weir pipeline",
    properties,
    $defs: definitions,
  };
}

/** A node of a known type has the config of its operator; a node of another type is left alone. */
function nodeJsonSchema(operators: readonly SchemaOperator[]): JsonSchema {
  const { $defs: _, $schema: _schema, ...node } = toSchema(nodeSchema);
  const properties = {
    ...asSchema(node["properties"]),
    type: {
      anyOf: [
        { oneOf: operators.map(({ type, title, summary }) => ({ const: type, title, description: summary })) },
        asSchema(node["properties"])["type"],
      ],
    },
  };
  const allOf = operators.map(({ type, config }) => ({
    if: { properties: { type: { const: type } }, required: ["type"] },
    // oxlint-disable-next-line unicorn/no-thenable -- a word of JSON Schema
    then: {
      properties: { config: { $ref: `#/$defs/${definitionName(type)}` } },
      ...(config.safeParse({}).success ? {} : { required: ["config"] }),
    },
  }));
  return { ...node, properties, allOf };
}

/** Shared definitions of a config move up to the document's. */
function configSchema(operator: SchemaOperator, definitions: Record<string, unknown>): JsonSchema {
  const { $defs, $schema: _, ...schema } = toSchema(operator.config);
  Object.assign(definitions, asSchema($defs));
  return { title: operator.title, description: operator.summary, ...schema };
}

function toSchema(schema: z.ZodType): Record<string, unknown> {
  return { ...z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) };
}

function definitionName(type: string): string {
  return `config-${type}`;
}

function asSchema(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
