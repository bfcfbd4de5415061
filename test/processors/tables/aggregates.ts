/**
 * Tables of aggregates: KStreamWindowAggregateTest and CogroupedKStreamImplTest of Kafka Streams. Its aggregates append texts; here the values are
 * collected. `final` expectations are those with every closed window emitted (§1.9 Q1).
 */
import type { OutputRecord, TableCase } from "./notation.ts";
import { inputs, steps, windowed } from "./notation.ts";

const FIELDS = { values: "collect(value)" };
const HOPPING = { kind: "hopping", size: "10ms", advance: "5ms" };
const H1 = inputs("LA:1@0 LA:2@5 LA:3@10 LB:4@6 LB:5@11 LB:6@15 LC:7@25");

function makeCase(
  name: string,
  window: Readonly<Record<string, string>>,
  emit: "on-update" | "on-close",
  given: ReturnType<typeof inputs>,
  outputs: Readonly<Record<number, string>>,
  drops: Readonly<Record<string, number>> = {},
): TableCase {
  const expected = Object.fromEntries(Object.entries(outputs).map(([step, text]) => [step, windowed(text)]));
  return {
    name: `${name} ${emit}`,
    operator: "aggregate",
    config: { window, emit, coalesce: false, fields: FIELDS },
    types: ["string | null"],
    inputs: given,
    outputs: steps(given.length, expected),
    drops,
  };
}

const H3 = inputs("Lk:100@100 Lk:0@0 Lk:1@1 Lk:2@2 Lk:3@3 Lk:4@4 Lk:5@5 Lk:6@6 Lk:105@105 Lk:106@106");
const H4 = inputs("Lk:t@200 Lk:a@100 Lk:b@101 Lk:c@102 Lk:d@103 Lk:e@104 Lk:f@105 Lk:g@6");
const H5 = inputs(`
  LA:1@0 LB:2@1 LC:3@2 LD:4@3 LA:1@4 LA:1@5 LB:2@6 LD:4@7 LB:2@8 LC:3@9 LA:1@10 LB:2@11 LD:4@12 LB:2@13 LC:3@14
  LB:1@3 LB:2@2 LB:3@9`);

const plain = (key: string, values: string[], timestamp: number): OutputRecord => ({
  key,
  value: { values },
  timestamp,
});

export const aggregateCases: readonly TableCase[] = [
  {
    name: "CG-1",
    operator: "aggregate",
    config: { coalesce: false, fields: FIELDS },
    types: ["string | null"],
    inputs: inputs("Lk1:A@0 Lk2:B@0 Lk2:∅@0 Lk2:B@0 Lk1:A@0"),
    outputs: [
      [plain("k1", ["A"], 0)],
      [plain("k2", ["B"], 0)],
      [],
      [plain("k2", ["B", "B"], 0)],
      [plain("k1", ["A", "A"], 0)],
    ],
    drops: { "null-value": 1 },
  },
  makeCase(
    "H-1",
    HOPPING,
    "on-update",
    H1,
    {
      1: "A[0,10]0+1@0",
      2: "A[0,10]0+1+2@5 A[5,15]0+2@5",
      3: "A[5,15]0+2+3@10 A[10,20]0+3@10",
      4: "B[5,15]0+4@6",
      5: "B[5,15]0+4+5@11 B[10,20]0+5@11",
      6: "B[10,20]0+5+6@15 B[15,25]0+6@15",
      7: "C[20,30]0+7@25 C[25,35]0+7@25",
    },
    { late: 1 },
  ),
  makeCase(
    "H-1",
    HOPPING,
    "on-close",
    H1,
    {
      3: "A[0,10]0+1+2@5",
      6: "A[5,15]0+2+3@10 B[5,15]0+4+5@11",
      7: "A[10,20]0+3@10 B[10,20]0+5+6@15 B[15,25]0+6@15",
    },
    { late: 1 },
  ),
  makeCase("H-2", { ...HOPPING, grace: "5ms" }, "on-update", H1, {
    1: "A[0,10]0+1@0",
    2: "A[0,10]0+1+2@5 A[5,15]0+2@5",
    3: "A[5,15]0+2+3@10 A[10,20]0+3@10",
    4: "B[0,10]0+4@6 B[5,15]0+4@6",
    5: "B[5,15]0+4+5@11 B[10,20]0+5@11",
    6: "B[10,20]0+5+6@15 B[15,25]0+6@15",
    7: "C[20,30]0+7@25 C[25,35]0+7@25",
  }),
  makeCase("H-2", { ...HOPPING, grace: "5ms" }, "on-close", H1, {
    6: "A[0,10]0+1+2@5 B[0,10]0+4@6",
    7: "A[5,15]0+2+3@10 B[5,15]0+4+5@11 A[10,20]0+3@10 B[10,20]0+5+6@15",
  }),
  makeCase(
    "H-3",
    { ...HOPPING, grace: "90ms" },
    "on-update",
    H3,
    {
      1: "k[95,105]0+100@100 k[100,110]0+100@100",
      7: "k[5,15]0+5@5",
      8: "k[5,15]0+5+6@6",
      9: "k[100,110]0+100+105@105 k[105,115]0+105@105",
      10: "k[100,110]0+100+105+106@106 k[105,115]0+105+106@106",
    },
    { late: 7 },
  ),
  makeCase("H-3", { ...HOPPING, grace: "90ms" }, "on-close", H3, { 9: "k[5,15]0+5+6@6" }, { late: 7 }),
  makeCase(
    "H-4",
    { kind: "tumbling", size: "10ms", grace: "90ms" },
    "on-update",
    H4,
    { 1: "k[200,210]0+t@200" },
    { late: 7 },
  ),
  makeCase("H-5", { ...HOPPING, grace: "100ms" }, "on-update", H5, {
    1: "A[0,10]0+1@0",
    2: "B[0,10]0+2@1",
    3: "C[0,10]0+3@2",
    4: "D[0,10]0+4@3",
    5: "A[0,10]0+1+1@4",
    6: "A[0,10]0+1+1+1@5 A[5,15]0+1@5",
    7: "B[0,10]0+2+2@6 B[5,15]0+2@6",
    8: "D[0,10]0+4+4@7 D[5,15]0+4@7",
    9: "B[0,10]0+2+2+2@8 B[5,15]0+2+2@8",
    10: "C[0,10]0+3+3@9 C[5,15]0+3@9",
    11: "A[5,15]0+1+1@10 A[10,20]0+1@10",
    12: "B[5,15]0+2+2+2@11 B[10,20]0+2@11",
    13: "D[5,15]0+4+4@12 D[10,20]0+4@12",
    14: "B[5,15]0+2+2+2+2@13 B[10,20]0+2+2@13",
    15: "C[5,15]0+3+3@14 C[10,20]0+3@14",
    16: "B[0,10]0+2+2+2+1@8",
    17: "B[0,10]0+2+2+2+1+2@8",
    18: "B[0,10]0+2+2+2+1+2+3@9 B[5,15]0+2+2+2+2+3@13",
  }),
  // A null value is a record of its window all the same; collect leaves it out.
  makeCase("null values in windows", HOPPING, "on-close", inputs("LA:∅@1 LA:1@2 LB:∅@3 LC:x@30"), {
    4: "A[0,10]0+1@2 B[0,10]0@3",
  }),
  makeCase(
    "null keys",
    HOPPING,
    "on-close",
    inputs("Lnull:1@1 LA:1@2 Lnull:9@100 LA:2@3 LA:3@40"),
    {
      5: "A[0,10]0+1+2@3",
    },
    { "null-key": 2 },
  ),
];
