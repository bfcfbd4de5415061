/** The JSON language, with the schemas that pipelines and nodes are completed from. Fetched when JSON is looked at. */
import { jsonDefaults } from "monaco-editor/languages/features/json/register.js";
import { catalogue } from "../../../../shared/operators/catalogue.ts";
import { pipelineJsonSchema } from "../../../../shared/pipeline/json-schema.ts";
import { monaco } from "./monaco-chunk.ts";

const pipeline = pipelineJsonSchema([...catalogue.values()]);
const definitions = pipeline["$defs"];

jsonDefaults.setDiagnosticsOptions({
  validate: true,
  allowComments: false,
  trailingCommas: "error",
  enableSchemaRequest: false,
  // The studio's own findings say it better; what the schema knows is marked all the same.
  schemaValidation: "warning",
  schemas: [
    { uri: "weir://schema/pipeline", fileMatch: ["*.pipeline.json"], schema: pipeline },
    ...[...catalogue.keys()].map((type) => ({
      uri: `weir://schema/${type}`,
      fileMatch: [`*.${type}.node.json`],
      schema: {
        type: "object",
        additionalProperties: false,
        properties: {
          type: { const: type },
          name: { type: "string", description: "What the node is called." },
          config: { $ref: `#/$defs/config-${type}` },
          onError: { $ref: "#/$defs/OnError" },
        },
        required: ["type", "name"],
        $defs: definitions,
      },
    })),
  ],
});

export { monaco };
