/**
 * Regular expressions in RE2's syntax: matching takes time linear in the text, whatever the pattern. There are no back references and no
 * look-around; `(?i)` at the start ignores case.
 */
import { RE2JS } from "re2js";
import { ExpressionError } from "./expression-error.ts";
import { MAX_TEXT_LENGTH, checkListLength, checkTextLength } from "./limits.ts";

const MAX_PATTERN_LENGTH = 4096;
/** An editor checks the same expression over and over; the pattern unused for longest goes first. */
const MAX_CACHED = 128;
const cache = new Map<string, RE2JS>();

function compilePattern(source: string): RE2JS {
  const known = cache.get(source);
  if (known !== undefined) {
    cache.delete(source);
    cache.set(source, known);
    return known;
  }
  const pattern = compile(source);
  if (cache.size >= MAX_CACHED) {
    const oldest = cache.keys().next();
    if (oldest.done !== true) cache.delete(oldest.value);
  }
  cache.set(source, pattern);
  return pattern;
}

function compile(source: string): RE2JS {
  if (source.length > MAX_PATTERN_LENGTH)
    throw new ExpressionError(
      "REC_0005",
      `The pattern has ${source.length} characters, more than ${MAX_PATTERN_LENGTH}.`,
    );
  try {
    return RE2JS.compile(source);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "it is malformed";
    throw new ExpressionError(
      "REC_0005",
      `The pattern ${JSON.stringify(source.slice(0, 100))} is not valid: ${reason}.`,
      "Patterns are in RE2's syntax, without back references and look-around.",
    );
  }
}

/** The pattern that is a literal argument of a call. */
export function mustPattern(constant: unknown): RE2JS {
  return compilePattern(String(constant));
}

/** The text of one group of the first match, null where there is no match or the group took no part. */
export function extractGroup(pattern: RE2JS, text: string, group: number): string | null {
  const matcher = pattern.matcher(text);
  return matcher.find() ? matcher.group(group) : null;
}

export function extractAll(pattern: RE2JS, text: string, group: number): (string | null)[] {
  const found: (string | null)[] = [];
  const matcher = pattern.matcher(text);
  while (matcher.find()) {
    found.push(matcher.group(group));
    checkListLength(found.length);
  }
  return found;
}

export function checkGroup(pattern: RE2JS, group: number): void {
  if (!Number.isInteger(group) || group < 0 || group > pattern.groupCount())
    throw new ExpressionError(
      "REC_0005",
      `The pattern ${JSON.stringify(pattern.pattern())} has no group ${group}.`,
      `Use 0 (the whole match) to ${pattern.groupCount()}.`,
    );
}

/** A replacement cut into literal texts and groups: `$1`, `$&` (the match), `$$` (a dollar). */
type Replacement = readonly (string | number)[];

export function parseReplacement(source: string, pattern: RE2JS): Replacement {
  const parts: (string | number)[] = [];
  let at = 0;
  for (const match of source.matchAll(/\$(\$|&|\d{1,2})/g)) {
    parts.push(source.slice(at, match.index));
    const sign = match[1] ?? "";
    const group = sign === "&" ? 0 : Number(sign);
    if (sign !== "$") checkGroup(pattern, group);
    parts.push(sign === "$" ? "$" : group);
    at = match.index + match[0].length;
  }
  parts.push(source.slice(at));
  return parts.filter((part) => part !== "");
}

/** Replaces all matches; stops with an error as soon as the result is too long. */
export function replacePattern(pattern: RE2JS, text: string, replacement: Replacement): string {
  const matcher = pattern.matcher(text);
  let result = "";
  let at = 0;
  while (matcher.find()) {
    result += text.slice(at, matcher.start());
    for (const part of replacement) result += typeof part === "string" ? part : (matcher.group(part) ?? "");
    at = matcher.end();
    if (result.length > MAX_TEXT_LENGTH) checkTextLength(result.length);
  }
  return at === 0 && result === "" ? text : result + text.slice(at);
}

export function splitPattern(pattern: RE2JS, text: string): string[] {
  const parts: string[] = [];
  const matcher = pattern.matcher(text);
  let at = 0;
  while (matcher.find()) {
    // An empty match separates nothing.
    if (matcher.end() === matcher.start()) continue;
    parts.push(text.slice(at, matcher.start()));
    checkListLength(parts.length);
    at = matcher.end();
  }
  parts.push(text.slice(at));
  return parts;
}
