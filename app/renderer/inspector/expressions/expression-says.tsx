/** The row below an expression: what is wrong and how it is mended, else on which record its value was found. */
import type { ReactNode } from "react";
import { Icon } from "../../ui/icon.tsx";
import { useForm, useFormState } from "../model/form.ts";
import type { FieldExpression } from "./use-field-expression.tsx";
import "./expression-says.css";

export interface ExpressionSaysProps {
  readonly id: string;
  readonly expression: FieldExpression;
  /** Shown where there is nothing else to say. */
  readonly help?: ReactNode;
  /** Of an aggregate: values come from the preview's results. */
  readonly ofMany?: boolean | undefined;
  readonly showSample: boolean;
}

export function ExpressionSays({ id, expression, help, ofMany = false, showSample }: ExpressionSaysProps) {
  const { error, warning, fixable } = expression;
  const text = error ?? warning;
  if (text !== undefined)
    return (
      <div
        id={id}
        className={`expression-says expression-says-${error === undefined ? "warning" : "error"}`}
        aria-live="polite"
      >
        <Icon name={error === undefined ? "triangle-alert" : "circle-alert"} size={12} />
        <span>
          {text} {fixable?.fix !== undefined && <FixButton expression={expression} />}
        </span>
      </div>
    );
  return (
    <div id={id} className="expression-says">
      {showSample && expression.text.trim() !== "" ? <SampleLine expression={expression} ofMany={ofMany} /> : help}
    </div>
  );
}

function FixButton({ expression }: { readonly expression: FieldExpression }) {
  const { fixable, text, readOnly } = expression;
  const fix = fixable?.fix;
  if (fix === undefined || readOnly) return null;
  const apply = (): void => {
    expression.replace(text.slice(0, fix.from) + fix.text + text.slice(fix.to));
  };
  return (
    <button type="button" className="expression-says-link" onClick={apply}>
      Write <code>{fix.text.length <= 40 ? fix.text : `${fix.text.slice(0, 39)}…`}</code>
    </button>
  );
}

function SampleLine({ expression, ofMany }: { readonly expression: FieldExpression; readonly ofMany: boolean }) {
  const form = useForm();
  const count = useFormState((state) => state.samples.length);
  const { value, sample } = expression;
  if (ofMany) return <span>{value === undefined ? "Preview to see a result." : "Newest result of the preview."}</span>;
  if (sample === undefined) return <span>There is no sample record: preview, or connect a source with a type.</span>;
  const next = (): void =>
    form.store.setState(({ sample: at, samples }) => ({ sample: (at + 1) % Math.max(1, samples.length) }));
  return (
    <span>
      {value !== undefined && "error" in value ? (
        <span className="expression-says-failed">
          Fails on {recordName(sample.name, sample.isMadeUp)}: {value.error}
        </span>
      ) : (
        <>On {recordName(sample.name, sample.isMadeUp)}.</>
      )}{" "}
      {count > 1 && (
        <button type="button" className="expression-says-link" onClick={next}>
          Try another
        </button>
      )}
    </span>
  );
}

function recordName(name: string, isMadeUp: boolean): string {
  return isMadeUp ? `a made-up record, ${name}` : `the sample record ${name}`;
}

/** `= 18.50`, at the right inside the box. */
export function ValueSign({ expression }: { readonly expression: FieldExpression }) {
  const { value, error } = expression;
  if (error !== undefined || value === undefined) return null;
  if ("error" in value) return <span className="expression-value expression-value-failed">fails</span>;
  return (
    <span className="expression-value" title={value.text}>
      = {value.text}
    </span>
  );
}
