/** A record of a type, for expressions to be tried on before anything was previewed. The same type gives the same record. */
import { Decimal } from "../../../../shared/records/decimal.ts";
import { withoutNull, type Type } from "../../../../shared/records/types.ts";

const AT_MS = Date.UTC(2026, 0, 31, 10, 14, 3);

/** `n` varies it; `name` is the field's, which says what would look right. */
export function madeUp(type: Type, n = 0, name = ""): unknown {
  const bare = withoutNull(type);
  switch (bare.kind) {
    case "boolean":
      return n % 2 === 0;
    case "int":
      return n + 1;
    case "number":
      return (n + 1) * 1.5;
    case "decimal":
      return Decimal.fromNumber((n + 1) * 12.5);
    case "string":
      return textFor(name, n);
    case "bytes":
      return new Uint8Array([n]);
    case "instant":
      return AT_MS + n * 1000;
    case "duration":
      return (n + 1) * 60_000;
    case "array":
      return [madeUp(bare.element, n, name), madeUp(bare.element, n + 1, name)];
    case "map":
      return Object.assign(Object.create(null), { a: madeUp(bare.value, n) });
    case "struct": {
      const made: Record<string, unknown> = Object.create(null);
      for (const field of bare.fields) made[field.name] = madeUp(field.type, n, field.name);
      return made;
    }
    default:
      return null;
  }
}

function textFor(name: string, n: number): string {
  const lower = name.toLowerCase();
  if (lower.includes("country")) return ["DE", "PT", "FR"][n % 3] ?? "DE";
  if (lower.includes("currency")) return "EUR";
  if (lower.includes("mail")) return `ada${n + 1}@example.org`;
  if (lower.includes("card")) return `411111111111111${n % 10}`;
  if (lower === "" || lower === "key") return `key-${n + 1}`;
  return lower === "id" || lower.endsWith("id") ? `${lower.replace(/_?id$/, "") || "id"}-${n + 1}` : `${name} ${n + 1}`;
}
