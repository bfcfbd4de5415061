/** JSON as it was read: every value knows where it stands in the text (`[from, to)`, UTF-16 units), and numbers keep their digits. */
import type { Json } from "./pipeline.ts";

export interface Span {
  readonly from: number;
  readonly to: number;
}

export type JsonNode =
  | (Span & { readonly kind: "null" })
  | (Span & { readonly kind: "boolean"; readonly value: boolean })
  | (Span & { readonly kind: "number"; readonly value: number; readonly text: string })
  | (Span & { readonly kind: "string"; readonly value: string })
  | (Span & { readonly kind: "array"; readonly items: readonly JsonNode[] })
  | JsonObjectNode;

export type JsonObjectNode = Span & { readonly kind: "object"; readonly members: ReadonlyMap<string, JsonMember> };

export interface JsonMember {
  readonly key: Span;
  readonly value: JsonNode;
}

/** Plain JSON, with objects that have no prototype: `__proto__` is a key like any other. Depth is bounded by the reader. */
export function toJson(node: JsonNode): Json {
  switch (node.kind) {
    case "null":
      return null;
    case "array":
      return node.items.map(toJson);
    case "object": {
      const out: Record<string, Json> = Object.create(null);
      for (const [key, member] of node.members) out[key] = toJson(member.value);
      return out;
    }
    default:
      return node.value;
  }
}

/** JSON text on one line with every number exactly as it was written. */
export function toText(node: JsonNode): string {
  switch (node.kind) {
    case "number":
      return node.text;
    case "array":
      return `[${node.items.map(toText).join(",")}]`;
    case "object":
      return `{${[...node.members].map(([key, member]) => `${JSON.stringify(key)}:${toText(member.value)}`).join(",")}}`;
    default:
      return JSON.stringify(node.kind === "null" ? null : node.value);
  }
}

/** The value that a JSON pointer names, or null where there is none. */
export function nodeAt(root: JsonNode, pointer: string): JsonNode | null {
  let node: JsonNode = root;
  for (const step of pointerSteps(pointer)) {
    const next: JsonNode | undefined =
      node.kind === "object"
        ? node.members.get(step)?.value
        : node.kind === "array" && /^(?:0|[1-9]\d*)$/.test(step)
          ? node.items[Number(step)]
          : undefined;
    if (next === undefined) return null;
    node = next;
  }
  return node;
}

/** Where a pointer leads: the value, or where that does not exist the nearest thing around it. */
export function locate(root: JsonNode, pointer: string): Span {
  const steps = pointerSteps(pointer);
  for (let length = steps.length; length > 0; length -= 1) {
    const node = nodeAt(root, makePointer(...steps.slice(0, length)));
    if (node !== null) return node;
  }
  return root;
}

/** RFC 6901. */
export function makePointer(...steps: readonly (string | number)[]): string {
  return steps.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

export function pointerSteps(pointer: string): string[] {
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}
