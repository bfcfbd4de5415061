/** The type of an expression's result, in its colour; in full in the tooltip. */
import type { Type } from "../../../../shared/records/types.ts";
import { Tooltip } from "../../ui/tooltip.tsx";
import { ValueType } from "../../ui/value-type.tsx";
import { typeKind, typeLine, typeWord } from "../../expression-editor/language/type-words.ts";
import type { FieldExpression } from "./use-field-expression.tsx";

export function TypeSign({ type }: { readonly type: Type }) {
  const sign = (
    <span>
      <ValueType kind={typeKind(type)} text={typeWord(type)} />
    </span>
  );
  const line = typeLine(type);
  return line === typeWord(type) ? sign : <Tooltip text={line}>{sign}</Tooltip>;
}

export function ResultType({ expression }: { readonly expression: FieldExpression }) {
  const { text, error, checked } = expression;
  if (text.trim() === "" || error !== undefined) return null;
  return <TypeSign type={checked.type} />;
}
