import { hasErrors } from "../../../shared/diagnostics.ts";
import { describeTopology } from "../../../shared/topology/describe.ts";
import { plan } from "../../../shared/topology/plan.ts";
import type { Command } from "../command.ts";
import { checkPipelineFile } from "../load.ts";
import { diagnosticsReport } from "../report/diagnostics.ts";

export const command: Command = {
  name: "plan",
  summary: "Show what will run: sub-topologies, stores and topics",
  usage: "FILE",
  description:
    "Plans a pipeline without touching Kafka. Names of groups, stores and topics derive from ids, so the plan says what a run will use and create.",
  options: {},
  positionals: { min: 1, max: 1 },
  examples: [
    { run: "weir plan orders.pipeline.json", does: "For people" },
    { run: "weir plan orders.pipeline.json --json | jq .topology.topics", does: "The topics, for a script" },
  ],
  async run(context) {
    const [path = ""] = context.positionals;
    const checked = await checkPipelineFile(context, path);
    const { pipeline, diagnostics } = checked;
    const { colours, columns } = context.terminal;
    if (diagnostics.length > 0) context.terminal.err(diagnosticsReport(checked, diagnostics, { colours, columns }));
    const topology = pipeline === null || hasErrors(diagnostics) ? null : plan(pipeline).topology;
    if (topology !== null) context.print(describeTopology(topology).trimEnd());
    context.result({ ok: topology !== null, topology, diagnostics });
    return topology === null ? 1 : 0;
  },
};
