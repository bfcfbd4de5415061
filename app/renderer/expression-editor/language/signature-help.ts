/** The call that the cursor stands in. */
import { library } from "../../../../shared/expressions/functions/library.ts";
import { aggregateFunctions } from "../../../../shared/operators/windows/aggregate-functions.ts";
import { functionHelp } from "./function-help.ts";
import { tokenize } from "./tokens.ts";

export interface SignatureHelp {
  readonly name: string;
  readonly argument: number;
  readonly signatures: readonly {
    readonly text: string;
    readonly parameters: readonly { readonly label: string; readonly text: string }[];
  }[];
  readonly documentation: string;
}

export function signatureHelp(source: string, offset: number): SignatureHelp | undefined {
  const call = enclosingCall(source, offset);
  if (call === undefined) return undefined;
  const { name, argument } = call;
  const fn = library.get(name);
  if (fn !== undefined)
    return {
      name,
      argument,
      documentation: functionHelp(fn),
      signatures: fn.signatures.map((signature) => ({
        text: `${name}${signature.text}`,
        parameters: signature.parameters.map((parameter) => ({
          label: labelIn(signature.text, parameter.name),
          text: fn.parameters[parameter.name] ?? "",
        })),
      })),
    };
  const aggregate = aggregateFunctions.find((candidate) => candidate.name === name);
  if (aggregate === undefined) return undefined;
  return { name, argument, documentation: aggregate.summary, signatures: [{ text: aggregate.form, parameters: [] }] };
}

/** `length?: int` as it stands in the signature. */
function labelIn(text: string, name: string): string {
  const start = new RegExp(String.raw`(?:\.\.\.)?\b${name.replaceAll("$", String.raw`\$`)}\??:`).exec(text);
  if (start === null) return name;
  let depth = 0;
  for (let i = start.index; i < text.length; i += 1) {
    const sign = text[i] ?? "";
    if ("([{<".includes(sign)) depth += 1;
    else if (depth === 0 && (sign === "," || sign === ")")) return text.slice(start.index, i);
    else if (")]}".includes(sign)) depth -= 1;
  }
  return name;
}

function enclosingCall(
  source: string,
  offset: number,
): { readonly name: string; readonly argument: number } | undefined {
  const open: { name: string | null; argument: number }[] = [];
  for (const { from, to, kind } of tokenize(source.slice(0, offset))) {
    const text = source.slice(from, to);
    if (kind === "string" || kind === "comment") continue;
    if (text === "(") open.push({ name: /[A-Za-z_$][\w$.]*$/.exec(source.slice(0, from))?.[0] ?? null, argument: 0 });
    else if (text === "[" || text === "{" || text === "${") open.push({ name: null, argument: 0 });
    else if (text === ")" || text === "]" || text === "}") open.pop();
    else if (text === ",") {
      const last = open.at(-1);
      if (last !== undefined) last.argument += 1;
    }
  }
  const call = open.findLast(({ name }) => name !== null && name !== "");
  return call === undefined || call.name === null ? undefined : { name: call.name, argument: call.argument };
}
