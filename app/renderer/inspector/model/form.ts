/** The form of one node: its configuration, what is wrong with it, and what its expressions can name. Fields take the parts that they show. */
import { createContext, useContext, useRef } from "react";
import { useStore } from "zustand";
import type { StoreApi } from "zustand/vanilla";
import { must } from "../../../../shared/assert.ts";
import type { Diagnostic } from "../../../../shared/diagnostics.ts";
import type { ExpressionMeta } from "../../../../shared/operators/field-meta.ts";
import type { AnyOperator } from "../../../../shared/operators/operator.ts";
import { makePointer, pointerSteps } from "../../../../shared/pipeline/json-node.ts";
import type { Json } from "../../../../shared/pipeline/pipeline.ts";
import type { RecordType } from "../../../../shared/topology/topology.ts";
import type { ExpressionScope } from "../../expression-editor/language/check-expression.ts";
import { valueAt } from "./json-value.ts";
import type { Sample } from "./samples.ts";
import { declaredScope, scopeIfWritten, type Inputs, type Scopes } from "./scopes.ts";

export interface FormState {
  readonly name: string;
  readonly config: Json;
  /** By pointer into the configuration; the worst first. */
  readonly findings: ReadonlyMap<string, readonly Diagnostic[]>;
  readonly scopes: Scopes;
  readonly inputs: Inputs;
  readonly outputs: ReadonlyMap<string, RecordType>;
  readonly samples: readonly Sample[];
  /** Of the samples, the one that is shown. */
  readonly sample: number;
  /** Newest result of an aggregate in the preview, by field. */
  readonly result: Readonly<Record<string, string>> | null;
  readonly readOnly: boolean;
}

export interface Form {
  readonly node: string;
  readonly operator: AnyOperator;
  readonly store: StoreApi<FormState>;
  /** Undefined takes away what stands there. `title` names the field in the history. */
  set(pointer: string, value: Json | undefined, title: string): void;
}

const FormContext = createContext<Form | null>(null);

export const FormProvider = FormContext.Provider;

export function useForm(): Form {
  return must(useContext(FormContext), "a form around this field");
}

export function useFormState<T>(select: (state: FormState) => T): T {
  return useStore(useForm().store, select);
}

/** Values are shared from one configuration to the next, so that only what changed renders again. */
export function useValue(pointer: string): Json | undefined {
  return useFormState((state) => valueAt(state.config, pointer));
}

const none: readonly Diagnostic[] = [];

export function useFindings(pointer: string): readonly Diagnostic[] {
  return useFormState((state) => state.findings.get(pointer) ?? none);
}

/** Of the place and everything inside of it. */
export function useFindingsWithin(pointer: string): readonly Diagnostic[] {
  const kept = useRef<readonly Diagnostic[]>(none);
  return useFormState((state) => {
    const found = [...state.findings].flatMap(([at, list]) =>
      at === pointer || at.startsWith(`${pointer}/`) ? list : [],
    );
    const same = found.length === kept.current.length && found.every((finding, i) => finding === kept.current[i]);
    if (!same) kept.current = found;
    return kept.current;
  });
}

export function useScope(pointer: string, meta: ExpressionMeta): ExpressionScope {
  const form = useForm();
  const known = useFormState((state) => state.scopes.get(pointer));
  const near = useFormState((state) => neighbour(state.scopes, pointer));
  const inputs = useFormState((state) => state.inputs);
  const config = useFormState((state) => state.config);
  const fallback = useRef<{ readonly key: readonly unknown[]; readonly scope: ExpressionScope }>(undefined);
  if (known !== undefined) return known;
  const key = [form.node, inputs, near, pointer, config];
  if (fallback.current === undefined || key.some((part, i) => part !== fallback.current?.key[i]))
    fallback.current = {
      key,
      scope:
        scopeIfWritten(form.operator, { node: form.node, config, pointer }, inputs) ??
        declaredScope(meta, inputs, near),
    };
  return fallback.current.scope;
}

/** A new row has the scope of the rows beside it. */
function neighbour(scopes: Scopes, pointer: string): ExpressionScope | undefined {
  const steps = pointerSteps(pointer);
  if (steps.length < 2) return undefined;
  const parent = `${makePointer(...steps.slice(0, -1))}/`;
  for (const [at, scope] of scopes) if (at.startsWith(parent) && pointerSteps(at).length === steps.length) return scope;
  return undefined;
}

export function fieldId(form: Form, pointer: string): string {
  return `${form.node}${pointer}`;
}
