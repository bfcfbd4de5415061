/** Tables of stream–stream joins: AbstractJoinIntegrationTest and KStreamKStream{Left,Outer,}JoinTest of Kafka Streams. */
import type { TableCase } from "./notation.ts";
import { inputs, joined, steps } from "./notation.ts";

const IN17 = inputs(`
  L:∅@1 R:∅@2 L:A@3 R:a@4 L:B@5 R:b@6 L:∅@7 R:∅@8 L:C@9 R:c@10
  R:∅@11 L:∅@12 R:∅@13 R:d@14 L:D@15 Lnull:E@16 Rnull:e@17`);
const IN7 = inputs("L:∅@1 L:A@2 L:B@3 L:∅@4 L:C@5 L:∅@6 L:D@7");
const TEN_SECONDS = { before: "10s", after: "10s", grace: "24h" };
const TYPES = ["string | null", "string | null"];

const inner = {
  4: joined("A-a@4"),
  5: joined("B-a@5"),
  6: joined("A-b@6 B-b@6"),
  9: joined("C-a@9 C-b@9"),
  10: joined("A-c@10 B-c@10 C-c@10"),
  14: joined("A-d@14 B-d@14 C-d@14"),
  15: joined("D-a@15 D-b@15 D-c@15 D-d@15"),
};
const left = { ...inner, 16: joined("null:E-null@16") };
const outer = { ...left, 17: joined("null:null-e@17") };

/** Every record reaches both sides, left first. */
const selfInputs = IN7.flatMap((record) => [record, { ...record, port: 1 }]);

function result(kind: string, joiner: string): string {
  const l = kind === "outer" ? '${left ?? "null"}' : "${left}";
  const r = kind === "inner" ? "${right}" : '${right ?? "null"}';
  return `\`${l}${joiner}${r}\``;
}

function unwindowed(
  kind: string,
  outputs: Readonly<Record<number, ReturnType<typeof joined>>>,
  drops: Readonly<Record<string, number>>,
): TableCase {
  return {
    name: `SS-${kind}`,
    operator: "stream-stream-join",
    config: { kind, ...TEN_SECONDS, result: result(kind, "-") },
    types: TYPES,
    inputs: IN17,
    outputs: steps(IN17.length, outputs),
    drops: { "null-value": 7, ...drops },
  };
}

function closing(
  name: string,
  kind: string,
  bounds: { before: string; after: string; grace?: string },
  records: string,
  outputs: Readonly<Record<number, string>>,
  drops: Readonly<Record<string, number>> = {},
): TableCase {
  const given = inputs(records);
  const expected = Object.fromEntries(Object.entries(outputs).map(([step, text]) => [step, joined(text)]));
  return {
    name,
    operator: "stream-stream-join",
    config: { kind, ...bounds, result: result(kind, "+") },
    types: TYPES,
    inputs: given,
    outputs: steps(given.length, expected),
    drops,
  };
}

const HUNDRED = { before: "100ms", after: "100ms" };
const rightOfAllKeys = (at: number) => `R0:x@${at} R1:x@${at} R2:x@${at} R3:x@${at} `;

