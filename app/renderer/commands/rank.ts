/** Search as people type it: parts of words, first letters, any order; the best first, ties in the order given. */
export function rank<T>(items: readonly T[], query: string, textOf: (item: T) => string): T[] {
  const wanted = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [...items];
  return items
    .map((item, index) => ({ item, index, score: score(textOf(item).toLowerCase(), wanted) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || a.index - b.index)
    .map(({ item }) => item);
}

/** 0 where some word is not found at all. */
function score(text: string, wanted: readonly string[]): number {
  let total = 0;
  for (const word of wanted) {
    const one = scoreWord(text, word);
    if (one === 0) return 0;
    total += one;
  }
  return total;
}

function scoreWord(text: string, word: string): number {
  if (text.startsWith(word)) return 8;
  if (text.includes(` ${word}`) || text.includes(`-${word}`)) return 6;
  if (text.includes(word)) return 4;
  const initials = text
    .split(/[\s-]+/)
    .map((part) => part[0] ?? "")
    .join("");
  if (initials.startsWith(word)) return 3;
  return isSubsequence(word, text) ? 1 : 0;
}

function isSubsequence(part: string, text: string): boolean {
  let at = 0;
  for (const letter of part) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
