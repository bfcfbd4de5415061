/** JSON over several lines, two spaces deep, every number as it was written. */
import { arraySlices, compactSlice, kindOfSlice, objectSlices } from "./json-slices.ts";

const WIDTH = 60;

export function prettyJson(slice: string, indent = ""): string {
  const line = compactSlice(slice);
  const kind = kindOfSlice(line);
  if ((kind !== "object" && kind !== "array") || line.length + indent.length <= WIDTH) return spaced(line, kind);
  const inner = `${indent}  `;
  const parts =
    kind === "object"
      ? [...(objectSlices(line) ?? [])].map(([name, value]) => `${JSON.stringify(name)}: ${prettyJson(value, inner)}`)
      : (arraySlices(line) ?? []).map((value) => prettyJson(value, inner));
  const [open, close] = kind === "object" ? ["{", "}"] : ["[", "]"];
  return parts.length === 0
    ? open + close
    : `${open}\n${parts.map((part) => inner + part).join(",\n")}\n${indent}${close}`;
}

function spaced(line: string, kind: ReturnType<typeof kindOfSlice>): string {
  if (kind === "array")
    return `[${(arraySlices(line) ?? []).map((value) => spaced(value, kindOfSlice(value))).join(", ")}]`;
  if (kind !== "object") return line;
  const members = [...(objectSlices(line) ?? [])].map(
    ([name, value]) => `${JSON.stringify(name)}: ${spaced(value, kindOfSlice(value))}`,
  );
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}
