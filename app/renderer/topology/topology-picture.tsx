/** The topology drawn: dragged to pan, turned to zoom, boxes in the order of the flow for the keyboard. */
import { useEffect, useMemo, useState } from "react";
import { useDocument, useSelection } from "../stores/session.tsx";
import { nodeFacts } from "../operators/node-facts.ts";
import { classNames } from "../ui/class-names.ts";
import { IconButton } from "../ui/button.tsx";
import { Chip, kindOfGroup } from "../ui/chip.tsx";
import { Icon } from "../ui/icon.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { Tooltip } from "../ui/tooltip.tsx";
import { runLayout } from "../workers/layout.ts";
import { layoutGraph, placesOf, type Box, type Placed, type Point } from "./topology-layout.ts";
import type { Lane, ProcessorBox, StoreBox, TopicBox, TopologyModel } from "./topology-model.ts";
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
      new Set(
        model.lanes.flatMap(({ processors }) =>
          processors.filter(({ node }) => selected.has(node)).map(({ id }) => id),
        ),
      ),
    [model, selected],
  );
  if (trouble !== null)
    return <p className="topology-picture-trouble" role="alert">{`${trouble} The list shows the same.`}</p>;
  return (
    <div
      className={classNames("topology-picture", stale && "topology-picture-stale")}
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
            <LaneView key={lane.id} lane={lane} box={placed.lanes.get(lane.id)} />
          ))}
          <svg className="topology-picture-lines" width={placed.width} height={placed.height} aria-hidden="true">
            {model.links.map(({ id, from, to }) => (
              <path
                key={id}
                d={pathOf(placed.lines.get(id) ?? [])}
                data-lit={lit.has(from) || lit.has(to) || undefined}
              />
            ))}
          </svg>
          {model.topics.map((topic) => (
            <TopicView key={topic.id} topic={topic} box={placed.boxes.get(topic.id)} onShow={onShow} />
          ))}
          {model.lanes.flatMap((lane) =>
            lane.processors.map((processor) => (
              <ProcessorView
                key={processor.id}
                processor={processor}
                box={placed.boxes.get(processor.id)}
                selected={lit.has(processor.id)}
                onShow={onShow}
              />
            )),
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

function styleOf(box: Box) {
  return { translate: `${box.x}px ${box.y}px`, width: box.width, height: box.height };
}

function LaneView({ lane, box }: { readonly lane: Lane; readonly box: Box | undefined }) {
  if (box === undefined) return null;
  return (
    <section className="topology-lane" style={styleOf(box)} aria-label={lane.title}>
      <header>
        <b>{lane.title}</b>
        <span>{lane.tasks}</span>
      </header>
      {lane.copartitioned.length > 0 && (
        <footer title={lane.copartitioned.map((group) => group.join(", ")).join("\n")}>
          <Icon name="columns-2" size={12} /> equally partitioned:{" "}
          {lane.copartitioned.map((group) => group.join(" = ")).join("; ")}
        </footer>
      )}
    </section>
  );
}

interface ProcessorViewProps {
  readonly processor: ProcessorBox;
  readonly box: Box | undefined;
  readonly selected: boolean;
  readonly onShow: (node: string) => void;
}

function ProcessorView({ processor, box, selected, onShow }: ProcessorViewProps) {
  const node = useDocument((state) => state.head?.root.pipeline.nodes.get(processor.node));
  if (box === undefined) return null;
  const part = processor.id === processor.node ? "" : processor.id.slice(processor.node.length + 1);
  const facts = node === undefined ? null : nodeFacts(node);
  const kind = kindOfGroup(facts?.operator?.group ?? "");
  return (
    <div
      className={classNames("topology-processor", `ui-kind-${kind}`)}
      style={styleOf(box)}
      data-selected={selected || undefined}
    >
      <Tooltip text={processor.text}>
        <button
          type="button"
          className="topology-processor-name"
          disabled={node === undefined}
          onClick={() => onShow(processor.node)}
        >
          <Chip kind={kind} icon={facts?.icon ?? "box"} />
          <span>
            <b>{node?.name ?? processor.node}</b>
            <small>{part === "" ? processor.kind : `${processor.kind} · ${part}`}</small>
          </span>
        </button>
      </Tooltip>
      {processor.stores.map((store) => (
        <StoreView key={store.name} store={store} />
      ))}
    </div>
  );
}

function StoreView({ store }: { readonly store: StoreBox }) {
  const text = store.changelog === null ? "Not logged" : `Changelog ${store.changelog}`;
  return (
    <Tooltip text={text}>
      <div className="topology-store">
        <Icon name="database" size={14} />
        <span>{store.kind === "table" ? "table" : store.kind === "window" ? "windows" : "join window"}</span>
        <small>{store.kept}</small>
        {store.changelog !== null && <Icon name="history" size={12} label="has a changelog" />}
      </div>
    </Tooltip>
  );
}

function TopicView({
  topic,
  box,
  onShow,
}: {
  readonly topic: TopicBox;
  readonly box: Box | undefined;
  readonly onShow: (node: string) => void;
}) {
  if (box === undefined) return null;
  const [node] = topic.nodes;
  return (
    <button
      type="button"
      className="topology-topic"
      data-role={topic.role}
      style={styleOf(box)}
      disabled={node === undefined}
      onClick={() => node !== undefined && onShow(node)}
    >
      <Icon name={topic.role === "repartition" ? "shuffle" : "layers"} size={14} />
      <span>
        <b>{topic.name}</b>
        <small>
          {[topic.role === "repartition" ? "repartition" : `${topic.role} topic`, topic.detail]
            .filter((part) => part !== "")
            .join(" · ")}
        </small>
      </span>
    </button>
  );
}

const CORNER_PX = 6;

/** Straight parts with rounded corners. */
function pathOf(points: readonly Point[]): string {
  const [start] = points;
  if (start === undefined) return "";
  let path = `M${start.x} ${start.y}`;
  for (let index = 1; index < points.length; index++) {
    const [before, at, after] = [points[index - 1], points[index], points[index + 1]];
    if (at === undefined || before === undefined) continue;
    if (after === undefined) path += `L${at.x} ${at.y}`;
    else {
      const into = towards(at, before);
      const out = towards(at, after);
      path += `L${into.x} ${into.y}Q${at.x} ${at.y} ${out.x} ${out.y}`;
    }
  }
  return path;
}

function towards(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const part = length === 0 ? 0 : Math.min(CORNER_PX, length / 2) / length;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}
