/**
 * A strict JSON reader (RFC 8259) for documents. It does not recurse, enforces the limits while it reads, keeps positions and the digits of
 * numbers, and tells everything that another reader might silently repair. What it cannot go on after ends it with `root: null`.
 */
import type { Diagnostic } from "../diagnostics.ts";
import type { ErrorCode } from "../errors.ts";
import { makePointer, type JsonMember, type JsonNode } from "./json-node.ts";
import { limits } from "./limits.ts";
import { isExactNumber } from "./exact-number.ts";

export interface ReadJsonOptions {
  /** Whether digits beyond an IEEE double are a finding (default) or kept in `text` for whoever reads it. */
  readonly numbers?: "exact" | "verbatim";
}

export function readJson(
  text: string,
  options: ReadJsonOptions = {},
): { readonly root: JsonNode | null; readonly diagnostics: readonly Diagnostic[] } {
  const reader = new JsonReader(text, options.numbers ?? "exact");
  const root = reader.read();
  return { root, diagnostics: reader.diagnostics };
}

type Frame =
  | { readonly kind: "array"; readonly from: number; readonly items: JsonNode[] }
  | {
      readonly kind: "object";
      readonly from: number;
      readonly members: Map<string, JsonMember>;
      key: string;
      keyFrom: number;
      keyTo: number;
      duplicate: boolean;
    };

/** Ends the reading; the finding has been reported. */
class Stop extends Error {}

class JsonReader {
  readonly diagnostics: Diagnostic[] = [];
  readonly #text: string;
  readonly #numbers: "exact" | "verbatim";
  readonly #stack: Frame[] = [];
  #at = 0;
  #values = 0;

  constructor(text: string, numbers: "exact" | "verbatim") {
    this.#text = text;
    this.#numbers = numbers;
  }

