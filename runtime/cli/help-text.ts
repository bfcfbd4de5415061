/** `--help` of a command, from its data. */
import { commonOptions } from "./arguments.ts";
import type { Command, CommandOption } from "./command.ts";
import type { Colours } from "./report/colours.ts";
import { padText, textWidth, wrapText } from "./report/text.ts";

export function helpText(command: Command, colours: Colours): string {
  const lines = [`${colours.bold(`weir ${command.name}`)}  ${command.summary}`, ""];
  lines.push(colours.bold("Usage"), `  weir ${command.name} ${command.usage}`.trimEnd(), "");
  if (command.description !== undefined) {
    for (const paragraph of command.description.split("\n")) lines.push(...wrapText(paragraph, 96));
    lines.push("");
  }
  lines.push(colours.bold("Options"), ...optionLines({ ...command.options, ...commonOptions }), "");
  if (command.examples.length > 0) {
    lines.push(colours.bold("Examples"));
    for (const example of command.examples) lines.push(`  ${colours.dim(`# ${example.does}`)}`, `  ${example.run}`, "");
  }
  return lines.join("\n");
}

function optionLines(options: Readonly<Record<string, CommandOption>>): string[] {
  const rows = Object.entries(options).map(([name, option]): [string, string] => {
    const short = option.short === undefined ? "    " : `-${option.short}, `;
    const value = option.type === "string" ? ` ${option.value ?? "TEXT"}` : "";
    const fallback = option.fallback === undefined ? "" : ` (default ${option.fallback})`;
    return [`${short}--${name}${value}`, `${option.description}${fallback}`];
  });
  const width = Math.max(...rows.map(([left]) => textWidth(left)));
  return rows.flatMap(([left, right]) =>
    wrapText(right, Math.max(30, 96 - width)).map(
      (line, index) => `  ${padText(index === 0 ? left : "", width)}  ${line}`,
    ),
  );
}
