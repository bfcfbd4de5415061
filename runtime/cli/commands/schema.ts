import { pipelineJsonSchema } from "../../../shared/pipeline/json-schema.ts";
import { catalogue } from "../../../shared/operators/catalogue.ts";
import type { Command } from "../command.ts";

export const command: Command = {
  name: "schema",
  summary: "Print the JSON Schema of pipeline documents",
  usage: "",
  description:
    'With `"$schema": "./pipeline.schema.json"` in a pipeline, editors complete and check it while it is written.',
  options: {},
  positionals: { min: 0, max: 0 },
  examples: [{ run: "weir schema > pipeline.schema.json", does: "For an editor" }],
  async run(context) {
    context.data(JSON.stringify(pipelineJsonSchema([...catalogue.values()]), null, 2));
    return 0;
  },
};
