/** Drawing an edge from a port, or taking an end of one off: to a port, to the best port of a node, or onto the empty canvas for a new node. */
import type { PipelineEdge, PortRef } from "../../../../shared/pipeline/pipeline.ts";
import { notifyError } from "../../stores/workspace.ts";
import { nodeFacts } from "../../operators/node-facts.ts";
import { connectorFrom, type Side } from "../can-connect.ts";
import type { CanvasModel } from "../model/canvas-model.ts";
import { edgeCurve } from "../model/edge-curve.ts";
import { distance, type Point } from "../model/geometry.ts";
import { hitTest, portPoint } from "../model/hit-test.ts";
import { edgeId } from "../model/insert.ts";
import { threshold, type Gesture, type Pointer } from "./gesture.ts";

export interface ConnectStart {
  /** The end that stays. */
  readonly port: PortRef;
  readonly side: Side;
  /** The edge whose other end is moved; null for a new one. */
  readonly moving: PipelineEdge | null;
}

export function startConnect(model: CanvasModel, from: Pointer, { port, side, moving }: ConnectStart): Gesture {
  const { document, analysis } = model.session;
  const pipeline = model.scene.root.pipeline;
  const check = connectorFrom(pipeline, analysis.getState().types, { port, side }, moving?.id);
  const other: Side = side === "outputs" ? "inputs" : "outputs";
  const start = portPoint(model, port, side) ?? from.world;
  let begun = false;
  let target: PortRef | null = null;

  const begin = (): void => {
    begun = true;
    model.view.setState({ connecting: { from: port, side, refusals: refusalsOf(model, check, other, port.node) } });
  };
  const finish = (): void => {
    model.draft = null;
    model.view.setState({ connecting: null, hint: null });
    model.invalidate();
  };
  return {
    cursor: "crosshair",
    pansAtBorder: true,
    move(to) {
      if (!begun && distance(from.screen, to.screen) > threshold) begin();
      if (!begun) return;
      const found = candidate(model, check, other, to.world);
      target = found.port;
      const end = (target === null ? undefined : portPoint(model, target, other)) ?? to.world;
      const [a, b]: [Point, Point] = side === "outputs" ? [start, end] : [end, start];
      model.draft = { curve: edgeCurve(a, b), ok: found.reason === null, edge: moving?.id ?? null };
      const hint = found.reason === null ? null : { text: found.reason, screen: to.screen };
      if (hint !== null || model.view.getState().hint !== null) model.view.setState({ hint });
      model.invalidate();
    },
    end(at) {
      const overNothing = begun && candidate(model, check, other, at.world).over === null;
      finish();
      if (!begun) {
        // A press on a port without a drag asks for what could follow.
        if (moving === null && !document.getState().readOnly)
          model.view.setState({ quickAdd: { target: { kind: "port", port, side, at: null }, screen: at.screen } });
        return;
      }
      if (target !== null) commit(model, { port, side, moving }, target);
      else if (overNothing && moving === null && !document.getState().readOnly)
        model.view.setState({ quickAdd: { target: { kind: "port", port, side, at: at.world }, screen: at.screen } });
    },
    cancel: finish,
  };
}

type Check = (other: PortRef) => true | string;

interface Candidate {
  readonly port: PortRef | null;
  readonly reason: string | null;
  /** The node under the pointer. */
  readonly over: string | null;
}

function candidate(model: CanvasModel, check: Check, side: Side, world: Point): Candidate {
  const hit = hitTest(model, world);
  if (hit?.on === "port") {
    if (hit.side !== side) {
      const reason = side === "inputs" ? "Two outputs cannot be connected." : "Two inputs cannot be connected.";
      return bestPort(model, check, side, hit.port.node) ?? { port: null, reason, over: hit.port.node };
    }
    const answer = check(hit.port);
    return { port: answer === true ? hit.port : null, reason: answer === true ? null : answer, over: hit.port.node };
  }
  if (hit?.on !== "box") return { port: null, reason: null, over: null };
  const box = model.scene.boxes.get(hit.id);
  if (box?.item === "group")
    return {
      port: null,
      reason: box.collapsed ? "Open the group to connect what is in it." : null,
      over: box.collapsed ? hit.id : null,
    };
  if (box?.item !== "node") return { port: null, reason: null, over: null };
  const best = bestPort(model, check, side, hit.id);
  return best ?? { port: null, reason: reasonFor(model, check, side, hit.id), over: hit.id };
}

/** The first that takes the edge; free ones before others. */
function bestPort(model: CanvasModel, check: Check, side: Side, node: string): Candidate | null {
  const found = model.scene.root.pipeline.nodes.get(node);
  if (found === undefined) return null;
  const end = side === "inputs" ? "to" : "from";
  const used = new Set(
    (model.scene.linksOf.get(node) ?? []).flatMap(({ edge }) => (edge[end].node === node ? [edge[end].port] : [])),
  );
  const open = nodeFacts(found).ports[side].filter(({ name }) => check({ node, port: name }) === true);
  const port = open.find(({ name }) => !used.has(name)) ?? open[0];
  return port === undefined ? null : { port: { node, port: port.name }, reason: null, over: node };
}

function reasonFor(model: CanvasModel, check: Check, side: Side, node: string): string {
  const found = model.scene.root.pipeline.nodes.get(node);
  const [port] = found === undefined ? [] : nodeFacts(found).ports[side];
  if (port === undefined) return `${found?.name ?? "The node"} has no ${side === "inputs" ? "input" : "output"}.`;
  const answer = check({ node, port: port.name });
  return answer === true ? "It cannot be connected." : answer;
}

/** Of every node that no port of can be the other end: looked at once, drawn dimmed. */
function refusalsOf(model: CanvasModel, check: Check, side: Side, self: string): ReadonlyMap<string, string> {
  const refusals = new Map<string, string>();
  for (const { id, facts } of model.scene.nodes) {
    if (id === self) continue;
    const open = facts.ports[side].some(({ name }) => check({ node: id, port: name }) === true);
    if (!open) refusals.set(id, reasonFor(model, check, side, id));
  }
  return refusals;
}

export function commit(model: CanvasModel, { port, side, moving }: ConnectStart, target: PortRef): void {
  const pipeline = model.scene.root.pipeline;
  const [from, to] = side === "outputs" ? [port, target] : [target, port];
  const name = (node: string): string => pipeline.nodes.get(node)?.name ?? node;
  try {
    if (moving === null) {
      const id = edgeId(pipeline);
      model.session.document.commit({
        label: `Connect ${name(from.node)} to ${name(to.node)}`,
        edits: [{ edit: "connect", id, from, to }],
      });
    } else {
      model.session.document.commit({
        label: `Reconnect ${name(from.node)} to ${name(to.node)}`,
        edits: [{ edit: "reconnect", id: moving.id, from, to }],
      });
    }
    model.say(`${name(from.node)} connected to ${name(to.node)}`);
  } catch (error) {
    notifyError(error);
  }
}
