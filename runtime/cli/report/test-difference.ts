/** What a test expected at a sink beside what came: equal records dimmed, missing ones with -, unexpected ones with +. */
import { printInstant } from "../../../shared/records/instants.ts";
import type { ExpectedRecord } from "../../../shared/pipeline/test-document.ts";
import type { OutputRecord } from "../../engine/feed.ts";
import { matches } from "../../engine/run-tests.ts";
import type { Difference } from "../../engine/run-tests.ts";
import type { Colours } from "./colours.ts";

export function differenceReport({ node, expected, actual }: Difference, colours: Colours): string {
  const rows = alignment(expected, actual).map(([wanted, got]) => {
    if (wanted !== undefined && got !== undefined) return colours.dim(`        ${actualText(got, wanted)}`);
    return wanted === undefined
      ? colours.green(`      + ${actualText(got!)}`)
      : colours.red(`      - ${expectedText(wanted)}`);
  });
  return [`      at ${node}: - expected, + actual`, ...rows].join("\n");
}

type Pair = readonly [ExpectedRecord | undefined, OutputRecord | undefined];

/** The longest common subsequence, as every readable difference has it. */
function alignment(expected: readonly ExpectedRecord[], actual: readonly OutputRecord[]): Pair[] {
  const width = actual.length + 1;
  const lengths = new Uint32Array((expected.length + 1) * width);
  for (let i = expected.length - 1; i >= 0; i--) {
    for (let j = actual.length - 1; j >= 0; j--) {
      lengths[i * width + j] = matches(expected[i]!, actual[j])
        ? lengths[(i + 1) * width + j + 1]! + 1
        : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
    }
  }
  const pairs: Pair[] = [];
  let i = 0;
  let j = 0;
  while (i < expected.length || j < actual.length) {
    if (i < expected.length && j < actual.length && matches(expected[i]!, actual[j]))
      pairs.push([expected[i++], actual[j++]]);
    else if (
      j >= actual.length ||
      (i < expected.length && lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!)
    )
      pairs.push([expected[i++], undefined]);
    else pairs.push([undefined, actual[j++]]);
  }
  return pairs;
}

function expectedText(record: ExpectedRecord): string {
  return [
    record.timestampMs === undefined ? null : printInstant(record.timestampMs),
    record.key === undefined ? null : (record.key ?? "null"),
    record.value === undefined ? null : (record.value ?? "null"),
  ]
    .filter((part) => part !== null)
    .join("  ");
}

/** Only the parts that the test speaks of, where it is known what that is. */
function actualText(record: OutputRecord, like?: ExpectedRecord): string {
  return [
    like === undefined || like.timestampMs !== undefined ? printInstant(record.timestampMs) : null,
    like === undefined || like.key !== undefined ? (record.key ?? "null") : null,
    record.value ?? "null",
  ]
    .filter((part) => part !== null)
    .join("  ");
}
