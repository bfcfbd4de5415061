/** One operator on the canvas: what it is, how it is set, what it does now. */
import { memo, useEffect, useRef } from "react";
import { useStore } from "zustand";
import type { Diagnostic } from "../../../../shared/diagnostics.ts";
import type { PortRef } from "../../../../shared/pipeline/pipeline.ts";
import { useLineageMark } from "../../lineage/use-lineage-mark.ts";
import { useAnalysis, useSelection } from "../../stores/session.tsx";
import { Chip } from "../../ui/chip.tsx";
import { classNames } from "../../ui/class-names.ts";
import type { NodeBox } from "../model/scene.ts";
import { portY } from "../model/sizes.ts";
import { useCanvas } from "./canvas-context.tsx";
import { NameField } from "./name-field.tsx";
import { NodeFooter } from "./node-footer.tsx";
import "./node-view.css";

const none: readonly Diagnostic[] = [];
/** Operators whose line is an expression: shown as code. */
const asCode = new Set(["filter", "select-key", "branch", "map", "flat-map", "peek"]);

export const NodeView = memo(function NodeView({ box }: { readonly box: NodeBox }) {
  const model = useCanvas();
  const { id, node, facts } = box;
  const element = useRef<HTMLDivElement>(null);
  const selected = useSelection((state) => state.nodes.has(id));
  const lineage = useLineageMark(id);
  const problems = useAnalysis((state) => state.byNode.get(id) ?? none);
  const refusal = useStore(model.view, ({ connecting }) => connecting?.refusals.get(id));
  const renaming = useStore(model.view, ({ editing }) => editing?.item === "node" && editing.id === id);
  useEffect(() => {
    const shown = element.current;
    if (shown === null) return undefined;
    model.elements.set(id, shown);
    return () => {
      if (model.elements.get(id) === shown) model.elements.delete(id);
    };
  }, [model, id]);
  const { x, y } = model.boxOf(id) ?? box;
  const title = facts.operator?.title ?? node.type;
  return (
    <div
      ref={element}
      id={`canvas-${id}`}
      role="group"
      aria-label={labelOf(node.name, title, facts.line, problems)}
      data-node={id}
      data-kind={facts.kind}
      data-selected={selected || undefined}
      data-lineage={lineage}
      className={classNames(
        "node-view",
        `ui-kind-${facts.kind === "unknown" ? "transform" : facts.kind}`,
        refusal !== undefined && "node-view-refuses",
      )}
      style={{ transform: `translate(${x}px, ${y}px)`, width: box.width, height: box.height }}
    >
      <ProblemBadge problems={problems} />
      <div className="node-view-head">
        <Chip kind={facts.kind === "unknown" ? "transform" : facts.kind} icon={facts.icon} />
        {renaming ? (
          <NameField id={id} name={node.name} />
        ) : (
          <span className="node-view-name" data-rename="" title={node.name}>
            {node.name}
          </span>
        )}
      </div>
      <div className={classNames("node-view-line", asCode.has(node.type) && "node-view-code")}>{facts.line}</div>
      <NodeFooter id={id} title={title} isSource={facts.kind === "source"} />
      <Ports box={box} side="inputs" />
      <Ports box={box} side="outputs" />
    </div>
  );
});

function Ports({ box, side }: { readonly box: NodeBox; readonly side: "inputs" | "outputs" }) {
  const several = box.facts.ports[side].length > 1;
  return box.facts.ports[side].map(({ name, label, kind }, index) => (
    <span
      key={name}
      className={classNames(
        "node-view-port",
        `node-view-port-${side}`,
        kind === "table" && "node-view-port-table",
        several && "node-view-port-named",
        several && index === box.facts.ports[side].length - 1 && "node-view-port-last",
      )}
      data-port={name}
      style={{ top: portY(index) }}
    >
      <PortName port={{ node: box.id, port: name }} side={side} label={label} />
    </span>
  ));
}

/** Names of ports are beside them where there are several; a single one shows its name while the pointer is on the node. */
function PortName({
  port,
  side,
  label,
}: {
  readonly port: PortRef;
  readonly side: "inputs" | "outputs";
  readonly label: string;
}) {
  const model = useCanvas();
  const used = useStore(
    model.scenes,
    ({ scene }) =>
      side === "inputs" ||
      (scene.linksOf.get(port.node) ?? []).some(
        ({ edge: { from } }) => from.node === port.node && from.port === port.port,
      ),
  );
  return (
    <>
      <span className="node-view-port-name">{label}</span>
      {!used && <span className="node-view-port-plus" aria-hidden="true" />}
    </>
  );
}

function ProblemBadge({ problems }: { readonly problems: readonly Diagnostic[] }) {
  const [first] = problems;
  if (first === undefined) return null;
  const errors = problems.filter(({ severity }) => severity === "error");
  const tone = errors.length > 0 ? "bad" : "warn";
  const count = errors.length > 0 ? errors.length : problems.length;
  const word = tone === "bad" ? "error" : "warning";
  const text = problems
    .slice(0, 4)
    .map(({ message, hint }) => (hint === undefined ? message : `${message} ${hint}`))
    .join("\n");
  return (
    <span className={`node-view-badge node-view-badge-${tone}`} title={text}>
      {count} {count === 1 ? word : `${word}s`}
    </span>
  );
}

function labelOf(name: string, title: string, line: string, problems: readonly Diagnostic[]): string {
  const found = problems.length === 0 ? "" : `, ${problems.length} ${problems.length === 1 ? "problem" : "problems"}`;
  return `${name}, ${title}${line === "" ? "" : `, ${line}`}${found}`;
}
