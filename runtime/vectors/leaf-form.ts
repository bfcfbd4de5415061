/** In which form loops read values of a type: typed arrays of numbers or truths, strings, or whatever the type's representation is. */
import { withoutNull, type Type } from "../../shared/records/types.ts";

export type LeafForm = "number" | "boolean" | "text" | "value";

export function formOf(type: Type): LeafForm {
  switch (withoutNull(type).kind) {
    case "int":
    case "number":
    case "instant":
    case "duration":
      return "number";
    case "boolean":
      return "boolean";
    case "string":
      return "text";
    default:
      return "value";
  }
}
