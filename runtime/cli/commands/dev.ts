import { WeirError } from "../../../shared/errors.ts";
import { createEmbeddedBroker } from "../../embedded/broker.ts";
import type { Command } from "../command.ts";

export const command: Command = {
  name: "dev",
  summary: "Start the embedded broker on a port",
  usage: "[--port N] [--folder DIR]",
  description:
    "A Kafka broker in one process for development and tests: any Kafka client can use it. In memory, unless a folder is given.",
  options: {
    port: { type: "string", value: "N", description: "Port on 127.0.0.1; 0 lets the system choose", fallback: "9092" },
    folder: { type: "string", value: "DIR", description: "Keep topics and offsets in this folder" },
    partitions: {
      type: "string",
      value: "N",
      description: "Partitions of topics that are created without a number",
      fallback: "4",
    },
  },
  positionals: { min: 0, max: 0 },
  examples: [{ run: "weir dev --folder data", does: "A broker on 127.0.0.1:9092 that keeps its data" }],
  async run(context) {
    const interruption = context.interruption();
    const folder = context.text("folder");
    const broker = await createEmbeddedBroker({
      port: numberOf(context.text("port"), "port", 9092, 0, 65_535),
      defaultPartitions: numberOf(context.text("partitions"), "partitions", 4, 1, 10_000),
      ...(folder === undefined ? {} : { folder }),
    });
    context.print(
      `Broker on ${broker.bootstrap}${folder === undefined ? ", in memory" : `, keeping its data in ${folder}`}. Ctrl-C ends it.`,
    );
    context.result({ bootstrap: broker.bootstrap });
    await new Promise<void>((resolve) => {
      if (interruption.aborted) resolve();
      interruption.addEventListener("abort", () => resolve(), { once: true });
    });
    await broker.close();
    return 0;
  },
};

function numberOf(text: string | undefined, name: string, fallback: number, min: number, max: number): number {
  if (text === undefined) return fallback;
  const number = Number(text);
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  throw new WeirError("CLI_0001", `--${name} takes a whole number from ${min} to ${max}, not ${text}.`, {
    hint: `Write --${name} ${fallback}.`,
  });
}
