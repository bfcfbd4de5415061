/** What may cross from a window: what JSON could say, and not too much of it. Structured clones can hold more, and cycles. */

/** About what it would take as JSON, in characters, as far as `limit`; Infinity for what JSON cannot say. */
export function jsonSize(value: unknown, limit: number, maxDepth = 200): number {
  let size = 0;
  const visit = (one: unknown, depth: number): void => {
    if (depth > maxDepth) size = Number.POSITIVE_INFINITY;
    else if (one === null || typeof one === "boolean" || typeof one === "number") size += 5;
    else if (typeof one === "string") size += one.length + 2;
    else if (Array.isArray(one)) {
      // First, because an array may be long and empty.
      size += one.length;
      if (size <= limit) for (const item of one) add(item, 0, depth);
    } else if (isPlainObject(one)) for (const [name, item] of Object.entries(one)) add(item, name.length + 4, depth);
    else size = Number.POSITIVE_INFINITY;
  };
  const add = (one: unknown, more: number, depth: number): void => {
    size += more;
    // What is not there is not said, as in JSON.
    if (one !== undefined && size <= limit) visit(one, depth + 1);
  };
  visit(value, 0);
  return size;
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
