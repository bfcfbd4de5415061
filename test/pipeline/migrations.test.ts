import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { parsePipeline } from "../../shared/pipeline/document.ts";
import { currentFormat } from "../../shared/pipeline/document-schema.ts";
import { formatMigrations, isObject, makeObject, migrate, type Migration } from "../../shared/pipeline/migrations.ts";
import { writePipeline } from "../../shared/pipeline/write.ts";
import { minimal } from "./document-cases.ts";

const fixture = (name: string): string => readFileSync(new URL(`migrations/${name}`, import.meta.url), "utf8");

describe("migrations of the format", () => {
  test("there is one for every earlier format, each with a fixture", () => {
    assert.deepEqual(
      formatMigrations.map(({ from }) => from),
      Array.from({ length: currentFormat }, (_, index) => index),
    );
    for (const { from } of formatMigrations) assert.ok(fixture(`format-${from}.pipeline.json`));
  });

  test("format 0 becomes format 1", () => {
    const { pipeline, diagnostics, readOnly } = parsePipeline(fixture("format-0.pipeline.json"));
    assert.deepEqual(new Set(diagnostics.map(({ code }) => code)), new Set(["DOC_0107"]));
    assert.equal(readOnly, false);
    assert.ok(pipeline);
    assert.equal(writePipeline(pipeline), fixture("format-1.pipeline.json"));
  });

  test("every reader makes the same ids, and twins get different ones", () => {
    const text =
      '{"format":0,"id":"p","name":"P","nodes":{},"edges":[["a.out","b.in"],["a.out","b.in"],["b.out","a.in"]]}';
    const [once, again] = [parsePipeline(text).pipeline, parsePipeline(text).pipeline];
    assert.deepEqual(once, again);
    assert.equal(once?.edges.size, 3);
  });

  test("what is no edge is still reported", () => {
    const codes = parsePipeline('{"format":0,"id":"p","name":"P","edges":[5,["a.out"]]}').diagnostics.map(
      ({ code }) => code,
    );
    assert.deepEqual(codes, ["DOC_0106", "DOC_0106"]);
  });
});

describe("migrations of an operator", () => {
  const migrations: readonly Migration[] = [
    {
      from: 1,
      title: "`condition` is called `where`",
      apply: (config) => (isObject(config) ? makeObject({ where: config["condition"] }) : config),
    },
    {
      from: 2,
      title: "conditions are lists",
      apply: (config) => (isObject(config) ? makeObject({ where: [config["where"] ?? null] }) : config),
    },
  ];

  test("older config is brought up, step by step, and the new version is written", () => {
    const text = minimal({}, { config: { condition: "value.x" } });
    const { pipeline, diagnostics } = parsePipeline(text, { operators: () => ({ version: 3, migrations }) });
    assert.deepEqual(diagnostics, []);
    assert.deepEqual({ ...(pipeline?.nodes.get("f")?.config as object) }, { where: ["value.x"] });
    assert.deepEqual(pipeline?.operators, new Map([["filter", 3]]));
  });

  test("steps before the version of the file are left out", () => {
    assert.deepEqual({ ...(migrate({ where: "x" }, 2, 3, migrations) as object) }, { where: ["x"] });
    assert.deepEqual(migrate({ where: "x" }, 3, 3, migrations), { where: "x" });
  });

  test("a gap is a bug", () => assert.throws(() => migrate({}, 0, 3, migrations), /no migration from version 0/));
});
