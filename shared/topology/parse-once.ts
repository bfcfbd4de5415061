/** Syntax trees of sources seen before: the studio validates the whole pipeline after every edit, which changes one expression. */
import { parse, type Parsed } from "../expressions/parse.ts";

/** In UTF-16 units of source, about a thirtieth of what the trees take; beyond it all are forgotten and parsed again. */
const MOST = 1 << 20;

const known = new Map<string, Parsed>();
let size = 0;

/** As `parse`; its answers are never changed, so that they can be shared. */
export function parseOnce(source: string): Parsed {
  let parsed = known.get(source);
  if (parsed !== undefined) return parsed;
  parsed = parse(source);
  size += source.length;
  if (size > MOST) {
    known.clear();
    size = source.length;
  }
  known.set(source, parsed);
  return parsed;
}
