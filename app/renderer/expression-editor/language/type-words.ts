/** Types in the few words that fit beside a field. */
import { describeType } from "../../../../shared/records/type-text.ts";
import { withoutNull, type Type } from "../../../../shared/records/types.ts";

/** `decimal?`, `string[]`, `object`: what the value-type sign says. */
export function typeWord(type: Type): string {
  if (type.kind === "nullable") return `${typeWord(type.of)}?`;
  if (type.kind === "array") return `${typeWord(withoutNull(type.element))}[]`;
  return type.kind === "struct" ? "object" : type.kind;
}

/** The kind that the colour of a type goes by. */
export function typeKind(type: Type): string {
  return withoutNull(type).kind;
}

export function typeLine(type: Type): string {
  return describeType(type);
}
