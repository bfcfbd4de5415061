/** How the family files write their entries: signatures as text, an implementation as a plain function. */
import { assert } from "../../assert.ts";
import { parseTypeTokens } from "../../records/type-parser.ts";
import type {
  CallSite,
  Example,
  Family,
  Implementation,
  LibraryFunction,
  Parameter,
  Signature,
  TypePattern,
} from "./library-function.ts";

interface Entry {
  readonly name: string;
  readonly summary: string;
  /** `(text: string, length?: int, ...more: T[]) => T | null`; single capital letters are type variables. */
  readonly signature: string | readonly string[];
  /** `propagate` by default. */
  readonly nulls?: "propagate" | "accept";
  readonly constants?: readonly number[];
  readonly parameters?: Readonly<Record<string, string>>;
  readonly refine?: NonNullable<LibraryFunction["refine"]>;
  /** One of the two: a function that needs to know nothing of its call site, or one that is made for it. */
  readonly call?: Implementation;
  readonly bind?: (site: CallSite) => Implementation;
  readonly examples: readonly (readonly [src: string, value: unknown])[];
}

export function defineFamily(family: Family, entries: readonly Entry[]): readonly LibraryFunction[] {
  return entries.map((entry) => defineFunction(family, entry));
}

/** The overloads of a function over numbers: `N` stands for int, number, decimal and (checked at run time) any, in turn. */
export function numeric(...signatures: readonly string[]): readonly string[] {
  return overload(["int", "number", "decimal", "any"], signatures);
}

/** As `numeric`, for everything that is counted in numbers: also instants and durations. */
export function measured(...signatures: readonly string[]): readonly string[] {
  return overload(["int", "number", "decimal", "instant", "duration", "any"], signatures);
}

/** As `numeric`, for everything that has an order. */
export function ordered(...signatures: readonly string[]): readonly string[] {
  return overload(["int", "number", "decimal", "string", "instant", "duration", "any"], signatures);
}

/** The overload over `any` comes last: it fits everything. */
function overload(types: readonly string[], signatures: readonly string[]): readonly string[] {
  return types.flatMap((type) => signatures.map((signature) => signature.replaceAll(/\bN\b/g, type)));
}

function defineFunction(family: Family, entry: Entry): LibraryFunction {
  const { call, bind, name, summary, refine } = entry;
  assert((call === undefined) !== (bind === undefined), `${name} has one of call and bind`);
  const texts = typeof entry.signature === "string" ? [entry.signature] : entry.signature;
  return {
    name,
    family,
    summary,
    signatures: texts.map(parseSignature),
    nulls: entry.nulls ?? "propagate",
    constants: entry.constants ?? [],
    parameters: entry.parameters ?? {},
    ...(refine === undefined ? {} : { refine }),
    bind: bind ?? (() => call as Implementation),
    examples: entry.examples.map(([src, value]): Example => ({ src, value })),
  };
}

export function parseSignature(text: string): Signature {
  const match = /^\((.*)\) => (.+)$/.exec(text);
  assert(match !== null, `the signature ${text} is well formed`);
  const parameters = splitParameters(match[1] ?? "").map(parseParameter);
  return { parameters, result: parsePattern(match[2] ?? ""), text };
}

function parseParameter(text: string): Parameter {
  const match = /^(\.\.\.)?(\w+)(\?)?: (.+)$/.exec(text.trim());
  assert(match !== null, `the parameter ${text} is well formed`);
  const name = match[2] ?? "";
  const type = parsePattern(match[4] ?? "");
  if (match[1] !== undefined) {
    assert(type.kind === "array", `the rest parameter ${name} is an array`);
    return { name, type: type.element, rest: true };
  }
  return match[3] === undefined ? { name, type } : { name, type, optional: true };
}

function parsePattern(text: string): TypePattern {
  const { type, diagnostics } = parseTypeTokens(text, true);
  assert(type !== undefined && diagnostics.length === 0, `${text} is a type`);
  return type as TypePattern;
}

/** Splits at the commas that are not inside braces, brackets or parentheses. */
function splitParameters(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const sign = text.charAt(i);
    if ("([{<".includes(sign)) depth += 1;
    else if (")]}>".includes(sign)) depth -= 1;
    else if (sign === "," && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  if (text.trim() !== "") parts.push(text.slice(start));
  return parts;
}
