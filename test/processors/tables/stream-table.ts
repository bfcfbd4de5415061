/** Tables of stream–table joins: AbstractJoinIntegrationTest of Kafka Streams, with a table without versions. */
import type { TableCase } from "./notation.ts";
import { inputs, joined, steps } from "./notation.ts";

const IN23 = inputs(`
  L:∅@1 R:∅@2 L:A@3 R:a@4 L:B@5 R:b@6 L:∅@7 R:∅@8 L:C@9 R:c@10
  R:∅@11 L:∅@12 R:∅@13 R:d@7 L:D@6 L:∅@2 R:∅@3 R:e@14 L:E@15
  L:∅@10 R:∅@9 L:F@4 R:f@3`);

const inner = { 5: joined("B-a@5"), 15: joined("D-d@6"), 19: joined("E-e@15") };
const left = { ...inner, 3: joined("A-null@3"), 9: joined("C-null@9"), 22: joined("F-null@4") };

function makeCase(
  name: string,
  kind: "inner" | "left",
  given: ReturnType<typeof inputs>,
  outputs: Readonly<Record<number, ReturnType<typeof joined>>>,
  drops: Readonly<Record<string, number>>,
): TableCase {
  const right = kind === "inner" ? "${right}" : '${right ?? "null"}';
  return {
    name,
    operator: "stream-table-join",
    config: { kind, result: `\`\${left}-${right}\`` },
    types: ["string", "string | null"],
    inputs: given,
    outputs: steps(given.length, outputs),
    drops,
  };
}

export const streamTableCases: readonly TableCase[] = [
  makeCase("ST-inner", "inner", IN23, inner, { "null-value": 5, "no-join-partner": 3 }),
  makeCase("ST-left", "left", IN23, left, { "null-value": 5 }),
  makeCase("NK left", "left", inputs("Lnull:v@1 Rnull:x@2"), { 1: joined("null:v-null@1") }, { "null-key": 1 }),
  makeCase("NK inner", "inner", inputs("Lnull:v@1 Rnull:x@2"), {}, { "null-key": 2 }),
];
