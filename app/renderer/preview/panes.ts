/** What stands side by side in the preview panel for what is selected: inputs left, outputs right. */
import type { Pipeline, PipelineEdge, PipelineNode } from "../../../shared/pipeline/pipeline.ts";
import type { PreviewDrop, PreviewRecords, PreviewResult, PreviewRow } from "../../../shared/protocol/preview.ts";
import type { NodeTypes } from "../../../shared/topology/plan.ts";
import type { RecordType } from "../../../shared/topology/topology.ts";
import { nodeFacts } from "../operators/node-facts.ts";
import { countAt, dropsOf, nodeCounts, rowsUpTo } from "./preview-step.ts";
import { countsText } from "./reasons.ts";

export interface Pane {
  readonly id: string;
  /** "in · left", "out", "written", "dead letters". */
  readonly title: string;
  /** Where the records come from or go to. */
  readonly detail: string;
  readonly summary: string;
  readonly type: RecordType | null;
  readonly rows: readonly PaneRow[];
  /** Output port whose columns these are; null where lineage has nothing to say. */
  readonly column: { readonly node: string; readonly port: string } | null;
  /** Dead letters show their cause. */
  readonly isDeadLetters: boolean;
  /** All there were; `rows` may be the first of them. */
  readonly total: number;
}

export interface PaneRow {
  readonly id: string;
  readonly row: PreviewRow;
  /** Why it ended here; null: it did not. */
  readonly dropped: string | null;
}

export interface PaneSource {
  readonly result: PreviewResult;
  readonly pipeline: Pipeline;
  readonly types: ReadonlyMap<string, NodeTypes>;
  readonly step: number | null;
}

export function edgePane({ result, pipeline, types, step }: PaneSource, edge: PipelineEdge): Pane {
  const from = pipeline.nodes.get(edge.from.node)?.name ?? edge.from.node;
  const to = pipeline.nodes.get(edge.to.node)?.name ?? edge.to.node;
  const records = result.edges[edge.id];
  return {
    id: `edge:${edge.id}`,
    title: portTitle("", edge.from.port),
    detail: `${from} → ${to}`,
    summary: countsText(countAt(records, step), {}),
    type: types.get(edge.from.node)?.outputs.get(edge.from.port) ?? null,
    rows: plainRows(rowsUpTo(records, step)),
    column: edge.from,
    isDeadLetters: false,
    total: countAt(records, step),
  };
}

export function nodePanes(source: PaneSource, node: PipelineNode): Pane[] {
  return [...inputPanes(source, node), ...outputPanes(source, node), ...deadLetterPanes(source, node)];
}

function inputPanes({ result, pipeline, types, step }: PaneSource, node: PipelineNode): Pane[] {
  const { inputs } = nodeFacts(node).ports;
  const arriving = [...pipeline.edges.values()].filter((edge) => edge.to.node === node.id);
  if (inputs.length === 0) return readPane(result, node, step);
  const drops = dropsByStep(dropsOf(result, node.id, step));
  return inputs.map(({ name }) => {
    const edges = arriving.filter((edge) => edge.to.port === name);
    const names = edges.map((edge) => pipeline.nodes.get(edge.from.node)?.name ?? edge.from.node);
    const rows = struckRows(merged(edges.map((edge) => rowsUpTo(result.edges[edge.id], step))), drops);
    const count = edges.reduce((sum, edge) => sum + countAt(result.edges[edge.id], step), 0);
    const [only] = edges;
    return {
      id: `in:${name}`,
      title: portTitle("in", name),
      detail: names.join(", "),
      summary: countsText(count, {}),
      type: types.get(node.id)?.inputs.get(name) ?? null,
      rows,
      column: edges.length === 1 && only !== undefined ? only.from : null,
      isDeadLetters: false,
      total: count,
    };
  });
}

/** What a source read, as it came. */
function readPane(result: PreviewResult, node: PipelineNode, step: number | null): Pane[] {
  const records = result.inputs[node.id];
  if (records === undefined) return [];
  const steps = result.steps.flatMap((one, index) => (one.node === node.id ? [index] : []));
  const drops = dropsByStep(dropsOf(result, node.id, step));
  // A source is read in its own order, whatever the times are.
  const rows = records.map(({ timestampMs, key, value, headers }, index): PreviewRow => {
    const own = { step: steps[index] ?? result.steps.length, timestampMs, key, value };
    return headers === undefined ? own : { ...own, headers };
  });
  const shown = rows.filter((row) => step === null || row.step <= step);
  return [
    {
      id: "read",
      title: "read",
      detail: "as it came",
      summary: countsText(shown.length, {}),
      type: null,
      rows: struckRows(shown, drops),
      column: null,
      isDeadLetters: false,
      total: shown.length,
    },
  ];
}

