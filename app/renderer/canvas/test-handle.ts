/** A narrow handle for tests that drive a browser: only where the address says `?test=1`. Nothing of the studio uses it. */
import { writeLayout } from "../../../shared/pipeline/layout.ts";
import { formatPipeline } from "../../../shared/validation/open.ts";
import type { CanvasModel } from "./model/canvas-model.ts";
import { middleOf } from "./model/edge-curve.ts";
import { portPoint } from "./model/hit-test.ts";
import { toScreen } from "./model/viewport.ts";
import type { Point } from "./model/geometry.ts";

export interface CanvasTestHandle {
  /** The document in front, as it would be saved. */
  document(): { readonly pipeline: string; readonly layout: string };
  /** Label of the last step, and whether the document differs from its file. */
  step(): { readonly label: string; readonly dirty: boolean };
  selection(): {
    readonly nodes: readonly string[];
    readonly edges: readonly string[];
    readonly notes: readonly string[];
    readonly groups: readonly string[];
  };
  viewport(): { readonly x: number; readonly y: number; readonly zoom: number };
  setViewport(viewport: { readonly x: number; readonly y: number; readonly zoom: number }): void;
  /** In pixels of the window. */
  box(id: string): { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | null;
  port(node: string, port: string, side: "inputs" | "outputs"): Point | null;
  edge(id: string): Point | null;
  state(): {
    readonly detail: string;
    readonly elements: number;
    readonly guides: number;
    readonly spoken: string;
    readonly settled: boolean;
    readonly analysed: boolean;
  };
}

declare global {
  interface Window {
    weirTest?: CanvasTestHandle;
  }
}

/** Takes the handle away again when the returned function is called. */
export function exposeForTests(model: CanvasModel): () => void {
  if (new URLSearchParams(window.location.search).get("test") !== "1") return () => {};
  const handle = makeHandle(model);
  window.weirTest = handle;
  return () => {
    if (window.weirTest === handle) delete window.weirTest;
  };
}

function makeHandle(model: CanvasModel): CanvasTestHandle {
  const onWindow = (world: Point | undefined): Point | null => {
    const box = model.root?.getBoundingClientRect();
    if (world === undefined || box === undefined) return null;
    const { x, y } = toScreen(model.viewport, world);
    return { x: x + box.left, y: y + box.top };
  };
  return {
    document: () => {
      const { pipeline, layout } = model.scene.root;
      return { pipeline: formatPipeline(pipeline), layout: writeLayout(layout) };
    },
    step: () => {
      const { head, saved } = model.session.document.getState();
      return { label: head?.label ?? "", dirty: head !== saved };
    },
    selection: () => {
      const { nodes, edges, notes, groups } = model.session.selection.getState();
      return { nodes: [...nodes], edges: [...edges], notes: [...notes], groups: [...groups] };
    },
    viewport: () => model.viewport,
    setViewport: (viewport) => model.setViewport(viewport),
    box: (id) => {
      const rect = model.boxOf(id);
      const at = onWindow(rect);
      const { zoom } = model.viewport;
      return rect === undefined || at === null ? null : { ...at, width: rect.width * zoom, height: rect.height * zoom };
    },
    port: (node, port, side) => onWindow(portPoint(model, { node, port }, side)),
    edge: (id) => {
      const link = model.scene.links.get(id);
      return link === undefined ? null : onWindow(middleOf(model.curveOf(link)));
    },
    state: () => {
      const { detail, boxes, spoken, layingOut } = model.view.getState();
      return {
        detail,
        elements: boxes.length,
        guides: model.guides.length,
        spoken: spoken.text,
        settled: model.moving.size === 0 && !model.animating && !layingOut,
        analysed: !model.session.analysis.getState().pending,
      };
    },
  };
}
