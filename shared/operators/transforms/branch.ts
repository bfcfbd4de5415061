import { z } from "zod";
import { BOOLEAN } from "../../records/types.ts";
import { expressionField, meta, sourceText } from "../field-meta.ts";
import { portName } from "../names.ts";
import { defineOperator, type OutputPort, type Ports } from "../operator.ts";
import { oneIn } from "../ports.ts";
import { shorten } from "../projection.ts";

const config = z.strictObject({
  cases: z
    .array(
      z.strictObject({
        port: portName.meta(meta({ title: "Port", description: "Name of the output." })),
        when: expressionField({
          title: "When",
          description: "Records for which this is true, and no case before it, leave here.",
          placeholder: "value.total > 1000",
          expression: { scope: ["record"], expects: "boolean" },
        }),
      }),
    )
    .min(1)
    .meta(meta({ title: "Cases", description: "The first case that is true takes the record.", widget: "cases" })),
  otherwise: portName.optional().meta(
    meta({
      title: "Otherwise",
      widget: "text",
      description: "Output for records that no case takes; without it they end here, counted.",
    }),
  ),
});

type Config = z.output<typeof config>;

export const branch = defineOperator({
  type: "branch",
  title: "Branch",
  summary: "Sends each record to the first output whose condition it meets.",
  icon: "split",
  group: "transforms",
  version: 1,
  config,
  keying: "preserves",
  ports,
  describe: (config) => shorten(config.cases.map(({ port, when }) => `${port}: ${sourceText(when)}`).join("; ")),
  flow(config, context) {
    const input = context.input("in");
    const scope = context.recordScope(input);
    const cases = config.cases.map(({ when }, i) => context.expression(["cases", i, "when"], when, scope, BOOLEAN));
    const seen = new Set<string>();
    for (const [i, { port }] of config.cases.entries()) {
      if (seen.has(port) || port === config.otherwise)
        context.error(
          "NODE_0206",
          ["cases", i, "port"],
          `There are two outputs ${port}.`,
          "Give each output its own name.",
        );
      seen.add(port);
    }
    return {
      outputs: Object.fromEntries(ports(config).outputs.map((port) => [port.name, input])),
      checked: { cases },
    };
  },
  lower(config, checked, plan) {
    const input = plan.mustInput("in");
    const names = ports(config).outputs.map((port) => port.name);
    const streams = plan.addPorts({
      part: null,
      type: "branch",
      config: checked,
      inputs: [input],
      outputs: names.map((name) => ({ name, type: input.type })),
      key: "same",
    });
    for (const port of ports(config).outputs) {
      const stream = streams.get(port.name);
      if (stream !== undefined) plan.output(port.name, stream);
    }
  },
  migrations: [],
  examples: [
    {
      title: "Large, medium and the rest",
      config: {
        cases: [
          { port: "large", when: "value.total >= 1000" },
          { port: "medium", when: "value.total >= 100" },
        ],
        otherwise: "small",
      },
      types: { in: { value: "{ total: int }" } },
      given: {
        in: [
          { timestamp: 0, value: { total: 5000 } },
          { timestamp: 1, value: { total: 100 } },
          { timestamp: 2, value: { total: 99 } },
        ],
      },
      expect: {
        large: [{ timestamp: 0, value: { total: 5000 } }],
        medium: [{ timestamp: 1, value: { total: 100 } }],
        small: [{ timestamp: 2, value: { total: 99 } }],
      },
    },
    {
      title: "What no case takes ends here",
      config: { cases: [{ port: "portugal", when: 'value.country == "PT"' }] },
      types: { in: { value: "{ country?: string }" } },
      given: {
        in: [
          { timestamp: 0, value: { country: "PT" } },
          { timestamp: 1, value: { country: "DE" } },
          { timestamp: 2, value: {} },
        ],
      },
      expect: { portugal: [{ timestamp: 0, value: { country: "PT" } }] },
    },
  ],
});

function ports({ cases, otherwise }: Config): Ports {
  const names = new Set([...cases.map(({ port }) => port), ...(otherwise === undefined ? [] : [otherwise])]);
  const outputs = [...names].map((name): OutputPort => ({ name, label: name, kind: "stream", optional: false }));
  return { inputs: [oneIn], outputs };
}
