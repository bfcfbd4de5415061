/** One of several forms, each with settings of its own: formats, kinds of generated fields. */
import type { Json } from "../../../../shared/pipeline/pipeline.ts";
import { makePointer } from "../../../../shared/pipeline/json-node.ts";
import { Segmented } from "../../ui/segmented.tsx";
import { Select } from "../../ui/select.tsx";
import { variantsOf } from "../model/field-spec.ts";
import { useFindings, useForm, useFormState, useValue } from "../model/form.ts";
import { isJsonObject } from "../model/json-value.ts";
import { choiceWords } from "../model/words.ts";
import { FieldView } from "./field-view.tsx";
import { Frame, type FieldProps } from "./frame.tsx";
import "./variant-field.css";

const UNSET = "";

export function VariantField({ spec, pointer }: FieldProps) {
  const form = useForm();
  const value = useValue(pointer);
  const readOnly = useFormState((state) => state.readOnly);
  const findings = useFindings(pointer);
  const { by, variants } = variantsOf(spec.schema);
  const usual = isJsonObject(spec.defaultValue) ? spec.defaultValue[by] : undefined;
  const own = isJsonObject(value) ? value[by] : usual;
  const kind = typeof own === "string" ? own : UNSET;
  const variant = variants.find((candidate) => candidate.kind === kind);
  const unset = spec.optional && usual === undefined ? [{ value: UNSET, label: "As is" }] : [];
  const options = [
    ...unset,
    ...variants.map((each) => ({ value: each.kind, label: choiceWords(form.operator.type, by, each.kind) })),
  ];
  const change = (next: string): void => {
    if (next === UNSET) return form.set(pointer, undefined, spec.title);
    const fits = variants.find((candidate) => candidate.kind === next);
    // What both forms know is taken along.
    const kept = isJsonObject(value)
      ? Object.entries(value).filter(([name]) => fits?.fields.some((field) => field.name === name) === true)
      : [];
    const made: Json = { [by]: next, ...Object.fromEntries(kept) };
    const plain = kept.length === 0 && next === usual;
    form.set(pointer, plain ? undefined : made, spec.title);
  };
  return (
    <div className="variant-field">
      <Frame spec={spec} pointer={pointer} findings={findings}>
        {(control) =>
          options.length <= 4 ? (
            <Segmented {...control} fill value={kind} options={options} disabled={readOnly} onChange={change} />
          ) : (
            <Select
              {...control}
              value={kind === UNSET ? undefined : kind}
              options={options}
              disabled={readOnly}
              onChange={change}
            />
          )
        }
      </Frame>
      {variant !== undefined && variant.fields.length > 0 && (
        <div className="variant-field-settings">
          {variant.fields.map((field) => (
            <FieldView key={field.name} spec={field} pointer={pointer + makePointer(field.name)} />
          ))}
        </div>
      )}
    </div>
  );
}
