/** An expression with a label of its own: condition, key, time. */
import { useId } from "react";
import { ExpressionBox, useIsActive } from "../../expression-editor/expression-box.tsx";
import { fieldId, useForm } from "../model/form.ts";
import type { FieldProps } from "../fields/frame.tsx";
import { ExpressionSays, ValueSign } from "./expression-says.tsx";
import { FieldPicker } from "./field-picker.tsx";
import { ResultType } from "./type-sign.tsx";
import { useFieldExpression, type FieldExpressionOptions } from "./use-field-expression.tsx";
import { recordMeta } from "../model/record-meta.ts";
import "./expression-field.css";

export function ExpressionField({
  spec,
  pointer,
  side,
  title,
}: FieldProps & Pick<FieldExpressionOptions, "side"> & { readonly title?: string }) {
  const form = useForm();
  const id = useId();
  const meta = spec.meta.expression ?? recordMeta;
  const label = title ?? spec.title;
  const expression = useFieldExpression({ pointer, title: spec.title, meta, optional: spec.optional, side });
  const active = useIsActive(fieldId(form, pointer));
  return (
    <div className="expression-field" data-pointer={pointer}>
      <div className="expression-field-head">
        <span className="expression-field-label" id={`${id}-label`}>
          {label}
        </span>
        <span className="expression-field-note">
          <FieldPicker pointer={pointer} scope={expression.scope} label={label} readOnly={expression.readOnly} />
          <ResultType expression={expression} />
        </span>
      </div>
      <ExpressionBox
        id={id}
        fieldId={fieldId(form, pointer)}
        label={label}
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-says`}
        text={expression.text}
        scope={expression.scope}
        diagnostics={expression.diagnostics}
        onChange={expression.type}
        onLeave={expression.flush}
        isAhead={expression.isAhead}
        multiline
        placeholder={spec.meta.placeholder}
        readOnly={expression.readOnly}
        invalid={expression.error !== undefined}
        end={<ValueSign expression={expression} />}
      />
      <ExpressionSays id={`${id}-says`} expression={expression} help={spec.meta.description} showSample={active} />
    </div>
  );
}
