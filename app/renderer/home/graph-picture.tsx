/** A graph in small: blocks in their kinds' colours and the streams between them. */
import type { StudioDocument } from "../../../shared/pipeline/studio-document.ts";
import "../ui/chip.css";
import { nodeFacts } from "../operators/node-facts.ts";

const nodeWidth = 196;
const nodeHeight = 78;

export function GraphPicture({ document: { pipeline, layout } }: { readonly document: StudioDocument }) {
  const places = [...pipeline.nodes.values()].map((node, index) => ({
    node,
    place: layout.nodes.get(node.id) ?? { x: (index % 4) * 260, y: Math.floor(index / 4) * 120 },
  }));
  const byId = new Map(places.map(({ node, place }) => [node.id, place]));
  const xs = places.map(({ place }) => place.x);
  const ys = places.map(({ place }) => place.y);
  const [x, y] = [Math.min(...xs) - 40, Math.min(...ys) - 40];
  const [width, height] = [Math.max(...xs) + nodeWidth + 40 - x, Math.max(...ys) + nodeHeight + 40 - y];
  return (
    <svg
      className="graph-picture"
      viewBox={`${x} ${y} ${width} ${height}`}
      preserveAspectRatio="xMidYMid meet"
      aria-hidden="true"
    >
      {[...pipeline.edges.values()].map((edge) => {
        const [from, to] = [byId.get(edge.from.node), byId.get(edge.to.node)];
        if (from === undefined || to === undefined) return null;
        const [x1, y1, x2, y2] = [from.x + nodeWidth, from.y + nodeHeight / 2, to.x, to.y + nodeHeight / 2];
        const bend = Math.max(40, (x2 - x1) / 2);
        return <path key={edge.id} d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`} />;
      })}
      {places.map(({ node, place }) => (
        <rect
          key={node.id}
          className={`ui-kind-${nodeFacts(node).kind}`}
          x={place.x}
          y={place.y}
          width={nodeWidth}
          height={nodeHeight}
          rx={16}
        />
      ))}
    </svg>
  );
}
