import { ExpressionError } from "./expression-error.ts";

export function titleCase(text: string): string {
  return text
    .toLowerCase()
    .replace(/(^|[\s\-_/.(])(\p{L})/gu, (_match, before: string, letter: string) => before + letter.toUpperCase());
}

/** The words of an identifier: at blanks and punctuation, where lower case turns upper, and before the last of several capitals. */
function wordsOf(identifier: string): string[] {
  return (
    identifier
      .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1 $2")
      .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  );
}

export function separatedCase(text: string, separator: string): string {
  return wordsOf(text)
    .map((word) => word.toLowerCase())
    .join(separator);
}

export function camelCase(text: string): string {
  return wordsOf(text)
    .map((word, i) => (i === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()))
    .join("");
}

const MAX_COMPARED = 1000;

export function levenshtein(a: string, b: string): number {
  if (a.length > MAX_COMPARED || b.length > MAX_COMPARED)
    throw new ExpressionError(
      "REC_0006",
      `text.levenshtein was given a text of ${Math.max(a.length, b.length)} characters; the limit is ${MAX_COMPARED}.`,
      "Compare shorter parts, with text.left.",
    );
  let row = new Uint16Array(b.length + 1).map((_, i) => i);
  let next = new Uint16Array(b.length + 1);
  for (let i = 1; i <= a.length; i++) {
    next[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const substituted = row[j - 1]! + (a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1);
      next[j] = Math.min(substituted, row[j]! + 1, next[j - 1]! + 1);
    }
    [row, next] = [next, row];
  }
  return row[b.length]!;
}