  read(): JsonNode | null {
    try {
      this.#start();
      const root = this.#document();
      this.#blank();
      if (this.#at < this.#text.length) this.#trailing();
      return root;
    } catch (error) {
      if (error instanceof Stop) return null;
      throw error;
    }
  }

  #start(): void {
    const text = this.#text;
    if (text.length > limits.documentBytes) {
      this.#stop("DOC_0001", `The document is larger than ${limits.documentBytes / 1024 / 1024} MiB.`, {
        hint: "Split the pipeline, or move large data out of the document.",
        from: 0,
      });
    }
    if (text.charCodeAt(0) === 0xfeff) {
      this.#report("warning", "DOC_0003", "The document starts with a byte order mark.", {
        hint: "`weir fmt` removes it.",
        from: 0,
        to: 1,
      });
      this.#at = 1;
    }
    const conflict = /^(?:<{7}|>{7}|={7})(?: |\r?$)/m.exec(text);
    if (conflict !== null && /^<{7} /m.test(text)) {
      this.#stop("DOC_0013", "The document contains conflict markers of a merge.", {
        hint: "Resolve the conflict, or let git merge pipelines with `weir merge-driver`.",
        from: conflict.index,
        to: conflict.index + 7,
      });
    }
  }

  /** One value with everything inside it. Each turn reads the start of a value and then closes what ends there. */
  #document(): JsonNode {
    for (;;) {
      this.#blank();
      let node = this.#open();
      while (node !== null) {
        const frame = this.#stack.at(-1);
        if (frame === undefined) return node;
        this.#attach(frame, node);
        node = this.#next(frame);
      }
    }
  }

  /** A complete value (also an empty object or array), or null when one was opened and its first value comes next. */
  #open(): JsonNode | null {
    this.#values += 1;
    if (this.#values > limits.values) {
      this.#stop("DOC_0012", `The document has more than ${limits.values} values.`, {
        hint: "Split the pipeline, or move large data out of the document.",
      });
    }
    const from = this.#at;
    const char = this.#text[from];
    if (char === "{" || char === "[") {
      if (this.#stack.length >= limits.depth) {
        this.#stop("DOC_0008", `The document is nested deeper than ${limits.depth} levels.`, {
          hint: "Flatten the value.",
        });
      }
      this.#at += 1;
      this.#blank();
      if (this.#text[this.#at] === (char === "{" ? "}" : "]")) {
        const to = (this.#at += 1);
        return char === "{" ? { kind: "object", members: new Map(), from, to } : { kind: "array", items: [], from, to };
      }
      if (char === "[") this.#stack.push({ kind: "array", from, items: [] });
      else {
        const frame: Frame = {
          kind: "object",
          from,
          members: new Map(),
          key: "",
          keyFrom: 0,
          keyTo: 0,
          duplicate: false,
        };
        this.#stack.push(frame);
        this.#key(frame);
      }
      return null;
    }
    if (char === '"') return { kind: "string", value: this.#string(), from, to: this.#at };
    if (char === "-" || (char !== undefined && char >= "0" && char <= "9")) return this.#number();
    for (const [word, value] of words) {
      if (this.#text.startsWith(word, from) && !isWordChar(this.#text[from + word.length])) {
        this.#at += word.length;
        return value === null ? { kind: "null", from, to: this.#at } : { kind: "boolean", value, from, to: this.#at };
      }
    }
    return this.#unexpected("a value");
  }

  #attach(frame: Frame, node: JsonNode): void {
    if (frame.kind === "array") frame.items.push(node);
    else if (!frame.duplicate)
      frame.members.set(frame.key, { key: { from: frame.keyFrom, to: frame.keyTo }, value: node });
  }

  /** After a value: the closed parent, or null when the next value follows. */
  #next(frame: Frame): JsonNode | null {
    this.#blank();
    const char = this.#text[this.#at];
    const close = frame.kind === "array" ? "]" : "}";
    if (char === close) {
      const to = (this.#at += 1);
      this.#stack.pop();
      return frame.kind === "array"
        ? { kind: "array", items: frame.items, from: frame.from, to }
        : { kind: "object", members: frame.members, from: frame.from, to };
    }
    if (char !== ",") return this.#unexpected(`\`,\` or \`${close}\``);
    const comma = this.#at;
    this.#at += 1;
    this.#blank();
    if (this.#text[this.#at] === close) {
      this.#stop("DOC_0004", `There is a comma before \`${close}\`.`, {
        hint: "Remove the comma.",
        from: comma,
        to: comma + 1,
      });
    }
    if (frame.kind === "object") this.#key(frame);
    return null;
  }

  #key(frame: Frame & { kind: "object" }): void {
    if (this.#text[this.#at] !== '"') this.#unexpected("a key in double quotes");
    this.#values += 1;
    frame.keyFrom = this.#at;
    frame.key = this.#string();
    frame.keyTo = this.#at;
    frame.duplicate = frame.members.has(frame.key);
    if (frame.duplicate) {
      this.#report("error", "DOC_0007", `The key ${quote(frame.key)} stands twice in one object.`, {
        hint: "Remove one of the two.",
        from: frame.keyFrom,
        to: frame.keyTo,
      });
    }
    this.#blank();
    if (this.#text[this.#at] !== ":") this.#unexpected("`:`");
    this.#at += 1;
  }

  #string(): string {
    const text = this.#text;
    const from = this.#at;
    let value = "";
    let run = from + 1;
    let at = run;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === 0x22) break;
      if (Number.isNaN(code)) this.#truncated();
      if (code < 0x20) {
        this.#at = at;
        this.#stop("DOC_0004", "A string contains a control character or a line end.", {
          hint: "Write it as an escape such as \\n or \\t, or close the string.",
        });
      }
      if (code === 0x5c) {
        value += text.slice(run, at) + this.#escape(at);
        at += text[at + 1] === "u" ? 6 : 2;
        run = at;
      } else at += 1;
      if (value.length + at - run > limits.stringLength) {
        this.#stop("DOC_0009", `A string is longer than ${limits.stringLength} characters.`, {
          hint: "Move large data out of the document.",
        });
      }
    }
    value += text.slice(run, at);
    this.#at = at + 1;
    if (!value.isWellFormed()) {
      this.#report("error", "DOC_0010", "A string contains half of a surrogate pair, which is not a character.", {
        hint: "Write the whole character, or remove the escape.",
        from,
        to: this.#at,
      });
    }
    return value;
  }

  #escape(at: number): string {
    const char = this.#text[at + 1];
    if (char === undefined) return this.#truncated();
    if (char === "u") {
      const hex = this.#text.slice(at + 2, at + 6);
      if (/^[0-9a-fA-F]{4}$/.test(hex)) return String.fromCharCode(Number.parseInt(hex, 16));
      if (at + 6 > this.#text.length) return this.#truncated();
    }
    const plain = escapes.get(char);
    if (plain !== undefined) return plain;
    this.#at = at;
    return this.#stop("DOC_0004", `${quote(`\\${char}`)} is not an escape of JSON.`, {
      hint: 'Escapes are \\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX; a backslash itself is \\\\.',
      to: at + 2,
    });
  }

  #number(): JsonNode {
    const from = this.#at;
    number.lastIndex = from;
    const text = number.exec(this.#text)?.[0];
    const end = from + (text?.length ?? 1);
    if (text === undefined || isWordChar(this.#text[end]) || this.#text[end] === ".") {
      if (from + 1 >= this.#text.length) return this.#truncated();
      return this.#stop("DOC_0004", "A number is not written as JSON has it.", {
        hint: "Write it like 12, -0.5 or 1e3: no leading zeros, no leading plus, no final point.",
        to: end,
      });
    }
    if (text.length > 1000) {
      this.#stop("DOC_0011", "A number has more than 1000 digits.", { hint: "Write it as a string.", to: end });
    }
    this.#at = end;
    const value = Number(text);
    if (this.#numbers === "exact" && !isExactNumber(text, value)) {
      const what = Number.isFinite(value) ? "has more digits than a number can hold" : "is larger than a number can be";
      this.#report("error", "DOC_0011", `The number ${quote(text)} ${what}.`, {
        hint: `Write it as a string: "${text.slice(0, 40)}".`,
        from,
        to: end,
      });
    }
    return { kind: "number", value: Number.isFinite(value) ? value : 0, text, from, to: end };
  }

  #blank(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at += 1;
    }
  }

  #trailing(): never {
    return this.#stop("DOC_0006", "Something follows after the end of the document.", {
      hint: "A document is one JSON object; remove the rest.",
    });
  }

  #truncated(): never {
    return this.#stop("DOC_0005", "The document ends in the middle of a value.", {
      hint: "The file was cut off, or a closing bracket or quote is missing.",
      from: this.#text.length,
      to: this.#text.length,
    });
  }

  #unexpected(wanted: string): never {
    const char = this.#text[this.#at];
    if (char === undefined) return this.#truncated();
    const comment = char === "/" && /[/*]/.test(this.#text[this.#at + 1] ?? "");
    const hint = comment
      ? "JSON has no comments; use `description` or a note of the layout."
      : char === "'"
        ? "JSON has double quotes only."
        : `Write ${wanted} here.`;
    const shown = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
    return this.#stop("DOC_0004", `${quote(shown)} stands where ${wanted} is expected.`, { hint });
  }

  #pointer(): string {
    return makePointer(...this.#stack.map((frame) => (frame.kind === "array" ? frame.items.length : frame.key)));
  }

  #report(
    severity: Diagnostic["severity"],
    code: ErrorCode,
    message: string,
    where: { hint: string; from: number; to: number },
  ): void {
    if (this.diagnostics.length >= limits.diagnostics) return;
    const { hint, from, to } = where;
    this.diagnostics.push({ code, severity, message, hint, pointer: this.#pointer(), range: { from, to } });
  }

  #stop(code: ErrorCode, message: string, where: { hint: string; from?: number; to?: number }): never {
    const from = where.from ?? this.#at;
    this.#report("error", code, message, { hint: where.hint, from, to: where.to ?? from + 1 });
    throw new Stop();
  }
}

const words: readonly (readonly [string, null | boolean])[] = [
  ["null", null],
  ["true", true],
  ["false", false],
];
const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

function isWordChar(char: string | undefined): boolean {
  return char !== undefined && /[A-Za-z0-9_$]/.test(char);
}

/** Text of a document in a message: short, and escaped as in JSON. */
function quote(text: string): string {
  const short = text.length > 40 ? `${text.slice(0, 39)}…` : text;
  return `\`${JSON.stringify(short.toWellFormed()).slice(1, -1)}\``;
}
