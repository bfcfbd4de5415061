/** A named expression in a list: name, text and type on one line; over its full width, with its value, while it is worked on. */
import { useId, type ReactNode } from "react";
import type { ExpressionMeta } from "../../../../shared/operators/field-meta.ts";
import { ExpressionBox, useIsActive } from "../../expression-editor/expression-box.tsx";
import { classNames } from "../../ui/class-names.ts";
import { Icon } from "../../ui/icon.tsx";
import { Tooltip } from "../../ui/tooltip.tsx";
import { fieldId, useForm } from "../model/form.ts";
import { ExpressionSays, ValueSign } from "./expression-says.tsx";
import { FieldPicker } from "./field-picker.tsx";
import { ResultType } from "./type-sign.tsx";
import { useFieldExpression, type FieldExpression } from "./use-field-expression.tsx";
import "./expression-row.css";

export interface ExpressionRowProps {
  readonly pointer: string;
  /** Shown at the left. */
  readonly head: ReactNode;
  readonly label: string;
  readonly title: string;
  readonly meta: ExpressionMeta;
  readonly placeholder?: string | undefined;
  readonly optional?: boolean | undefined;
  readonly side?: "right" | undefined;
  readonly resultName?: string | undefined;
  /** More tools while it is worked on. */
  readonly tools?: ((expression: FieldExpression) => ReactNode) | undefined;
}

export function ExpressionRow(props: ExpressionRowProps) {
  const { pointer, head, label, title, meta, placeholder, optional = false, side, resultName, tools } = props;
  const form = useForm();
  const id = useId();
  const own = fieldId(form, pointer);
  const active = useIsActive(own);
  const expression = useFieldExpression({ pointer, title, meta, optional, side, resultName });
  const failed = expression.value !== undefined && "error" in expression.value ? expression.value.error : undefined;
  return (
    <div className={classNames("expression-row", active && "expression-row-active")} data-pointer={pointer}>
      <div className="expression-row-head">{head}</div>
      <div className="expression-row-type">
        {active && tools?.(expression)}
        {active && (
          <FieldPicker pointer={pointer} scope={expression.scope} label={label} readOnly={expression.readOnly} />
        )}
        {!active && (expression.error ?? failed) !== undefined ? (
          <Tooltip text={expression.error ?? `On the sample record: ${failed ?? ""}`}>
            <span className="expression-row-wrong">
              <Icon
                name="circle-alert"
                size={14}
                label={expression.error === undefined ? "fails on the sample record" : "has an error"}
              />
            </span>
          </Tooltip>
        ) : (
          <ResultType expression={expression} />
        )}
      </div>
      <div className="expression-row-box">
        <ExpressionBox
          fieldId={own}
          label={label}
          aria-describedby={active ? `${id}-says` : undefined}
          text={expression.text}
          scope={expression.scope}
          diagnostics={expression.diagnostics}
          onChange={expression.type}
          onLeave={expression.flush}
          isAhead={expression.isAhead}
          placeholder={placeholder}
          readOnly={expression.readOnly}
          invalid={expression.error !== undefined}
          end={active ? <ValueSign expression={expression} /> : undefined}
        />
      </div>
      {active && (
        <div className="expression-row-says">
          <ExpressionSays id={`${id}-says`} expression={expression} showSample ofMany={resultName !== undefined} />
        </div>
      )}
    </div>
  );
}
