/** All nodes with what went in, came out and ended in them: what is shown while nothing is selected. */
import { useMemo } from "react";
import type { Pipeline, PipelineNode } from "../../../shared/pipeline/pipeline.ts";
import type { PreviewResult } from "../../../shared/protocol/preview.ts";
import { nodeFacts } from "../operators/node-facts.ts";
import { inFlowOrder } from "../outline/flow-order.ts";
import { useSession } from "../stores/session.tsx";
import { Chip, kindOfGroup } from "../ui/chip.tsx";
import { DataGrid, type GridColumn } from "../ui/data-grid.tsx";
import { countAt, nodeCounts, type NodeCounts } from "./preview-step.ts";
import { reasonText } from "./reasons.ts";
import "./nodes-table.css";

interface NodeRow {
  readonly node: PipelineNode;
  readonly counts: NodeCounts;
  readonly written: number | null;
  readonly state: number;
  readonly failures: readonly string[];
  readonly ran: boolean;
}

export interface NodesTableProps {
  readonly result: PreviewResult;
  readonly pipeline: Pipeline;
  readonly step: number | null;
  readonly search: string;
}

export function NodesTable({ result, pipeline, step, search }: NodesTableProps) {
  const { selection } = useSession();
  const rows = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    return inFlowOrder(pipeline)
      .filter(({ name, type }) => `${name} ${type}`.toLowerCase().includes(wanted))
      .map((node): NodeRow => {
        const whole = result.nodes[node.id];
        const sink = result.sinks[node.id];
        return {
          node,
          counts: nodeCounts(result, pipeline, node.id, step),
          written: sink === undefined ? null : countAt(sink, step),
          state: whole?.stateEntries ?? 0,
          failures: whole?.failures ?? [],
          ran: whole !== undefined,
        };
      });
  }, [result, pipeline, step, search]);
  return (
    <DataGrid<NodeRow>
      label="Nodes of the preview"
      columns={columns}
      rows={rows}
      rowId={({ node }) => node.id}
      selection="none"
      onOpen={(id) => selection.show(id)}
      onPoint={() => {}}
      empty={<p className="record-grid-empty">No node matches the search</p>}
    />
  );
}

const count = (value: number): string => (value === 0 ? "–" : value.toLocaleString("en"));

const columns: readonly GridColumn<NodeRow>[] = [
  { id: "node", title: "node", value: ({ node }) => node.name, render: (row) => <NodeName row={row} />, widthPx: 240 },
  { id: "in", title: "in", value: ({ counts }) => count(counts.in), numeric: true, widthPx: 80 },
  {
    id: "out",
    title: "out",
    value: ({ counts, written }) => (written === null ? count(counts.out) : `${count(written)} written`),
    numeric: true,
    widthPx: 110,
  },
  {
    id: "state",
    title: "state",
    value: ({ state }) => (state === 0 ? "" : `${state.toLocaleString("en")} entries`),
    numeric: true,
    widthPx: 100,
    quiet: true,
  },
  {
    id: "ended",
    title: "ended here",
    value: endedText,
    render: (row) => <span className="nodes-table-ended">{endedText(row)}</span>,
    widthPx: 200,
  },
  {
    id: "failures",
    title: "failures",
    value: ({ failures }) => failures.join(" "),
    render: ({ failures }) => <span className="nodes-table-failures">{failures.join(" ")}</span>,
    widthPx: 260,
  },
];

function endedText({ counts: { dropped, failed, deadLettered }, ran }: NodeRow): string {
  if (!ran) return "left out: it has errors";
  const parts = Object.entries(dropped).flatMap(([reason, many]) =>
    many > 0 && reason !== "failed" ? [`${many.toLocaleString("en")} ${reasonText(reason)}`] : [],
  );
  if (failed > 0)
    parts.push(`${failed.toLocaleString("en")} failed${deadLettered > 0 ? `, ${deadLettered} to dead letters` : ""}`);
  return parts.join(" · ");
}

function NodeName({ row: { node } }: { readonly row: NodeRow }) {
  const { operator, icon } = nodeFacts(node);
  return (
    <span className="nodes-table-name">
      <Chip kind={kindOfGroup(operator?.group ?? "")} icon={icon} />
      {node.name}
    </span>
  );
}
