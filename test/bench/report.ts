import { secondsPerMillion } from "./drains.ts";
import type { Drain, Engine } from "./drains.ts";

export interface Measurement {
  readonly workload: string;
  readonly engine: Engine;
  readonly drains: readonly Drain[];
  readonly results: number | null;
}

/** A Markdown table: per workload and engine the median of the warm drains, and Weir's share of each peer, pair by pair. */
export function printReport(
  measurements: readonly Measurement[],
  run: { readonly records: number; readonly pairs: number },
): void {
  const lines = [
    `${run.records} records, ${run.pairs} pairs, second drain of each process, medians (least to most)`,
    "",
    "| workload | engine | CPU-s per million | records/s | peak MiB | Weir's CPU / memory against it |",
    "| --- | --- | ---: | ---: | ---: | ---: |",
    ...measurements.map((measurement) => row(measurement, measurements)),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

function row(measurement: Measurement, all: readonly Measurement[]): string {
  const cpu = measurement.drains.map(secondsPerMillion);
  const rate = measurement.drains.map((drain) => (drain.records / drain.wallMs) * 1000);
  const memory = measurement.drains.map((drain) => drain.rssKb / 1024);
  const weir = all.find((other) => other.workload === measurement.workload && other.engine === "weir");
  return `| ${[
    measurement.workload,
    measurement.engine,
    `${median(cpu).toFixed(2)} (${Math.min(...cpu).toFixed(2)}–${Math.max(...cpu).toFixed(2)})`,
    `${Math.round(median(rate) / 1000)} k`,
    String(Math.round(median(memory))),
    weir === undefined || weir === measurement
      ? ""
      : `${ratio(weir, measurement, secondsPerMillion)} / ${ratio(weir, measurement, (drain) => drain.rssKb)}`,
  ].join(" | ")} |`;
}

/** Median of the ratios within each pair: what the machine did meanwhile to both cancels out. */
function ratio(ours: Measurement, theirs: Measurement, figure: (drain: Drain) => number): string {
  const ratios = ours.drains.flatMap((drain, pair) => {
    const other = theirs.drains[pair];
    return other === undefined ? [] : [figure(drain) / figure(other)];
  });
  return `${median(ratios).toFixed(3)} ×`;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}
