/** Splits expressions into coloured pieces, line by line, with what goes on over the end of a line as a state. Never fails. */

export type TokenKind =
  | "root"
  | "field"
  | "function"
  | "keyword"
  | "number"
  | "string"
  | "operator"
  | "bracket"
  | "comment"
  | "name"
  | "blank";

export interface Token {
  readonly from: number;
  readonly to: number;
  readonly kind: TokenKind;
}

/** For each open template, how many braces are open in its `${…}`; -1 in its text. `comment`: in a block comment. */
export interface LineState {
  readonly templates: readonly number[];
  readonly comment: boolean;
}

export const startState: LineState = { templates: [], comment: false };

const roots: ReadonlySet<string> = new Set([
  "value",
  "key",
  "timestamp",
  "headers",
  "topic",
  "partition",
  "offset",
  "left",
  "right",
  "item",
  "index",
  "window",
]);
const keywords: ReadonlySet<string> = new Set(["true", "false", "null", "undefined"]);
const piece =
  /(?<blank>\s+)|(?<comment>\/\/.*|\/\*.*?(?:\*\/|$))|(?<number>(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[A-Za-z_$][\w$]*)|(?<string>"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?)|(?<operator>=>|\?\.|\?\?|\.\.\.|===|!==|[=!<>]=|&&|\|\||\*\*|[-+*/%<>!?:=&|^~])|(?<bracket>[()[\]{},.;])|(?<other>[^])/y;

export function tokenizeLine(line: string, start: LineState): { readonly tokens: Token[]; readonly end: LineState } {
  const tokens: Token[] = [];
  const templates = [...start.templates];
  let at = 0;
  let comment = start.comment;
  const push = (to: number, kind: TokenKind): void => {
    if (to > at) tokens.push({ from: at, to, kind });
    at = to;
  };
  while (at < line.length) {
    if (comment) {
      const end = line.indexOf("*/", at);
      comment = end < 0;
      push(end < 0 ? line.length : end + 2, "comment");
    } else if (templates.at(-1) === -1) {
      push(endOfTemplateText(line, at), "string");
      if (line.startsWith("${", at)) {
        templates[templates.length - 1] = 0;
        push(at + 2, "operator");
      } else if (line[at] === "`") {
        templates.pop();
        push(at + 1, "string");
      }
    } else if (line[at] === "`") {
      templates.push(-1);
      push(at + 1, "string");
    } else {
      const depth = templates.at(-1);
      if (depth !== undefined && line[at] === "{") templates[templates.length - 1] = depth + 1;
      if (depth !== undefined && line[at] === "}") {
        templates[templates.length - 1] = depth - 1;
        if (depth === 0) {
          push(at + 1, "operator");
          continue;
        }
      }
      const [to, kind] = nextPiece(line, at, tokens);
      comment = kind === "comment" && line.startsWith("/*", at) && !line.slice(at + 2, to).endsWith("*/");
      push(to, kind);
    }
  }
  return { tokens, end: { templates, comment } };
}

function endOfTemplateText(line: string, from: number): number {
  let i = from;
  while (i < line.length && line[i] !== "`" && !line.startsWith("${", i)) i += line[i] === "\\" ? 2 : 1;
  return Math.min(i, line.length);
}

function nextPiece(line: string, at: number, before: readonly Token[]): readonly [number, TokenKind] {
  piece.lastIndex = at;
  const groups = piece.exec(line)?.groups ?? {};
  const to = piece.lastIndex > at ? piece.lastIndex : at + 1;
  if (groups["name"] !== undefined) return [to, kindOfName(line, at, to, before)];
  for (const kind of ["blank", "comment", "number", "string", "operator", "bracket"] as const)
    if (groups[kind] !== undefined) return [to, kind];
  return [to, "name"];
}

function kindOfName(line: string, at: number, to: number, before: readonly Token[]): TokenKind {
  const rest = line.slice(to);
  if (/^\s*\(/.test(rest)) return "function";
  const last = before.findLast((token) => token.kind !== "blank");
  const sign = last === undefined ? "" : line.slice(last.from, last.to);
  if (sign === "." || sign === "?.") return "field";
  const name = line.slice(at, to);
  if (keywords.has(name)) return "keyword";
  if (/^\s*:/.test(rest) && (sign === "{" || sign === ",")) return "field";
  if (roots.has(name)) return "root";
  return /^\.\w+\s*\(/.test(rest) ? "function" : "name";
}

/** Of a whole text, in one list. */
export function tokenize(source: string): readonly Token[] {
  const all: Token[] = [];
  let state = startState;
  let at = 0;
  for (const line of source.split("\n")) {
    const { tokens, end } = tokenizeLine(line, state);
    for (const { from, to, kind } of tokens) all.push({ from: from + at, to: to + at, kind });
    state = end;
    at += line.length + 1;
  }
  return all;
}

/** What must follow for every bracket and template of the text to be closed. */
export function closersOf(source: string): string {
  const open: string[] = [];
  for (const { from, to, kind } of tokenize(source)) {
    const text = source.slice(from, to);
    if (text === "${") open.push("}");
    else if (text === "}" || text === ")" || text === "]") open.pop();
    else if (kind === "string" && text === "`") {
      if (open.at(-1) === "`") open.pop();
      else open.push("`");
    } else if (kind === "bracket" && "({[".includes(text)) open.push(text === "(" ? ")" : text === "{" ? "}" : "]");
  }
  return open.toReversed().join("");
}
