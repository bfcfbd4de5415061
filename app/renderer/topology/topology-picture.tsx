/** The topology drawn: dragged to pan, turned to zoom, boxes in the order of the flow for the keyboard. */
import { useEffect, useMemo, useState } from "react";
import { useSelection } from "../stores/session.tsx";
import { classNames } from "../ui/class-names.ts";
import { IconButton } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { runLayout } from "../workers/layout.ts";
import { NodeBoxView } from "./node-box-view.tsx";
import { pathOf } from "./rounded-path.ts";
import { layoutGraph, placesOf, type Box, type Placed } from "./topology-layout.ts";
import { laneId, type Lane, type TopicBox, type TopologyModel } from "./topology-model.ts";
import { usePanZoom } from "./use-pan-zoom.ts";
import "./topology-picture.css";

export interface TopologyPictureProps {
  readonly model: TopologyModel;
  readonly stale: boolean;
  readonly onShow: (node: string) => void;
}

export function TopologyPicture({ model, stale, onShow }: TopologyPictureProps) {
  const { placed, trouble } = useLayout(model);
  const view = usePanZoom(placed);
  const selected = useSelection((state) => state.nodes);
  const lit = useMemo(
    () =>
      new Set(model.lanes.flatMap(({ boxes }) => boxes.flatMap(({ id, node }) => (selected.has(node) ? [id] : [])))),
    [model, selected],
  );
  if (trouble !== null)
    return <p className="topology-picture-trouble" role="alert">{`${trouble} The list shows the same.`}</p>;
  return (
    <div
      className={classNames("topology-picture", stale && "topology-picture-stale")}
      role="region"
      aria-label="Picture of the topology"
      ref={view.host}
      {...view.handlers}
    >
      {placed === null ? (
        <div className="topology-picture-wait">
          <Spinner label="Laying out" />
        </div>
      ) : (
        <div
          className="topology-picture-world"
          style={{ width: placed.width, height: placed.height, transform: view.transform }}
        >
          {model.lanes.map((lane) => (
            <LaneView key={lane.id} lane={lane} box={placed.boxes.get(laneId(lane.id))} />
          ))}
          <Lines model={model} placed={placed} lit={lit} />
          {model.topics.map((topic) => (
            <TopicView key={topic.id} topic={topic} box={placed.boxes.get(topic.id)} onShow={onShow} />
          ))}
          {model.lanes.flatMap((lane) =>
            lane.boxes.map((box) => {
              const place = placed.boxes.get(box.id);
              return place === undefined ? null : (
                <NodeBoxView key={box.id} box={box} place={place} selected={lit.has(box.id)} onShow={onShow} />
              );
            }),
          )}
        </div>
      )}
      <div className="topology-picture-tools">
        <IconButton icon="maximize" label="Show all of it" onClick={view.fit} />
        <IconButton icon="minus" label="Smaller" onClick={() => view.zoomBy(1 / 1.25)} />
        <span>{Math.round(view.zoom * 100)} %</span>
        <IconButton icon="plus" label="Larger" onClick={() => view.zoomBy(1.25)} />
      </div>
    </div>
  );
}

function useLayout(model: TopologyModel): { readonly placed: Placed | null; readonly trouble: string | null } {
  const [placed, setPlaced] = useState<Placed | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    void runLayout(layoutGraph(model), controller.signal).then((result) => {
      if (controller.signal.aborted) return;
      if (result.outcome === "done") setPlaced(placesOf(result.graph));
      setTrouble(result.outcome === "done" ? null : result.message);
    });
    return () => controller.abort();
  }, [model]);
  return { placed, trouble };
}

function Lines({
  model,
  placed,
  lit,
}: {
  readonly model: TopologyModel;
  readonly placed: Placed;
  readonly lit: ReadonlySet<string>;
}) {
  const links = [...model.links, ...model.lanes.flatMap((lane) => lane.links)];
  return (
    <svg className="topology-picture-lines" width={placed.width} height={placed.height} aria-hidden="true">
      <defs>
        <marker
          id="topology-arrow"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="8"
          markerHeight="8"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M1 1 7 4 1 7" className="topology-picture-arrow" />
        </marker>
      </defs>
      {links.map(({ id, from, to }) => (
        <path
          key={id}
          d={pathOf(placed.lines.get(id) ?? [])}
          markerEnd="url(#topology-arrow)"
          data-lit={lit.has(from) || lit.has(to) || undefined}
        />
      ))}
    </svg>
  );
}

export function styleOf(box: Box) {
  return { translate: `${box.x}px ${box.y}px`, width: box.width, height: box.height };
}

function LaneView({ lane, box }: { readonly lane: Lane; readonly box: Box | undefined }) {
  if (box === undefined) return null;
  const groups = lane.copartitioned.map((group) => group.join(" and ")).join("; ");
  return (
    <section className="topology-lane" style={styleOf(box)} aria-label={`${lane.title}, ${lane.tasks}`}>
      <header>
        <b>{lane.title}</b>
        <span>{lane.tasks}</span>
      </header>
      {groups !== "" && (
        <footer title={groups}>
          <Icon name="columns-2" size={12} /> equally partitioned: {groups}
        </footer>
      )}
    </section>
  );
}

interface TopicViewProps {
  readonly topic: TopicBox;
  readonly box: Box | undefined;
  readonly onShow: (node: string) => void;
}

function TopicView({ topic: { name, role, detail, nodes }, box, onShow }: TopicViewProps) {
  if (box === undefined) return null;
  const [node] = nodes;
  const what = role === "repartition" ? "repartition" : `${role} topic`;
  return (
    <button
      type="button"
      className="topology-topic"
      data-role={role}
      title={name}
      style={styleOf(box)}
      disabled={node === undefined}
      onClick={() => node !== undefined && onShow(node)}
    >
      <Icon name={role === "repartition" ? "shuffle" : "layers"} size={14} />
      <span>
        <b>{name}</b>
        <small>{detail === "" ? what : `${what} · ${detail}`}</small>
      </span>
    </button>
  );
}
