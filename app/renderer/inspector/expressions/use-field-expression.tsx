/** One expression of a node: its text, what the checker and the analysis say, its type, and its value on the sample record. */
import { useMemo } from "react";
import type { ExpressionDiagnostic } from "../../../../shared/expressions/diagnose.ts";
import type { ExpressionMeta } from "../../../../shared/operators/field-meta.ts";
import { useExpression, type ExpressionState } from "../../expression-editor/use-expression.ts";
import type { ExpressionScope } from "../../expression-editor/language/check-expression.ts";
import { useFindings, useForm, useFormState, useScope, useValue } from "../model/form.ts";
import { expressionText, isWrapped } from "../model/json-value.ts";
import { evaluateSample, rightSample, type Sample, type SampleValue } from "../model/samples.ts";

export interface FieldExpression extends ExpressionState {
  readonly scope: ExpressionScope;
  /** Findings in the text, where it is not left empty on purpose. */
  readonly diagnostics: readonly ExpressionDiagnostic[];
  /** First thing that is wrong, in a sentence. */
  readonly error: string | undefined;
  readonly warning: string | undefined;
  /** The finding whose hint is an edit. */
  readonly fixable: ExpressionDiagnostic | undefined;
  readonly value: SampleValue | undefined;
  readonly sample: Sample | undefined;
  readonly readOnly: boolean;
}

export interface FieldExpressionOptions {
  readonly pointer: string;
  readonly title: string;
  readonly meta: ExpressionMeta;
  readonly optional: boolean;
  /** Of the right side of a join. */
  readonly side?: "right" | undefined;
  /** Of an aggregate: the name of the field in the result. */
  readonly resultName?: string | undefined;
}

export function useFieldExpression(options: FieldExpressionOptions): FieldExpression {
  const { pointer, title, meta, optional, side, resultName } = options;
  const form = useForm();
  const stored = useValue(pointer);
  const scope = useScope(pointer, meta);
  const found = useFindings(pointer);
  const readOnly = useFormState((state) => state.readOnly);
  const sample = useFormState((state) => state.samples[state.sample]);
  const result = useFormState((state) => (resultName === undefined ? undefined : state.result?.[resultName]));

  const state = useExpression(expressionText(stored), scope, (text) => {
    const at = isWrapped(stored) ? `${pointer}/src` : pointer;
    if (text.trim() === "" && optional) form.set(pointer, undefined, title);
    else form.set(at, text, title);
  });
  const { checked, text } = state;
  const isEmpty = text.trim() === "";
  const diagnostics = isEmpty ? none : checked.diagnostics;
  const other = found.filter(({ code }) => !code.startsWith("EXPR_") && !(isEmpty && code.startsWith("NODE_010")));
  const first =
    diagnostics.find(({ severity }) => severity === "error") ?? other.find(({ severity }) => severity === "error");
  const value = useMemo((): SampleValue | undefined => {
    if (resultName !== undefined) return result === undefined ? undefined : { text: result };
    if (checked.typed === null || sample === undefined) return undefined;
    return evaluateSample(checked.typed, side === "right" ? rightSample(sample) : sample);
  }, [checked, sample, side, result, resultName]);
  return {
    ...state,
    scope,
    diagnostics,
    error: first === undefined ? (isEmpty && !optional ? "Write what to compute." : undefined) : say(first),
    warning: say([...diagnostics, ...other].find(({ severity }) => severity === "warning")),
    fixable: diagnostics.find(({ fix }) => fix !== undefined),
    value,
    sample,
    readOnly,
  };
}

const none: readonly ExpressionDiagnostic[] = [];

function say(found: { readonly message: string; readonly hint?: string } | undefined): string | undefined {
  if (found === undefined) return undefined;
  return found.hint === undefined ? found.message : `${found.message} ${found.hint}`;
}
