/** Brings a node's form up to date with the document, the analysis and the preview. */
import { useEffect, useLayoutEffect, useMemo, useState } from "react";
import { createStore } from "zustand/vanilla";
import type { Diagnostic } from "../../../../shared/diagnostics.ts";
import type { AnyOperator } from "../../../../shared/operators/operator.ts";
import type { RecordType } from "../../../../shared/topology/topology.ts";
import type { PipelineNode } from "../../../../shared/pipeline/pipeline.ts";
import { withoutNull } from "../../../../shared/records/types.ts";
import { coerce, isObject } from "../../../../shared/records/coerce.ts";
import { parseJsonText } from "../../../../shared/records/json-text.ts";
import type { NodeTypes } from "../../../../shared/topology/plan.ts";
import { useAnalysis, useDocument, usePreview, useSession, type Session } from "../../stores/session.tsx";
import { findingsOf, type NodeFindings } from "../model/findings.ts";
import type { Form, FormState } from "../model/form.ts";
import { makeSamples, valueText } from "../model/samples.ts";
import { captureScopes, keepScopes, type Scopes } from "../model/scopes.ts";

const noTypes: ReadonlyMap<string, RecordType> = new Map();
const noDiagnostics: readonly Diagnostic[] = [];
const noScopes: Scopes = new Map();

export function useNodeForm(
  node: PipelineNode,
  operator: AnyOperator,
): { readonly form: Form; readonly findings: NodeFindings } {
  const session = useSession();
  const types = useAnalysis((state) => state.types.get(node.id));
  const analysed = useAnalysis((state) => state.byNode.get(node.id) ?? noDiagnostics);
  const preview = usePreview((state) => state.result);
  const readOnly = useDocument((state) => state.readOnly);
  const edges = useDocument((state) => state.head?.root.pipeline.edges);
  const findings = useMemo(() => findingsOf(operator, node, analysed), [operator, node, analysed]);
  const samples = useMemo(() => {
    const pipeline = session.document.getState().head?.root.pipeline;
    return pipeline === undefined ? [] : makeSamples({ node: node.id, pipeline, types, preview });
    // Edges decide which rows arrive; the rest of the pipeline does not.
  }, [session, node.id, types, preview, edges]);
  const result = useMemo(() => resultOf(session, node.id, types, preview), [session, node.id, types, preview]);

  const [form] = useState((): Form => makeForm(session, node, operator));
  const inputs = types?.inputs ?? noTypes;
  const scopes = useMemo(
    () => (findings.config === undefined ? null : captureScopes(operator, findings.config, inputs)),
    [operator, findings.config, inputs],
  );
  useLayoutEffect(() => {
    form.store.setState((before) => ({
      name: node.name,
      config: node.config,
      findings: findings.byPointer,
      // While the configuration cannot be read, what was known before still helps.
      scopes: scopes === null ? before.scopes : keepScopes(before.scopes, scopes),
      inputs,
      outputs: types?.outputs ?? noTypes,
      samples,
      sample: before.sample < samples.length ? before.sample : 0,
      result,
      readOnly,
    }));
  }, [form, node, findings, scopes, inputs, types, samples, result, readOnly]);
  useFollowSelectedRow(session, form);
  return { form, findings };
}

function makeForm(session: Session, node: PipelineNode, operator: AnyOperator): Form {
  const types = session.analysis.getState().types.get(node.id);
  const { byPointer, config } = findingsOf(operator, node, session.analysis.getState().byNode.get(node.id) ?? []);
  const inputs = types?.inputs ?? noTypes;
  const store = createStore<FormState>(() => ({
    name: node.name,
    config: node.config,
    findings: byPointer,
    scopes: config === undefined ? noScopes : captureScopes(operator, config, inputs),
    inputs,
    outputs: types?.outputs ?? noTypes,
    samples: [],
    sample: 0,
    result: null,
    readOnly: session.document.getState().readOnly,
  }));
  return {
    node: node.id,
    operator,
    store,
    set(pointer, value, title) {
      const { name } = store.getState();
      const current = session.document.getState().head?.root.pipeline.nodes.get(node.id);
      // The node may have been removed while the field still had something to say.
      if (current === undefined) return;
      session.document.commit({
        label: `Set ${lowerFirst(title)} of ${name}`.slice(0, 200),
        merge: `${node.id}/${pointer}`,
        edits: [{ edit: "setConfig", id: node.id, pointer, ...(value === undefined ? {} : { value }) }],
      });
    },
  };
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

/** The newest result of the preview, for the values of aggregate fields. */
function resultOf(
  { document }: Session,
  node: string,
  types: NodeTypes | undefined,
  preview: ReturnType<Session["preview"]["getState"]>["result"],
): FormState["result"] {
  const type = types?.outputs.get("out");
  const row = type === undefined ? undefined : withoutNull(type.value);
  const edge = [...(document.getState().head?.root.pipeline.edges.values() ?? [])].find(
    ({ from }) => from.node === node && from.port === "out",
  );
  const text = edge === undefined ? undefined : preview?.edges[edge.id]?.rows.at(-1)?.value;
  if (text === undefined || text === null || row?.kind !== "struct") return null;
  try {
    const value = coerce(parseJsonText(text), row);
    if (!isObject(value)) return null;
    return Object.fromEntries(
      row.fields.map((field) => [field.name, valueText(value[field.name] ?? null, field.type)]),
    );
  } catch {
    // The preview is of an older pipeline.
    return null;
  }
}

/** The row that is lit in the preview is the record that expressions are shown on. */
function useFollowSelectedRow(session: Session, form: Form): void {
  const step = usePreview((state) => state.step);
  useEffect(() => {
    if (step === null) return;
    const { samples } = form.store.getState();
    const at = samples.findLastIndex((sample) => (sample.step ?? Infinity) <= step);
    if (at >= 0) form.store.setState({ sample: at });
  }, [step, form, session]);
}
