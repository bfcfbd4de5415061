/** What stands at the cursor of a text that may not parse yet: the word being typed, what it is a field of, and the parameters in reach. */
import type { Context } from "../../../../shared/expressions/context.ts";
import type { Range, Syntax } from "../../../../shared/expressions/syntax.ts";
import type { Type } from "../../../../shared/records/types.ts";
import { checkExpression, type ExpressionScope } from "./check-expression.ts";
import { closersOf, tokenize } from "./tokens.ts";

export interface Probe {
  /** The word around the cursor, `[from, to)`. */
  readonly word: Range;
  readonly prefix: string;
  /** The cursor follows a point. `type` is undefined where the checker cannot tell; `owner` is the text before the point. */
  readonly member: { readonly owner: string; readonly at: number; readonly type: Type | undefined } | null;
  readonly locals: ReadonlyMap<string, Type>;
  /** Within the arguments of an aggregate function. */
  readonly inAggregate: boolean;
  /** In a string or a comment: nothing can be completed. */
  readonly inText: boolean;
}

const STAND_IN = "weir_cursor";

export function probe(source: string, offset: number, scope: ExpressionScope): Probe {
  const before = source.slice(0, offset);
  const prefix = /[A-Za-z_$][\w$]*$/.exec(before)?.[0] ?? "";
  const from = offset - prefix.length;
  const to = offset + (/^[\w$]*/.exec(source.slice(offset))?.[0].length ?? 0);
  const point = /(?<!\.)(\?\.|\.)\s*$/.exec(source.slice(0, from));
  const isMember = point !== null && !/\d$/.test(source.slice(0, point.index));
  const seen = look(source, { from, to }, isMember, scope);
  const owner = isMember ? (/[A-Za-z_$][\w$]*$/.exec(source.slice(0, point.index))?.[0] ?? "") : "";
  return {
    word: { from, to },
    prefix,
    member: isMember ? { owner, at: seen.ownerFrom ?? from, type: seen.owner } : null,
    locals: seen.locals,
    inAggregate: seen.inAggregate,
    inText: isInText(source, offset),
  };
}

interface Seen {
  owner: Type | undefined;
  ownerFrom: number | undefined;
  locals: ReadonlyMap<string, Type>;
  inAggregate: boolean;
  found: boolean;
}

/** Tries texts that are closer and closer to what is there, until one parses and the stand-in is met. */
function look(source: string, word: Range, isMember: boolean, scope: ExpressionScope): Seen {
  const head = source.slice(0, word.from) + STAND_IN;
  const tail = source.slice(word.to);
  const texts = [head + tail, head + closersOf(head), `${head})${closersOf(head)}`];
  for (const text of texts) {
    const seen = observeStandIn(text, isMember, scope);
    if (seen.found) return seen;
  }
  return { owner: undefined, ownerFrom: undefined, locals: new Map(), inAggregate: false, found: false };
}

function observeStandIn(text: string, isMember: boolean, scope: ExpressionScope): Seen {
  const types = new Map<Syntax, Type>();
  const seen: Seen = { owner: undefined, ownerFrom: undefined, locals: new Map(), inAggregate: false, found: false };
  const meet = (context: Context): void => {
    seen.found = true;
    seen.locals = new Map([...context.locals].map(([name, local]) => [name, local.type]));
    seen.inAggregate = scope.resultRoots !== undefined && context.roots === scope.roots;
  };
  checkExpression(text, scope, (syntax, typed, context) => {
    types.set(syntax, typed.type);
    if (isMember && syntax.kind === "member" && syntax.name === STAND_IN) {
      meet(context);
      seen.owner = types.get(syntax.object);
      seen.ownerFrom = syntax.object.from;
    } else if (!isMember && syntax.kind === "name" && syntax.name === STAND_IN) meet(context);
  });
  return seen;
}

function isInText(source: string, offset: number): boolean {
  const token = tokenize(source).find(({ from, to }) => from < offset && offset <= to);
  if (token === undefined || (token.kind !== "string" && token.kind !== "comment")) return false;
  const text = source.slice(token.from, token.to);
  const closed =
    offset === token.to && token.kind === "string" && (text === "`" || (text.length > 1 && text.at(-1) === text[0]));
  return !closed;
}
