import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import * as z from "zod";
import { catalogue } from "../../shared/operators/catalogue.ts";
import { pipelineJsonSchema } from "../../shared/pipeline/json-schema.ts";

interface Schema {
  readonly [key: string]: Schema | undefined;
}

const schema = JSON.parse(JSON.stringify(pipelineJsonSchema([...catalogue.values()]))) as Schema;
const sample = readFileSync(new URL("../pipeline/fixtures/late-payments.pipeline.json", import.meta.url), "utf8");

describe("the published JSON Schema", () => {
  test("names every operator, with its config", () => {
    const node = schema["$defs"]?.["Node"];
    assert.ok(node);
    const options = Object.values(node["properties"]?.["type"]?.["anyOf"]?.["0"]?.["oneOf"] ?? {});
    assert.deepEqual(
      options.map((option): unknown => option?.["const"]),
      [...catalogue.keys()],
    );
    assert.equal(Object.keys(node["allOf"] ?? {}).length, catalogue.size);
    for (const type of catalogue.keys()) {
      const config = schema["$defs"]?.[`config-${type}`];
      assert.ok(config, type);
      assert.ok(config["title"] && config["description"], type);
    }
  });

  test("every reference leads somewhere", () => {
    const visit = (value: unknown): void => {
      if (typeof value !== "object" || value === null) return;
      for (const [key, item] of Object.entries(value)) {
        if (key === "$ref" && typeof item === "string") {
          const steps = item.replace("#/", "").split("/");
          const target = steps.reduce<unknown>(
            (at, step) => (typeof at === "object" && at !== null ? (at as Record<string, unknown>)[step] : undefined),
            schema,
          );
          assert.notEqual(target, undefined, item);
        } else visit(item);
      }
    };
    visit(schema);
  });

  test("the sample's frame and configs are valid by it", () => {
    const document = JSON.parse(sample) as { nodes: Record<string, { type: string; config: unknown }> };
    for (const { type, config } of Object.values(document.nodes)) {
      const one = z.fromJSONSchema({ $ref: `#/$defs/config-${type}`, $defs: schema["$defs"] } as never);
      assert.deepEqual(one.safeParse(config).error?.issues ?? [], [], type);
      assert.equal(one.safeParse({ ...(config as object), surprise: 1 }).success, false, type);
    }
    const { properties: _, ...frame } = schema;
    assert.deepEqual(frame["required"], ["format", "id", "name"]);
    assert.equal(frame["additionalProperties"], false);
  });
});
