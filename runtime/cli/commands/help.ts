import { WeirError } from "../../../shared/errors.ts";
import { nearestName } from "../../../shared/pipeline/nearest-name.ts";
import type { Command } from "../command.ts";
import { commands } from "../commands.ts";
import { helpText } from "../help-text.ts";
import { padText } from "../report/text.ts";

export const command: Command = {
  name: "help",
  summary: "Explain Weir or one of its commands",
  usage: "[COMMAND]",
  options: {},
  positionals: { min: 0, max: 1 },
  examples: [{ run: "weir help validate", does: "What `weir validate` does and takes" }],
  async run(context) {
    const [name] = context.positionals;
    if (name !== undefined) {
      const module = Object.hasOwn(commands, name) ? commands[name] : undefined;
      if (module === undefined) {
        const close = nearestName(name, Object.keys(commands));
        throw new WeirError("CLI_0002", `There is no command \`${name}\`.`, {
          hint: close === undefined ? "`weir help` lists the commands." : `Did you mean \`weir help ${close}\`?`,
        });
      }
      context.print(helpText((await module()).command, context.terminal.colours).trimEnd());
      return 0;
    }
    const all = await Promise.all(Object.values(commands).map(async (module) => (await module()).command));
    const { bold, dim } = context.terminal.colours;
    context.print(`${bold("weir")}  stream pipelines on Apache Kafka, drawn or written, run by the same engine`);
    context.print();
    context.print(bold("Commands"));
    const width = Math.max(...all.map((one) => one.name.length));
    for (const one of all) context.print(`  ${padText(one.name, width)}  ${one.summary}`);
    context.print();
    context.print(
      dim("`weir COMMAND --help` shows usage, options and examples. Exit codes: 0 done, 1 failed, 2 wrong usage."),
    );
    context.result({ commands: all.map(({ name, summary, usage }) => ({ name, summary, usage })) });
    return 0;
  },
};
