/** A pipeline node in one sub-topology: the processors that the planner made of it, and its stores. */
import { nodeFacts } from "../operators/node-facts.ts";
import { useDocument } from "../stores/session.tsx";
import { classNames } from "../ui/class-names.ts";
import { Chip, kindOfGroup } from "../ui/chip.tsx";
import { Icon } from "../ui/icon.tsx";
import type { Box } from "./topology-layout.ts";
import type { NodeBox, StoreBox } from "./topology-model.ts";

export interface NodeBoxViewProps {
  readonly box: NodeBox;
  readonly place: Box;
  readonly selected: boolean;
  readonly onShow: (node: string) => void;
}

export function NodeBoxView({ box, place, selected, onShow }: NodeBoxViewProps) {
  const node = useDocument((state) => state.head?.root.pipeline.nodes.get(box.node));
  const facts = node === undefined ? null : nodeFacts(node);
  const kind = kindOfGroup(facts?.operator?.group ?? "");
  return (
    <button
      type="button"
      className={classNames("topology-box", `ui-kind-${kind}`)}
      style={{ translate: `${place.x}px ${place.y}px`, width: place.width, height: place.height }}
      data-selected={selected || undefined}
      disabled={node === undefined}
      onClick={() => onShow(box.node)}
    >
      <span className="topology-box-name">
        <Chip kind={kind} icon={facts?.icon ?? "box"} />
        <b>{node?.name ?? box.node}</b>
      </span>
      {box.processors.map(({ id, title, text }) => (
        <span key={id} className="topology-box-processor" title={text}>
          {title}
        </span>
      ))}
      {box.stores.map((store) => (
        <StoreRow key={store.name} store={store} />
      ))}
    </button>
  );
}

const words: Readonly<Record<StoreBox["kind"], string>> = {
  table: "table",
  window: "windows",
  "join-window": "join window",
};

function StoreRow({ store: { name, kind, kept, changelog } }: { readonly store: StoreBox }) {
  return (
    <span
      className="topology-box-store"
      title={`${name}: ${changelog === null ? "not logged" : `changelog ${changelog}`}`}
    >
      <Icon name="database" size={13} />
      {words[kind]}
      <small>{kept}</small>
      {changelog !== null && <Icon name="history" size={12} label="has a changelog" />}
    </span>
  );
}
