import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import test from "node:test";
import { toJSONSchema, type z } from "zod";
import { catalogue } from "../../shared/operators/catalogue.ts";
import { fieldMeta } from "../../shared/operators/field-meta.ts";
import { makeExamplePipeline } from "../../shared/operators/example-pipeline.ts";
import { operatorLookup } from "../../shared/operators/operator-lookup.ts";
import type { Json } from "../../shared/pipeline/pipeline.ts";
import { plan } from "../../shared/topology/plan.ts";

const folder = join(dirname(fileURLToPath(import.meta.url)), "../../shared/operators");

for (const [name, operator] of catalogue) {
  test(`${name}: its names and texts`, () => {
    assert.equal(operator.type, name);
    assert.ok(existsSync(join(folder, operator.group, `${name}.ts`)), "the file is named like the operator");
    assert.match(operator.title, /^[A-Z].*[a-z]$/);
    assert.match(operator.summary, /^[A-Z].*\.$/);
    assert.match(operator.icon, /^[a-z]+(-[a-z0-9]+)*$/);
    assert.deepEqual(
      operator.migrations.map((migration) => migration.from),
      Array.from({ length: operator.version - 1 }, (_, i) => i + 1),
    );
  });

  test(`${name}: every setting says what it is`, () => {
    for (const [path, schema] of settingsOf(operator.config)) {
      const meta = fieldMeta(schema);
      assert.ok(typeof meta?.title === "string" && meta.title !== "", `${path} has a title`);
      assert.ok(meta.widget !== undefined || path.includes("."), `${path} has a widget`);
    }
    const schema = toJSONSchema(operator.config, { io: "input" });
    assert.equal(schema.additionalProperties, false);
  });

  test(`${name}: its examples can be planned`, () => {
    assert.ok(operator.examples.length >= 2, "two examples");
    for (const example of operator.examples) {
      const config: unknown = operator.config.parse(example.config);
      assert.equal(typeof operator.describe(config), "string");
      const { pipeline } = makeExamplePipeline(operator, example);
      const { topology, diagnostics, types } = plan(pipeline);
      assert.deepEqual(diagnostics, [], example.title);
      assert.ok(topology !== null);
      assert.deepEqual(
        [...(types.get("node")?.outputs.keys() ?? [])].filter((port) => port !== "late").toSorted(),
        operator
          .ports(config)
          .outputs.map((port) => port.name)
          .filter((port) => port !== "late")
          .toSorted(),
        "the flow gives a type for each port",
      );
    }
  });

  test(`${name}: its canonical configuration means the same`, () => {
    const canonical = operatorLookup(name)?.canonicalConfig;
    assert.ok(canonical !== undefined);
    for (const { config } of operator.examples) {
      const written = canonical(config);
      assert.deepEqual(operator.config.parse(written), operator.config.parse(config));
      assert.deepEqual(canonical(written), written, "once is enough");
      const full = operator.config.parse(config) as Json;
      assert.equal(JSON.stringify(canonical(full)), JSON.stringify(written), "what is default is left out");
    }
  });
}

test("canonical configurations keep what the schema does not know", () => {
  const canonical = operatorLookup("kafka-sink")?.canonicalConfig;
  const given = { zzz: 1, value: { separator: ",", format: "delimited" }, topic: "t", compression: "lz4", aaa: [1] };
  assert.equal(JSON.stringify(canonical?.(given)), '{"topic":"t","value":{"format":"delimited"},"zzz":1,"aaa":[1]}');
});

test("there is no operator beyond the catalogue", () => {
  assert.equal(operatorLookup("nothing"), undefined);
  assert.equal(operatorLookup("__proto__"), undefined);
});

/** Every setting of an object, into the objects inside; those of unions by option. */
function settingsOf(schema: z.core.$ZodType, path = ""): [string, z.core.$ZodType][] {
  const definition = (schema as z.core.$ZodTypes)._zod.def;
  switch (definition.type) {
    case "object":
      return Object.entries(definition.shape).flatMap(([name, inner]) => {
        const at = path === "" ? name : `${path}.${name}`;
        const isTag = (inner as z.core.$ZodTypes)._zod.def.type === "literal";
        return [...(isTag ? [] : [[at, inner] as [string, z.core.$ZodType]]), ...settingsOf(inner, at)];
      });
    case "optional":
    case "default":
    case "nullable":
      return settingsOf(definition.innerType, path);
    case "array":
      return settingsOf(definition.element, `${path}.`);
    case "union":
      // An expression may be written as an object; its parts are no settings.
      return definition.options
        .filter((option) => !isExpression(option))
        .flatMap((option) => settingsOf(option, `${path}.`));
    default:
      return [];
  }
}

function isExpression(option: z.core.$ZodType): boolean {
  const definition = (option as z.core.$ZodTypes)._zod.def;
  return definition.type === "object" && "lang" in definition.shape;
}
