/** What the name of a field or topic says about what is in it. */

/** `customerId`, `customer_id`, `Customer-ID` as their words in lower case. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

/** Good enough for the nouns that topics are named by: orders, countries, addresses. */
export function singular(word: string): string {
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|z)es$/.test(word)) return word.slice(0, -2);
  return /[^su]s$/.test(word) && word !== "news" ? word.slice(0, -1) : word;
}

/** The noun that a topic or a file is about: `shop.orders.v1` → order. */
export function stemOfSource(name: string): string {
  const words = wordsOf(name.replace(/\.(?:ndjson|jsonl?|csv|tsv|txt)$/i, "")).filter(
    (word) => !/^(?:v?\d+|raw|events?|topic|stream)$/.test(word),
  );
  return singular(words.at(-1) ?? "record");
}

const ID_WORDS: ReadonlySet<string> = new Set(["id", "key", "ref", "no", "nr"]);

/** Things that are commonly referred to by an id under their own name: `customer: "customer-7"`. */
const THINGS: ReadonlySet<string> = new Set(
  "account asset buyer card customer device driver employee host item machine meter order payment player product sensor seller session shipment shop sku store supplier truck user vehicle visitor warehouse".split(
    " ",
  ),
);

/**
 * The noun whose ids a field holds, null where it holds none. `id` alone means the thing that it is a field of (`owner`); a field named by a thing
 * (`customer`) holds its id where that is a usual thing, or `known` says that some source of the pipeline is about it.
 */
export function idStemOf(field: string, owner: string, known: ReadonlySet<string>): string | null {
  const words = wordsOf(field);
  const last = words.at(-1) ?? "";
  if (last === "uuid" || last === "guid") return words.length === 1 ? owner : singular(words.at(-2) ?? owner);
  if (ID_WORDS.has(last)) return words.length === 1 ? owner : singular(words.at(-2) ?? owner);
  if (words.length !== 1) return null;
  return THINGS.has(last) || known.has(last) ? last : null;
}
