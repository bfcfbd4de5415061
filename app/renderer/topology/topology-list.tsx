/** The topology as a list: the same parts as the picture, for reading and for hands on the keyboard. */
import type { Topology } from "../../../shared/topology/topology.ts";
import { useDocument } from "../stores/session.tsx";
import { Icon } from "../ui/icon.tsx";
import { moveFocus } from "../ui/use-roving.ts";
import type { Lane, NodeBox, TopologyModel } from "./topology-model.ts";
import "./topology-list.css";

export interface TopologyListProps {
  readonly model: TopologyModel;
  readonly topology: Topology;
  readonly onShow: (node: string) => void;
}

export function TopologyList({ model, topology, onShow }: TopologyListProps) {
  return (
    <div className="topology-list" onKeyDown={(event) => moveFocus(event, ".topology-list-row", "vertical")}>
      {model.lanes.map((lane) => (
        <LaneList key={lane.id} lane={lane} onShow={onShow} />
      ))}
      <section aria-label="Topics">
        <h3>
          Topics <small>{topology.topics.length}</small>
        </h3>
        <ul>
          {topology.topics.map(({ name, role, partitions, create, config, nodes: [node] }) => (
            <li key={name}>
              <button
                type="button"
                className="topology-list-row"
                disabled={node === undefined}
                onClick={() => node !== undefined && onShow(node)}
              >
                <b>{name}</b>
                <span>{role}</span>
                <span>
                  {partitions === null
                    ? "as many partitions as its source"
                    : `${partitions} ${partitions === 1 ? "partition" : "partitions"}`}
                </span>
                <span>{create ? "made when missing" : "must exist"}</span>
                <code>
                  {Object.entries(config)
                    .map(([key, value]) => `${key}=${value}`)
                    .join(" ")}
                </code>
              </button>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function LaneList({ lane, onShow }: { readonly lane: Lane; readonly onShow: (node: string) => void }) {
  return (
    <section aria-label={lane.title}>
      <h3>
        {lane.title} <small>{lane.tasks}</small>
      </h3>
      <ul>
        {lane.boxes.map((box) => (
          <BoxRow key={box.id} box={box} onShow={onShow} />
        ))}
      </ul>
      {lane.copartitioned.map((group) => (
        <p key={group.join()} className="topology-list-note">
          Equally partitioned: {group.join(", ")}
        </p>
      ))}
    </section>
  );
}

function BoxRow({ box, onShow }: { readonly box: NodeBox; readonly onShow: (node: string) => void }) {
  const name = useDocument((state) => state.head?.root.pipeline.nodes.get(box.node)?.name);
  return (
    <li>
      {box.processors.map(({ id, text }, index) => (
        <button
          key={id}
          type="button"
          className="topology-list-row"
          disabled={name === undefined}
          onClick={() => onShow(box.node)}
        >
          <b>{index === 0 ? (name ?? box.node) : ""}</b>
          <code title={text}>{text}</code>
        </button>
      ))}
      {box.stores.map((store) => (
        <p key={store.name} className="topology-list-store">
          <Icon name="database" size={12} /> {store.name}{" "}
          <span>
            {[store.kind, store.kept, store.changelog ?? "not logged"].filter((part) => part !== "").join(" · ")}
          </span>
        </p>
      ))}
    </li>
  );
}
