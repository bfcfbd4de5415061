/** The parser behind `parseType`, also used for the signatures of library functions (where capital letters are type variables). */
import type { Diagnostic } from "../diagnostics.ts";
import type { ScalarKind } from "./types.ts";

/** Limits of one type text; beyond them it is refused, not parsed. */
export const TYPE_LIMITS = { length: 262_144, depth: 64, fields: 10_000 } as const;

/** What the parser makes: a `Type`, with variables inside where those are allowed. */
export type ParsedPattern =
  | { kind: ScalarKind }
  | { kind: "variable"; name: string }
  | { kind: "array"; element: ParsedPattern }
  | { kind: "map"; value: ParsedPattern }
  | { kind: "nullable"; of: ParsedPattern }
  | { kind: "struct"; fields: ParsedField[]; open?: boolean };

interface ParsedField {
  name: string;
  type: ParsedPattern;
  optional?: boolean;
}

const scalars: ReadonlySet<string> = new Set<ScalarKind>([
  "null",
  "boolean",
  "int",
  "number",
  "decimal",
  "string",
  "bytes",
  "instant",
  "duration",
  "any",
]);

function isScalar(name: string): name is ScalarKind {
  return scalars.has(name);
}

/** What people write who know other languages, and what it is called here. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ...["bool", "Boolean"].map((name) => [name, "boolean"] as const),
  ...["integer", "long", "bigint", "short", "int32", "int64", "Integer", "Long"].map((name) => [name, "int"] as const),
  ...["float", "double", "real", "Number"].map((name) => [name, "number"] as const),
  ...["numeric", "Decimal", "BigDecimal", "money"].map((name) => [name, "decimal"] as const),
  ...["text", "str", "varchar", "String", "uuid"].map((name) => [name, "string"] as const),
  ...["binary", "blob", "Buffer", "Uint8Array"].map((name) => [name, "bytes"] as const),
  ...["Date", "date", "datetime", "timestamp", "time"].map((name) => [name, "instant"] as const),
  ...["unknown", "object", "json"].map((name) => [name, "any"] as const),
  ...["undefined", "void", "never"].map((name) => [name, "null"] as const),
]);

interface Token {
  readonly kind: "name" | "text" | "sign" | "end";
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly afterNewline: boolean;
}

class TypeSyntaxError extends Error {
  readonly diagnostic: Diagnostic;
  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.diagnostic = diagnostic;
  }
}

export function parseTypeTokens(
  text: string,
  variables: boolean,
): { type: ParsedPattern | undefined; diagnostics: Diagnostic[] } {
  if (text.length > TYPE_LIMITS.length) {
    const message = `The type has ${text.length} characters; the limit is ${TYPE_LIMITS.length}.`;
    return { type: undefined, diagnostics: [finding("EXPR_0203", message, "Declare only the fields you use.", 0, 0)] };
  }
  const parser = new TypeParser(text, variables);
  try {
    return { type: parser.parseWhole(), diagnostics: parser.diagnostics };
  } catch (error) {
    if (!(error instanceof TypeSyntaxError)) throw error;
    return { type: undefined, diagnostics: [...parser.diagnostics, error.diagnostic] };
  }
}

function finding(code: string, message: string, hint: string, from: number, to: number): Diagnostic {
  return { code, severity: "error", message, hint, range: { from, to } };
}

class TypeParser {
  readonly diagnostics: Diagnostic[] = [];
  #position = 0;
  #token: Token;
  #fields = 0;
  readonly #text: string;
  readonly #variables: boolean;

  constructor(text: string, variables: boolean) {
    this.#text = text;
    this.#variables = variables;
    this.#token = { kind: "end", text: "", from: 0, to: 0, afterNewline: false };
  }

  parseWhole(): ParsedPattern {
    this.#advance();
    const type = this.#parseUnion(0);
    if (this.#token.kind !== "end") this.#fail(`"${this.#token.text}" is not expected here.`, "Write one type.");
    return type;
  }

  #parseUnion(depth: number): ParsedPattern {
    if (depth > TYPE_LIMITS.depth)
      throw new TypeSyntaxError(
        finding(
          "EXPR_0203",
          `The type is nested deeper than ${TYPE_LIMITS.depth}.`,
          "Use any for the inner part.",
          this.#token.from,
          this.#token.to,
        ),
      );
    this.#accept("|");
    let { type, from } = this.#parseMember(depth);
    let withNull = type.kind === "null";
    let isOnlyNull = withNull;
    while (this.#accept("|")) {
      const next = this.#parseMember(depth);
      if (next.type.kind === "null") withNull = true;
      else if (isOnlyNull) {
        type = next.type;
        isOnlyNull = false;
      } else {
        this.#report(
          "EXPR_0201",
          "Only a union with null is a type here.",
          "Use any, or a struct with optional fields.",
          from,
          this.#token.from,
        );
      }
      if (next.type.kind === "nullable") withNull = true;
    }
    return withNull ? nullable(type) : type;
  }

  #parseMember(depth: number): { type: ParsedPattern; from: number } {
    const { from } = this.#token;
    let type = this.#parsePrimary(depth);
    while (!this.#token.afterNewline && this.#accept("[")) {
      this.#expect("]", "An array is written T[].");
      type = { kind: "array", element: type };
      depth += 1;
      if (depth > TYPE_LIMITS.depth) this.#fail(`The type is nested deeper than ${TYPE_LIMITS.depth}.`, "Use any.");
    }
    return { type, from };
  }

  #parsePrimary(depth: number): ParsedPattern {
    if (this.#accept("(")) {
      const type = this.#parseUnion(depth + 1);
      this.#expect(")", "Close the parenthesis.");
      return type;
    }
    if (this.#accept("{")) return this.#parseObject(depth);
    const token = this.#token;
    if (token.kind !== "name")
      this.#fail(
        token.kind === "end" ? "A type is missing at the end." : `"${token.text}" is not a type.`,
        "Write string, number, int, decimal, boolean, instant, duration, bytes, any, T[] or { name: T }.",
      );
    this.#advance();
    if (this.#token.text === "<" && this.#token.kind === "sign") return this.#parseGeneric(token, depth);
    return this.#named(token);
  }

  #named(token: Token): ParsedPattern {
    if (isScalar(token.text)) return { kind: token.text };
    if (this.#variables && /^[A-Z]$/.test(token.text)) return { kind: "variable", name: token.text };
    const other = otherNames.get(token.text);
    this.#report(
      "EXPR_0202",
      `There is no type "${token.text}".`,
      other === undefined
        ? "The types are string, number, int, decimal, boolean, instant, duration, bytes, any and null."
        : `Write ${other}.`,
      token.from,
      token.to,
    );
    return { kind: "any" };
  }

  #parseGeneric(name: Token, depth: number): ParsedPattern {
    this.#expect("<", "");
    if (name.text === "Array" || name.text === "ReadonlyArray") {
      const element = this.#parseUnion(depth + 1);
      this.#expect(">", "Close it with >.");
      return { kind: "array", element };
    }
    if (name.text === "Record") {
      const key = this.#parseUnion(depth + 1);
      if (key.kind !== "string") this.#fail("The keys of a map are strings.", "Write Record<string, T>.");
      this.#expect(",", "Write Record<string, T>.");
      const value = this.#parseUnion(depth + 1);
      this.#expect(">", "Close it with >.");
      return { kind: "map", value };
    }
    throw new TypeSyntaxError(
      finding(
        "EXPR_0202",
        `There is no type "${name.text}<…>".`,
        "Generic types are Array<T> and Record<string, T>.",
        name.from,
        name.to,
      ),
    );
  }

  #parseObject(depth: number): ParsedPattern {
    const fields: ParsedField[] = [];
    const names = new Set<string>();
    let index: { value: ParsedPattern; from: number; to: number } | undefined;
    while (!this.#accept("}")) {
      const start = this.#token;
      if (this.#accept("[")) {
        const value = this.#parseIndexSignature(depth);
        if (index !== undefined) this.#fail("An object has one index signature.", "Remove the second one.");
        index = { value, from: start.from, to: this.#token.from };
      } else {
        const field = this.#parseField(depth);
        if (names.has(field.name))
          this.#report("EXPR_0201", `The field "${field.name}" is there twice.`, "Remove one.", start.from, start.to);
        names.add(field.name);
        fields.push(field);
      }
      const separated = this.#accept(";") || this.#accept(",");
      if (!separated && this.#token.text !== "}" && !this.#token.afterNewline)
        this.#fail(`A ";" is missing before "${this.#token.text}".`, 'Separate fields by ";".');
    }
    if (index === undefined) return { kind: "struct", fields };
    if (fields.length === 0) return { kind: "map", value: index.value };
    if (index.value.kind !== "any")
      this.#report(
        "EXPR_0201",
        "Beside named fields, the other fields of an object can only be any.",
        "Write [key: string]: any.",
        index.from,
        index.to,
      );
    return { kind: "struct", fields, open: true };
  }

  #parseIndexSignature(depth: number): ParsedPattern {
    const hint = "Write [key: string]: T.";
    if (this.#token.kind !== "name") this.#fail("The key of an index signature has a name.", hint);
    this.#advance();
    this.#expect(":", hint);
    if (this.#token.text !== "string") this.#fail("The keys of a map are strings.", hint);
    this.#advance();
    this.#expect("]", hint);
    this.#expect(":", hint);
    return this.#parseUnion(depth + 1);
  }

  #parseField(depth: number): ParsedField {
    const token = this.#token;
    if (token.kind !== "name" && token.kind !== "text")
      this.#fail(
        token.kind === "end" ? "The object is not closed." : `"${token.text}" is not a field's name.`,
        "Write { name: T; other?: T }; names that are not plain words in quotes.",
      );
    this.#fields += 1;
    if (this.#fields > TYPE_LIMITS.fields)
      this.#fail(`The type has more than ${TYPE_LIMITS.fields} fields.`, "Declare only the fields you use.");
    this.#advance();
    const optional = this.#accept("?");
    this.#expect(":", "A field is written name: T.");
    const type = this.#parseUnion(depth + 1);
    return optional ? { name: token.text, type, optional } : { name: token.text, type };
  }

  #accept(sign: string): boolean {
    if (this.#token.kind !== "sign" || this.#token.text !== sign) return false;
    this.#advance();
    return true;
  }

  #expect(sign: string, hint: string): void {
    if (this.#accept(sign)) return;
    const found = this.#token.kind === "end" ? "the text ends" : `"${this.#token.text}" is there`;
    this.#fail(`"${sign}" is expected, but ${found}.`, hint);
  }

  #fail(message: string, hint: string): never {
    const { from, to } = this.#token;
    throw new TypeSyntaxError(finding("EXPR_0201", message, hint, from, Math.max(to, from)));
  }

  #report(code: string, message: string, hint: string, from: number, to: number): void {
    if (this.diagnostics.length < 20) this.diagnostics.push(finding(code, message, hint, from, to));
  }

  #advance(): void {
    const text = this.#text;
    const start = this.#position;
    const blank = /(?:\s|\/\/[^\n]*|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/)*/y;
    blank.lastIndex = start;
    blank.exec(text);
    const from = blank.lastIndex;
    const afterNewline = text.slice(start, from).includes("\n");
    const token = (kind: Token["kind"], value: string, to: number): void => {
      this.#position = to;
      this.#token = { kind, text: value, from, to, afterNewline };
    };
    if (from >= text.length) return token("end", "", from);
    const word = /[A-Za-z_$\u0080-\uFFFF][\w$\u0080-\uFFFF]*/y;
    word.lastIndex = from;
    const name = word.exec(text)?.[0];
    if (name !== undefined) return token("name", name, from + name.length);
    const sign = text.charAt(from);
    if (sign === '"' || sign === "'") return this.#advanceText(sign, token, from);
    return token("sign", sign, from + 1);
  }

  #advanceText(quote: string, token: (kind: Token["kind"], value: string, to: number) => void, from: number): void {
    const pattern = quote === '"' ? /"(?:[^"\\\n]|\\.)*"/y : /'(?:[^'\\\n]|\\.)*'/y;
    pattern.lastIndex = from;
    const raw = pattern.exec(this.#text)?.[0];
    const value = raw === undefined ? undefined : unquote(raw);
    if (raw === undefined || value === undefined)
      throw new TypeSyntaxError(
        finding("EXPR_0201", "A quoted name is not closed or has a wrong escape.", "Close the quote.", from, from + 1),
      );
    token("text", value, from + raw.length);
  }
}

function nullable(type: ParsedPattern): ParsedPattern {
  return type.kind === "nullable" || type.kind === "null" || type.kind === "any"
    ? type
    : { kind: "nullable", of: type };
}

/** The value of a quoted name, with JSON's escapes (and `\'`). */
function unquote(raw: string): string | undefined {
  const inner = raw.slice(1, -1).replace(/\\.|"/g, (match) => (match === "\\'" ? "'" : match === '"' ? '\\"' : match));
  try {
    const value: unknown = JSON.parse(`"${inner}"`);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