export const streamStreamCases: readonly TableCase[] = [
  unwindowed("inner", inner, { "null-key": 2 }),
  unwindowed("left", left, { "null-key": 1 }),
  unwindowed("outer", outer, {}),
  {
    name: "SS-self",
    operator: "stream-stream-join",
    config: { kind: "inner", ...TEN_SECONDS, result: result("inner", "-") },
    types: TYPES,
    inputs: selfInputs,
    outputs: steps(selfInputs.length, {
      4: joined("A-A@2"),
      5: joined("B-A@3"),
      6: joined("A-B@3 B-B@3"),
      9: joined("C-A@5 C-B@5"),
      10: joined("A-C@5 B-C@5 C-C@5"),
      13: joined("D-A@7 D-B@7 D-C@7"),
      14: joined("A-D@7 B-D@7 C-D@7 D-D@7"),
    }),
  },
  closing(
    "OJ-1",
    "outer",
    { ...HUNDRED, grace: "10ms" },
    `L0:A0@0 L0:A0-0@0 R1:11@0 R1:12@0 R1:10@111 R3:100@211
     L2:A2@200 L2:A2-0@200 R2:13@201 R2:14@201 R3:100@1500`,
    {
      5: "1:null+11@0 1:null+12@0 0:A0+null@0 0:A0-0+null@0",
      9: "2:A2+13@201 2:A2-0+13@201",
      10: "2:A2+14@201 2:A2-0+14@201",
      11: "1:null+10@111 3:null+100@211",
    },
  ),
  ...["left", "outer"].flatMap((kind) =>
    ["L", "R"].map((side) =>
      closing(
        `OJ-2 ${kind}, closed by ${side}`,
        kind,
        HUNDRED,
        `L0:A0@1 L1:A1@2 L0:A0-0@3 R1:11@3 ${side}2:dummy@401`,
        {
          4: "1:A1+11@3",
          5: "0:A0+null@1 0:A0-0+null@3",
        },
      ),
    ),
  ),
  closing("OJ-3", "outer", HUNDRED, "L0:A0@0 L1:A1@100 R1:11@110", { 3: "0:A0+null@0 1:A1+11@110" }),
  closing("OJ-4", "outer", { ...HUNDRED, grace: "10ms" }, "L0:A0@0 R1:11@0 L1:A1@101 R0:10@101 R0:100@112", {
    5: "1:null+11@0 0:A0+null@0",
  }),
  closing("OJ-5", "outer", { before: "5ms", after: "20ms" }, "L0:A0@29 L1:A1@30 R2:12@31 R3:13@36 R4:14@37 R5:15@50", {
    5: "2:null+12@31",
    6: "0:A0+null@29 3:null+13@36 4:null+14@37",
  }),
  closing(
    "OJ-6",
    "outer",
    { before: "0ms", after: "100ms" },
    "L0:A0@0 L1:A1@1 R0:10@100 R1:11@102 R2:12@103 L2:A2@103",
    // R2 finds A2 in the same instant: a right row waits until stream time has passed it.
    { 3: "0:A0+10@100", 4: "1:A1+null@1", 5: "1:null+11@102", 6: "2:A2+12@103" },
  ),
  closing(
    "LJ-1",
    "left",
    { ...HUNDRED, grace: "10ms" },
    "L0:A0@0 L0:A0-0@0 R1:a0@111 R2:dummy@500 L2:A2@1000 L2:A2-0@1000 R2:a2@1001 R3:a3@315",
    { 3: "0:A0+null@0 0:A0-0+null@0", 7: "2:A2+a2@1001 2:A2-0+a2@1001" },
    { late: 1, "no-join-partner": 2 },
  ),
  closing(
    "LJ-2 right rows alone never leave",
    "left",
    HUNDRED,
    "R0:a@0 R0:b@1 L1:x@500 R1:y@900",
    {
      4: "1:x+null@500",
    },
    { "no-join-partner": 2 },
  ),
  closing(
    "IJ-1",
    "inner",
    { before: "0ms", after: "100ms", grace: "24h" },
    `L0:A0@1000 L1:A1@1001 L2:A2@1002 L3:A3@1003 ${[999, 1000, 1001, 1002, 1003, 1100, 1101, 1102, 1103, 1104].map(rightOfAllKeys).join("")}`,
    {
      9: "0:A0+x@1000",
      13: "0:A0+x@1001",
      14: "1:A1+x@1001",
      17: "0:A0+x@1002",
      18: "1:A1+x@1002",
      19: "2:A2+x@1002",
      21: "0:A0+x@1003",
      22: "1:A1+x@1003",
      23: "2:A2+x@1003",
      24: "3:A3+x@1003",
      25: "0:A0+x@1100",
      26: "1:A1+x@1100",
      27: "2:A2+x@1100",
      28: "3:A3+x@1100",
      30: "1:A1+x@1101",
      31: "2:A2+x@1101",
      32: "3:A3+x@1101",
      35: "2:A2+x@1102",
      36: "3:A3+x@1102",
      40: "3:A3+x@1103",
    },
  ),
  closing("NK left", "left", HUNDRED, "Lnull:v@1 Rnull:r@1", { 1: "null:v+null@1" }, { "null-key": 1 }),
  closing("NK outer", "outer", HUNDRED, "Rnull:r@1 Lnull:v@1", { 1: "null:null+r@1", 2: "null:v+null@1" }),
  closing("NK inner", "inner", HUNDRED, "Rnull:r@1 Lnull:v@1", {}, { "null-key": 2 }),
  // Kafka Streams emits A+null at step 2, and again A+x at step 3 (§1.9 Q2); here it waits for its grace and finds its partner.
  closing(
    "Q2 out of order within grace",
    "left",
    { ...HUNDRED, grace: "500ms" },
    "L1:t@300 L0:A@100 R0:x@150 L1:u@2000",
    {
      3: "0:A+x@150",
      4: "1:t+null@300",
    },
  ),
  closing(
    "Q2 out of order within grace, alone",
    "left",
    { ...HUNDRED, grace: "500ms" },
    "L1:t@300 L0:A@100 L1:u@700 L1:v@701",
    {
      4: "0:A+null@100",
    },
  ),
  // What has left with null does not come back, although the store still has it.
  closing("Q2 no match after null", "left", HUNDRED, "L0:A@0 L1:t@150 R0:x@80 L1:u@160", { 2: "0:A+null@0" }),
];
