/** Knows every secret that was resolved, and takes it out of whatever is logged or reported. */

export interface Redactor {
  learn(value: string): void;
  clean(text: string): string;
}

/** Shorter ones would make holes in ordinary words, and are no secrets. */
const shortest = 4;
const mark = "•••";

export function createRedactor(): Redactor {
  const known = new Set<string>();
  let longestFirst: readonly string[] = [];
  return {
    learn(value) {
      const before = known.size;
      // Lines of a certificate's key are found by themselves as well.
      for (const part of [value, ...value.split(/\r?\n/).filter((line) => line.length >= 16)])
        for (const form of formsOf(part)) if (form.length >= shortest) known.add(form);
      if (known.size > before) longestFirst = [...known].toSorted((one, other) => other.length - one.length);
    },
    clean: (text) => longestFirst.reduce((cleaned, secret) => cleaned.replaceAll(secret, mark), text),
  };
}

/** As it stands in JSON, in an address, in base64. */
function formsOf(value: string): string[] {
  const bytes = Buffer.from(value, "utf8");
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    bytes.toString("base64").replace(/=+$/, ""),
    bytes.toString("base64url"),
  ];
}