function outputPanes(source: PaneSource, node: PipelineNode): Pane[] {
  const { result, pipeline, types, step } = source;
  const { outputs } = nodeFacts(node).ports;
  const counts = nodeCounts(result, pipeline, node.id, step);
  if (outputs.length === 0) return writtenPane(source, node, counts.failed);
  const connected = (port: string): boolean =>
    [...pipeline.edges.values()].some((edge) => edge.from.node === node.id && edge.from.port === port);
  // A port that nobody has to connect, and that nothing left through, says nothing.
  const shown = outputs.filter(
    ({ name, optional }, index) => !optional || connected(name) || (result.nodes[node.id]?.recordsOut[index] ?? 0) > 0,
  );
  return shown.map(({ name }) => {
    const index = outputs.findIndex((port) => port.name === name);
    const edges = [...pipeline.edges.values()].filter((edge) => edge.from.node === node.id && edge.from.port === name);
    const [first] = edges;
    const records = first === undefined ? undefined : result.edges[first.id];
    const count =
      first === undefined && step === null ? (result.nodes[node.id]?.recordsOut[index] ?? 0) : countAt(records, step);
    return {
      id: `out:${name}`,
      title: portTitle("out", name),
      detail: edges.map((edge) => pipeline.nodes.get(edge.to.node)?.name ?? edge.to.node).join(", "),
      summary: index === 0 ? countsText(count, counts.dropped, counts.failed) : countsText(count, {}),
      type: types.get(node.id)?.outputs.get(name) ?? null,
      rows: plainRows(rowsUpTo(records, step)),
      column: { node: node.id, port: name },
      isDeadLetters: false,
      total: count,
    };
  });
}

function writtenPane({ result, types, step }: PaneSource, node: PipelineNode, failed: number): Pane[] {
  const written: PreviewRecords | undefined = result.sinks[node.id];
  const [input] = [...(types.get(node.id)?.inputs.values() ?? [])];
  return [
    {
      id: "written",
      title: "written",
      detail: "in a run; a preview writes nothing",
      summary: countsText(countAt(written, step), {}, failed),
      type: input ?? null,
      rows: plainRows(rowsUpTo(written, step)),
      column: null,
      isDeadLetters: false,
      total: countAt(written, step),
    },
  ];
}

function deadLetterPanes({ result, step }: PaneSource, node: PipelineNode): Pane[] {
  return Object.entries(result.deadLetters).flatMap(([topic, records]) => {
    const rows = rowsUpTo(records, step).filter((row) => headerOf(row, "weir.node") === node.id);
    if (rows.length === 0) return [];
    return [
      {
        id: `dead:${topic}`,
        title: "dead letters",
        detail: topic,
        summary: countsText(rows.length, {}),
        type: null,
        rows: plainRows(rows),
        column: null,
        isDeadLetters: true,
        total: rows.length,
      },
    ];
  });
}

export function headerOf({ headers = [] }: Pick<PreviewRow, "headers">, name: string): string | null {
  return headers.find(([other]) => other === name)?.[1] ?? null;
}

function portTitle(side: string, port: string): string {
  const plain = port === "in" || port === "out";
  if (side === "") return plain ? "records" : port;
  return plain ? side : `${side} · ${port}`;
}

function plainRows(rows: readonly PreviewRow[]): PaneRow[] {
  return rows.map((row, index) => ({ id: `${row.step}.${index}`, row, dropped: null }));
}

interface StepDrops {
  readonly reason: string;
  readonly count: number;
}

function dropsByStep(drops: readonly PreviewDrop[]): ReadonlyMap<number, StepDrops> {
  const steps = new Map<number, StepDrops>();
  for (const { step, reason, count } of drops) {
    const before = steps.get(step);
    steps.set(step, { reason: before?.reason ?? reason, count: (before?.count ?? 0) + count });
  }
  return steps;
}

/** A step's records are struck when all of them ended here; which of several did is not known. */
function struckRows(rows: readonly PreviewRow[], drops: ReadonlyMap<number, StepDrops>): PaneRow[] {
  const perStep = new Map<number, number>();
  for (const row of rows) perStep.set(row.step, (perStep.get(row.step) ?? 0) + 1);
  return rows.map((row, index) => {
    const drop = drops.get(row.step);
    const all = drop !== undefined && drop.count >= (perStep.get(row.step) ?? 1);
    return { id: `${row.step}.${index}`, row, dropped: all ? drop.reason : null };
  });
}

function merged(lists: readonly (readonly PreviewRow[])[]): readonly PreviewRow[] {
  const [first = []] = lists;
  return lists.length <= 1 ? first : lists.flat().toSorted((a, b) => a.step - b.step);
}
