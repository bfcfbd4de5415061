/**
 * JSON as values (see `any` in types.ts), without loss: integers of 64 bits stay exact, longer ones and fractions of more than 15 significant digits
 * become decimals, the last of equal keys wins, objects have no prototype and `__proto__` is a key like any other.
 */
import { encodeBase64 } from "./base64.ts";
import { Decimal } from "./decimal.ts";
import { tryParseInt } from "./integers.ts";
import { ValueError } from "./value-error.ts";

export const DEFAULT_JSON_DEPTH = 64;
/** The parser and the writer recurse, so no caller may ask for more. */
const MAX_JSON_DEPTH = 512;

export interface JsonOptions {
  /** Arrays and objects within each other; 64 unless told, at most 512. */
  readonly maxDepth?: number;
}

/** Throws REC_0001 for what is not JSON (RFC 8259), REC_0002 for what is nested too deep. */
export function parseJsonText(text: string, options: JsonOptions = {}): unknown {
  return new JsonParser(text, Math.min(options.maxDepth ?? DEFAULT_JSON_DEPTH, MAX_JSON_DEPTH)).parseWhole();
}

const signs = { quote: 0x22, backslash: 0x5c, minus: 0x2d, zero: 0x30, nine: 0x39 } as const;

const numberPattern = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
// oxlint-disable-next-line no-control-regex
const stringPattern = /(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;

class JsonParser {
  #at = 0;
  readonly #text: string;
  readonly #maxDepth: number;

  constructor(text: string, maxDepth: number) {
    this.#text = text;
    this.#maxDepth = maxDepth;
  }

  parseWhole(): unknown {
    const value = this.#parseValue(0);
    this.#skipBlanks();
    if (this.#at < this.#text.length) this.#fail("there is more after the value");
    return value;
  }

  #parseValue(depth: number): unknown {
    this.#skipBlanks();
    const code = this.#text.charCodeAt(this.#at);
    switch (code) {
      case signs.quote:
        return this.#parseString();
      case 0x7b:
        return this.#parseObject(depth + 1);
      case 0x5b:
        return this.#parseArray(depth + 1);
      case 0x74:
        return this.#parseWord("true", true);
      case 0x66:
        return this.#parseWord("false", false);
      case 0x6e:
        return this.#parseWord("null", null);
      default:
        if (code === signs.minus || (code >= signs.zero && code <= signs.nine)) return this.#parseNumber();
        return this.#fail(
          Number.isNaN(code) ? "it ends too early" : `"${this.#text.charAt(this.#at)}" is not expected`,
        );
    }
  }

  #parseObject(depth: number): unknown {
    this.#checkDepth(depth);
    const object: Record<string, unknown> = Object.create(null);
    this.#at += 1;
    this.#skipBlanks();
    if (this.#accept(0x7d)) return object;
    for (;;) {
      this.#skipBlanks();
      if (this.#text.charCodeAt(this.#at) !== signs.quote) this.#fail("a key in double quotes is expected");
      const key = this.#parseString();
      this.#skipBlanks();
      if (!this.#accept(0x3a)) this.#fail('":" is expected after the key');
      object[key] = this.#parseValue(depth);
      this.#skipBlanks();
      if (this.#accept(0x7d)) return object;
      if (!this.#accept(0x2c)) this.#fail('"," or "}" is expected');
    }
  }

  #parseArray(depth: number): unknown {
    this.#checkDepth(depth);
    const array: unknown[] = [];
    this.#at += 1;
    this.#skipBlanks();
    if (this.#accept(0x5d)) return array;
    for (;;) {
      array.push(this.#parseValue(depth));
      this.#skipBlanks();
      if (this.#accept(0x5d)) return array;
      if (!this.#accept(0x2c)) this.#fail('"," or "]" is expected');
    }
  }

  #parseWord<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) this.#fail(`"${this.#text.charAt(this.#at)}" is not expected`);
    this.#at += word.length;
    return value;
  }

  #parseString(): string {
    const text = this.#text;
    const start = this.#at + 1;
    for (let i = start; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === signs.quote) {
        this.#at = i + 1;
        return text.slice(start, i);
      }
      if (code === signs.backslash) return this.#parseEscapedString(start);
      if (code < 0x20) {
        this.#at = i;
        this.#fail("a control character must be escaped");
      }
    }
    this.#at = text.length;
    return this.#fail("a string is not closed");
  }

  /** Finds the end of the string, checks its escapes, and lets the platform resolve them. */
  #parseEscapedString(start: number): string {
    stringPattern.lastIndex = start;
    stringPattern.exec(this.#text);
    this.#at = stringPattern.lastIndex;
    if (this.#text.charCodeAt(this.#at) !== signs.quote) this.#fail("a string has a wrong escape or is not closed");
    this.#at += 1;
    return JSON.parse(this.#text.slice(start - 1, this.#at)) as string;
  }

  #parseNumber(): unknown {
    const short = this.#tryShortInt();
    if (short !== undefined) return short;
    numberPattern.lastIndex = this.#at;
    const match = numberPattern.exec(this.#text);
    if (match === null) return this.#fail("a number is malformed");
    const [source, fraction, exponent] = match;
    const value = makeNumber(source, fraction !== undefined || exponent !== undefined);
    if (value === undefined) return this.#fail("a number has more than 1000 digits");
    this.#at += source.length;
    return value;
  }

  /** Most numbers are integers of a few digits; undefined, and nothing consumed, for all others. */
  #tryShortInt(): number | undefined {
    const text = this.#text;
    const start = this.#at;
    let value = 0;
    let i = start;
    for (; i - start < 16; i++) {
      const code = text.charCodeAt(i);
      if (code >= signs.zero && code <= signs.nine) value = value * 10 + (code - signs.zero);
      else if (code === 0x2e || (code | 0x20) === 0x65) return undefined;
      else break;
    }
    const count = i - start;
    // A sign, a leading zero and long numbers go the general way.
    if (count === 0 || count > 15 || (count > 1 && text.charCodeAt(start) === signs.zero)) return undefined;
    this.#at = i;
    return value;
  }

  #checkDepth(depth: number): void {
    if (depth > this.#maxDepth)
      throw new ValueError(
        "REC_0002",
        `The JSON is nested deeper than ${this.#maxDepth} at character ${this.#at}.`,
        "Flatten it before it gets here, or read it as string.",
      );
  }

  #accept(code: number): boolean {
    if (this.#text.charCodeAt(this.#at) !== code) return false;
    this.#at += 1;
    return true;
  }

  #skipBlanks(): void {
    const text = this.#text;
    for (;;) {
      const code = text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at += 1;
    }
  }

  #fail(reason: string): never {
    throw new ValueError("REC_0001", `The text is not valid JSON: ${reason}, at character ${this.#at}.`);
  }
}

/** The value of a JSON number by its text; undefined where it has too many digits. */
export function makeNumber(source: string, hasPointOrExponent: boolean): number | bigint | Decimal | undefined {
  if (!hasPointOrExponent) {
    if (source.length <= 15) return Number(source) + 0;
    return tryParseInt(source) ?? Decimal.tryParse(source);
  }
  if (countSignificant(source) <= 15) {
    const value = Number(source);
    // Beyond the range of a double it is not short in digits, but still exact as a decimal.
    if (Number.isFinite(value) && (value !== 0 || !/[1-9]/.test(mantissa(source)))) return value + 0;
  }
  return Decimal.tryParse(source);
}

function mantissa(source: string): string {
  const end = source.search(/[eE]/);
  return end < 0 ? source : source.slice(0, end);
}

function countSignificant(source: string): number {
  if (source.length <= 15) return source.length;
  return mantissa(source)
    .replace(/[-.]/g, "")
    .replace(/^0+|0+$/g, "").length;
}

/**
 * The JSON of a value: bigints and decimals as JSON numbers with all digits, bytes as base64, numbers that JSON cannot say (NaN, Infinity) as null.
 * Instants are numbers here; `toJson` (coerce.ts) makes them text where the type is known.
 */
export function writeJsonText(value: unknown): string {
  return write(value, 0);
}

function write(value: unknown, depth: number): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      return Number.isFinite(value) ? String(value + 0) : "null";
    case "boolean":
      return value ? "true" : "false";
    case "bigint":
      return value.toString();
    case "object":
      if (value === null) return "null";
      if (value instanceof Decimal) return value.toString();
      if (value instanceof Uint8Array) return `"${encodeBase64(value)}"`;
      return writeNested(value, depth + 1);
    default:
      return "null";
  }
}

function writeNested(value: object, depth: number): string {
  if (depth > MAX_JSON_DEPTH)
    throw new ValueError("REC_0002", `The value is nested deeper than ${MAX_JSON_DEPTH}.`, "Flatten it.");
  if (Array.isArray(value)) {
    let text = "[";
    for (let i = 0; i < value.length; i++) text += (i > 0 ? "," : "") + write(value[i], depth);
    return `${text}]`;
  }
  let text = "{";
  for (const [key, field] of Object.entries(value))
    text += `${text.length > 1 ? "," : ""}${JSON.stringify(key)}:${write(field, depth)}`;
  return `${text}}`;
}
