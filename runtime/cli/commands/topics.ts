import { createEngineKafka } from "../../engine/create-engine-kafka.ts";
import { planTopics, provisionTopics } from "../../engine/provision.ts";
import type { TopicState } from "../../engine/provision.ts";
import type { Command, CommandContext } from "../command.ts";
import { connectionOptions, resolveConnection } from "../connection.ts";
import { loadTopologyOf } from "../load-topology.ts";
import { plural } from "../report/numbers.ts";
import { table } from "../report/table.ts";

export const command: Command = {
  name: "topics",
  summary: "Show the topics that a pipeline needs, and create the missing ones",
  usage: "FILE [--create] [--brokers HOST:PORT | --env FILE]",
  description:
    "Compares what the pipeline needs with what the cluster has. Exit code 1 where a topic is missing and --create was not given.",
  options: {
    ...connectionOptions,
    create: { type: "boolean", description: "Create the topics that are missing and that Weir may create" },
  },
  positionals: { min: 1, max: 1 },
  examples: [
    {
      run: "weir topics orders.pipeline.json --brokers localhost:9092 --create",
      does: "Prepares a cluster for a pipeline",
    },
  ],
  async run(context) {
    const [file = ""] = context.positionals;
    const topology = await loadTopologyOf(context, file);
    const kafka = createEngineKafka(await resolveConnection(context, topology.connection), "auto");
    try {
      const create = context.flag("create");
      const states = create ? await provisionTopics(topology, kafka.admin) : await planTopics(topology, kafka.admin);
      const missing = states.filter((state) => state.existing === null);
      print(context, states, create);
      context.result({
        created: create ? missing.map(nameOf) : [],
        missing: create ? [] : missing.map(nameOf),
        topics: states.map(toJson),
      });
      return missing.length > 0 && !create ? 1 : 0;
    } finally {
      await kafka.close();
    }
  },
};

function print(context: CommandContext, states: readonly TopicState[], created: boolean): void {
  const { colours } = context.terminal;
  const rows = states.map((state) => [
    state.plan.name,
    state.plan.role,
    String(state.partitions ?? "default"),
    state.existing !== null ? colours.green("exists") : created ? colours.green("created") : colours.yellow("missing"),
    Object.entries(state.plan.config)
      .map(([key, value]) => `${key}=${value}`)
      .join(" "),
  ]);
  const columns = [
    { title: "topic" },
    { title: "role" },
    { title: "partitions", align: "right" as const },
    { title: "state" },
    { title: "config" },
  ];
  context.print(table(columns, rows, { colours }));
  const missing = states.filter((state) => state.existing === null).length;
  if (missing > 0)
    context.print(
      created
        ? `${plural(missing, "topic")} created.`
        : `${plural(missing, "topic")} missing: run it again with --create.`,
    );
}

function nameOf(state: TopicState): string {
  return state.plan.name;
}

function toJson(state: TopicState): object {
  return {
    name: state.plan.name,
    role: state.plan.role,
    partitions: state.partitions,
    exists: state.existing !== null,
    config: state.plan.config,
  };
}
