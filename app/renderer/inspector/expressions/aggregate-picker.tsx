/** The functions over many records, to choose from: the one in the text is replaced, its argument stays. */
import { aggregateFunctions } from "../../../../shared/operators/windows/aggregate-functions.ts";
import { MenuButton } from "../../ui/menu.tsx";
import type { FieldExpression } from "./use-field-expression.tsx";

const states = { constant: undefined, bounded: "bounded state", growing: "state grows" } as const;

export function AggregatePicker({ expression }: { readonly expression: FieldExpression }) {
  const { text, readOnly } = expression;
  if (readOnly) return null;
  const choose = (name: string): void => {
    expression.replace(withFunction(text, name));
  };
  return (
    <MenuButton
      size="small"
      label="Choose a function"
      items={aggregateFunctions.map((fn) => ({
        id: fn.name,
        label: fn.form,
        detail: states[fn.state],
        checked: new RegExp(String.raw`\b${fn.name}\s*\(`).test(text),
        onSelect: () => choose(fn.name),
      }))}
    >
      Function
    </MenuButton>
  );
}

/** `sum(value.total)` becomes `avg(value.total)`; a text without such a call becomes its argument. */
export function withFunction(text: string, name: string): string {
  const names = aggregateFunctions.map((fn) => fn.name).join("|");
  const call = new RegExp(String.raw`\b(?:${names})\s*\(([^()]*)\)`).exec(text);
  const argument = call === null ? text.trim() : (call[1] ?? "").trim();
  const first = name === "topK" ? argument.split(",", 1)[0] : argument.replace(/,\s*\d+$/, "");
  const made =
    name === "count" ? "count()" : name === "topK" ? `topK(${first || "value"}, 3)` : `${name}(${first || "value"})`;
  return call === null ? made : text.slice(0, call.index) + made + text.slice(call.index + call[0].length);
}
