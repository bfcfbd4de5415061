/** The field of a setting, by the widget that its definition names. */
import { makePointer } from "../../../../shared/pipeline/json-node.ts";
import { ExpressionField } from "../expressions/expression-field.tsx";
import { ExpressionMapField } from "../expressions/expression-map-field.tsx";
import { fieldsOf, type FieldSpec } from "../model/field-spec.ts";
import { useForm } from "../model/form.ts";
import { fieldTitle } from "../model/words.ts";
import { Section } from "../node/section.tsx";
import { WindowField } from "../window/window-field.tsx";
import { CasesField } from "./cases-field.tsx";
import { DurationField } from "./duration-field.tsx";
import type { FieldProps } from "./frame.tsx";
import { GeneratorFields } from "./generator-field.tsx";
import { JsonField } from "./json-field.tsx";
import { MaskField } from "./mask-field.tsx";
import { NamesField } from "./names-field.tsx";
import { ConnectionField, TopicField } from "./picker-fields.tsx";
import { RenamesField } from "./renames-field.tsx";
import { ChoiceField, NumberTextField, PlainTextField, SwitchField } from "./simple-fields.tsx";
import { TypeField } from "./type-field.tsx";
import { VariantField } from "./variant-field.tsx";

type View = (props: FieldProps) => React.ReactNode;

const views: Readonly<Record<FieldSpec["widget"], View>> = {
  text: (props) => <PlainTextField {...props} />,
  number: (props) => <NumberTextField {...props} />,
  switch: (props) => <SwitchField {...props} />,
  select: (props) => <ChoiceField {...props} />,
  duration: (props) => <DurationField {...props} />,
  expression: (props) => <ExpressionField {...props} />,
  "expression-map": (props) =>
    props.spec.schema._zod.def.type === "object" ? <ObjectFields {...props} /> : <ExpressionMapField {...props} />,
  cases: (props) => <CasesField {...props} />,
  names: (props) => <NamesField {...props} />,
  renames: (props) => <RenamesField {...props} />,
  type: (props) => <TypeField {...props} />,
  format: (props) => <VariantField {...props} />,
  connection: (props) => <ConnectionField {...props} />,
  topic: (props) => <TopicField {...props} />,
  file: (props) => <PlainTextField {...props} mono />,
  "generator-fields": (props) => <GeneratorFields {...props} />,
  "mask-fields": (props) => <MaskField {...props} />,
  window: (props) => <WindowField {...props} />,
  object: (props) => <ObjectFields {...props} />,
  json: (props) => <JsonField {...props} />,
};

export function FieldView({ spec, pointer }: FieldProps) {
  const { operator } = useForm();
  const titled = { ...spec, title: fieldTitle(operator.type, spec.name, spec.title) };
  return views[spec.widget]({ spec: titled, pointer });
}

function ObjectFields({ spec, pointer }: FieldProps) {
  return (
    <Section title={spec.title} help={spec.meta.description} pointer={pointer}>
      {fieldsOf(spec.schema).map((field) => (
        <FieldView key={field.name} spec={field} pointer={pointer + makePointer(field.name)} />
      ))}
    </Section>
  );
}
