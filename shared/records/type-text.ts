/**
 * Types as people write them, in TypeScript's notation:
 *
 *     { id: string; total: decimal; note?: string | null; tags: string[]; attributes: { [key: string]: any } }
 *
 * `parseType(printType(type))` is the same type. An object with only an index signature is a map; with fields and
 * `[key: string]: any` it is an open struct.
 */
import type { Diagnostic } from "../diagnostics.ts";
import { parseTypeTokens } from "./type-parser.ts";
import type { Field, Type } from "./types.ts";

export type ParsedType =
  | { readonly type: Type; readonly diagnostics: readonly [] }
  | { readonly type: undefined; readonly diagnostics: readonly Diagnostic[] };

/** The type, or what is wrong with the text, each finding with its range. */
export function parseType(text: string): ParsedType {
  const { type, diagnostics } = parseTypeTokens(text, false);
  if (type !== undefined && diagnostics.length === 0) return { type: type as Type, diagnostics: [] };
  return { type: undefined, diagnostics };
}

/** The canonical text: on one line where that is at most `width` characters, else objects are broken over lines. */
export function printType(type: Type, width = 100): string {
  return print(type, width, 0);
}

/** The type on one short line, for messages; long ones are cut. */
export function describeType(type: Type): string {
  const line = printType(type, Infinity);
  return line.length <= 80 ? line : `${line.slice(0, 79)}…`;
}

function print(type: Type, width: number, indent: number): string {
  const line = printLine(type);
  if (line.length + indent <= width) return line;
  switch (type.kind) {
    case "array":
      return type.element.kind === "nullable"
        ? `(${print(type.element, width - 3, indent)})[]`
        : `${print(type.element, width - 2, indent)}[]`;
    case "nullable":
      return `${print(type.of, width - 7, indent)} | null`;
    case "map":
      return printBlock([`[key: string]: ${print(type.value, width - 16, indent + 2)}`], indent);
    case "struct": {
      const lines = type.fields.map((field) => fieldHead(field) + print(field.type, width - 2, indent + 2));
      if (type.open === true) lines.push("[key: string]: any");
      return printBlock(lines, indent);
    }
    default:
      return line;
  }
}

function printBlock(lines: readonly string[], indent: number): string {
  if (lines.length === 0) return "{}";
  const space = " ".repeat(indent);
  return `{\n${lines.map((line) => `${space}  ${line};\n`).join("")}${space}}`;
}

function printLine(type: Type): string {
  switch (type.kind) {
    case "array":
      return type.element.kind === "nullable" ? `(${printLine(type.element)})[]` : `${printLine(type.element)}[]`;
    case "nullable":
      return `${printLine(type.of)} | null`;
    case "map":
      return `{ [key: string]: ${printLine(type.value)} }`;
    case "struct": {
      const members = type.fields.map((field) => fieldHead(field) + printLine(field.type));
      if (type.open === true) members.push("[key: string]: any");
      return members.length === 0 ? "{}" : `{ ${members.join("; ")} }`;
    }
    default:
      return type.kind;
  }
}

function fieldHead(field: Field): string {
  const name = /^[A-Za-z_$][\w$]*$/.test(field.name) ? field.name : JSON.stringify(field.name);
  return `${name}${field.optional === true ? "?" : ""}: `;
}
