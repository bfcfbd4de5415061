import { resolve } from "node:path";
import { WeirError } from "../../../shared/errors.ts";
import { parseInstant, printInstant } from "../../../shared/records/instants.ts";
import { deadLetters, feed, outputs } from "../../engine/feed.ts";
import type { FeedRecord, OutputRecord } from "../../engine/feed.ts";
import { Simulation } from "../../engine/simulation.ts";
import type { Command, CommandContext } from "../command.ts";
import { readInput } from "../files.ts";
import { loadTopologyOf } from "../load-topology.ts";
import { readRecords } from "../ndjson-records.ts";

export const command: Command = {
  name: "simulate",
  summary: "Run a pipeline on given records, without Kafka, on a clock that stands still",
  usage: "FILE --records IN.ndjson",
  description:
    "Every record is processed to its end before the next; results go to standard output as NDJSON. A record names its source by `node` or by `topic`. Sinks reach nothing outside.",
  options: {
    records: { type: "string", value: "FILE", description: "Records as NDJSON; - for standard input" },
    "advance-to": {
      type: "string",
      value: "TIME",
      description: "Stream time moves here at the end, so that windows close",
    },
    partitions: { type: "string", value: "N", description: "Partitions of every topic", fallback: "1" },
    counts: { type: "boolean", description: "What happened to the records of every node, on standard error" },
  },
  positionals: { min: 1, max: 1 },
  examples: [
    {
      run: "weir simulate orders.pipeline.json --records orders.ndjson --advance-to 2026-01-01T00:00:00Z",
      does: "Shows what the sinks would get",
    },
  ],
  async run(context) {
    const [file = ""] = context.positionals;
    const topology = await loadTopologyOf(context, file);
    const partitions = partitionsOf(context);
    const simulation = new Simulation(topology, { partitions });
    const input = context.text("records");
    const records =
      input === undefined
        ? []
        : readRecords(new TextDecoder().decode(await readInput(context, inputPath(context, input))), topology);
    feed(simulation, records satisfies readonly FeedRecord[], partitions);
    const until = context.text("advance-to");
    if (until !== undefined) simulation.advanceStreamTime(instantOf(until));
    const results = [...outputs(simulation), ...deadLetters(simulation)];
    if (!context.json) for (const record of results) context.data(lineOf(record));
    context.result({ records: results.map((record) => JSON.parse(lineOf(record))), nodes: simulation.counts() });
    if (context.flag("counts"))
      for (const count of simulation.counts()) context.terminal.err(`${JSON.stringify(count)}\n`);
    return 0;
  },
};

function inputPath(context: CommandContext, input: string): string {
  return input === "-" ? "/dev/stdin" : resolve(context.directory, input);
}

function partitionsOf(context: CommandContext): number {
  const text = context.text("partitions") ?? "1";
  const partitions = Number(text);
  if (Number.isInteger(partitions) && partitions >= 1 && partitions <= 1000) return partitions;
  throw new WeirError("CLI_0001", `--partitions takes a whole number from 1 to 1000, not ${text}.`, {
    hint: "Write --partitions 4.",
  });
}

function instantOf(text: string): number {
  const ms = /^\d+$/.test(text) ? Number(text) : parseInstant(text);
  if (ms !== undefined) return ms;
  throw new WeirError("CLI_0001", `--advance-to takes a time, not ${text}.`, {
    hint: "Write it as 2026-01-01T00:00:00Z.",
  });
}

/** Keys and values are JSON texts already, with every digit that they have. */
export function lineOf(record: OutputRecord): string {
  const headers = JSON.stringify(Object.fromEntries(record.headers));
  return `{"topic":${JSON.stringify(record.topic)},"partition":${record.partition},"timestamp":${JSON.stringify(printInstant(record.timestampMs))},"key":${record.key ?? "null"},"value":${record.value ?? "null"},"headers":${headers}}`;
}
