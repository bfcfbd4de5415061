/** Ids of pipelines, nodes, edges and notes: short, opaque, made once and never changed. */
export const idPattern = /^[A-Za-z0-9_-]{1,64}$/;

/** `node.port`. */
export const portPattern = /^[A-Za-z0-9_-]{1,64}\.[A-Za-z0-9_-]{1,64}$/;

/** No vowels (no words) and no look-alikes; 8 of them are 38 bits, enough for ids that only meet inside one pipeline. */
const alphabet = "23456789bcdfghjkmnpqrstvwxyz";

/** `join_7f3k9q2x`. `random` gives numbers in [0, 1); `taken` says which ids exist. */
export function makeId(hint: string, random: () => number, taken: (id: string) => boolean): string {
  for (;;) {
    let tail = "";
    for (let index = 0; index < 8; index += 1) tail += alphabet[Math.floor(random() * alphabet.length)] ?? "2";
    const id = `${hint.replace(/[^A-Za-z0-9-]/g, "").slice(0, 40) || "n"}_${tail}`;
    if (!taken(id)) return id;
  }
}

/** Order of ids in a file: by UTF-16 unit, the same on every machine. */
export function compareIds(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
