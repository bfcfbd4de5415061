/** What the checker knows of the part of an expression at an offset: for hovers and completion in an editor. */
import type { Type } from "../records/types.ts";
import type { Context } from "./context.ts";
import { checkWith } from "./check.ts";
import { parse } from "./parse.ts";
import type { Range, Syntax } from "./syntax.ts";

export interface TypeAt extends Range {
  readonly type: Type;
  readonly syntax: Syntax;
}

/** The smallest part that holds the offset; undefined where there is none, or the text cannot be parsed. */
export function typeAt(source: string, offset: number, roots: ReadonlyMap<string, Type>): TypeAt | undefined {
  const finder = makeFinder(offset);
  checkWith(parse(source), {}, { roots, observe: finder.observe });
  return finder.found();
}

/** An observer for `checkWith` and `checkAggregate` that keeps the smallest part at the offset. */
export function makeFinder(offset: number): {
  readonly observe: NonNullable<Context["observe"]>;
  readonly found: () => TypeAt | undefined;
} {
  let best: TypeAt | undefined;
  return {
    observe(syntax, { type }) {
      const { from, to } = syntax;
      if (offset < from || offset > to) return;
      // A part that is checked again, as in reduce, is typed best the last time.
      if (best === undefined || to - from <= best.to - best.from) best = { from, to, type, syntax };
    },
    found: () => best,
  };
}
