/** The graph: one world under one window. Elements close up, blocks far off; gestures become edits when they end. */
import { useEffect, useLayoutEffect, useRef } from "react";
import { useStore } from "zustand";
import { must } from "../../../shared/assert.ts";
import { useSession } from "../stores/session.tsx";
import { PointerControl } from "./gestures/pointer-control.ts";
import { canvasOf } from "./model/canvas-of.ts";
import { layOutUnplaced } from "./model/laying-out.ts";
import { onThemeChange } from "./paint/colors.ts";
import { FramePainter } from "./paint/frame.ts";
import { exposeForTests } from "./test-handle.ts";
import { CanvasContext, useCanvas } from "./view/canvas-context.tsx";
import { CanvasMenu } from "./view/canvas-menu.tsx";
import { CanvasSearch } from "./view/canvas-search.tsx";
import { CanvasTools } from "./view/canvas-tools.tsx";
import { CanvasTip } from "./view/canvas-tip.tsx";
import { DragGhost } from "./view/drag-ghost.tsx";
import { EmptyCanvas } from "./view/empty-canvas.tsx";
import { IconSheet } from "./view/icon-sheet.tsx";
import { Minimap } from "./view/minimap.tsx";
import { QuickAdd } from "./view/quick-add.tsx";
import { useClipboardEvents } from "./view/use-clipboard-events.ts";
import { World } from "./view/world.tsx";
import "./canvas.css";

/** Below it a node's name and figure are drawn larger, and the line of its settings is left out: it could not be read. */
const smallPercent = 72;
const tinyPercent = 50;

export function Canvas() {
  const model = canvasOf(useSession());
  return (
    <CanvasContext value={model}>
      <Surface />
    </CanvasContext>
  );
}

function Surface() {
  const model = useCanvas();
  const root = useRef<HTMLDivElement>(null);
  const dots = useRef<HTMLDivElement>(null);
  const below = useRef<HTMLCanvasElement>(null);
  const world = useRef<HTMLDivElement>(null);
  const above = useRef<HTMLCanvasElement>(null);
  const count = useStore(model.scenes, ({ scene }) => scene.root.pipeline.nodes.size);
  const small = useStore(model.view, ({ zoomPercent }) =>
    zoomPercent < tinyPercent ? "tiny" : zoomPercent < smallPercent ? "small" : undefined,
  );
  useClipboardEvents(model);

  useLayoutEffect(() => {
    const shown = must(root.current, "the canvas");
    const layers = {
      dots: must(dots.current, "the grid"),
      below: must(below.current, "the lower layer"),
      world: must(world.current, "the world"),
      above: must(above.current, "the upper layer"),
    };
    model.root = shown;
    const painter = new FramePainter(model, layers);
    const size = new ResizeObserver(() => model.resize({ width: shown.clientWidth, height: shown.clientHeight }));
    size.observe(shown);
    const stop = [
      model.onPaint(() => painter.paint()),
      new PointerControl(model, shown).attach(),
      onThemeChange(() => model.invalidate()),
      model.view.subscribe(() => model.invalidate()),
      exposeForTests(model),
    ];
    model.resize({ width: shown.clientWidth, height: shown.clientHeight });
    return () => {
      model.root = null;
      size.disconnect();
      for (const end of stop) end();
    };
  }, [model]);
  useEffect(() => {
    layOutUnplaced(model).catch(() => model.view.setState({ layingOut: false }));
  }, [model]);

  return (
    <div
      ref={root}
      className="canvas"
      role="application"
      aria-label={`Canvas, ${count} ${count === 1 ? "node" : "nodes"}`}
      aria-roledescription="graph"
      tabIndex={0}
    >
      <div ref={dots} className="canvas-dots" />
      <canvas ref={below} className="canvas-layer" />
      <div ref={world} className="canvas-world" data-small={small}>
        <World />
      </div>
      <canvas ref={above} className="canvas-layer canvas-above" />
      <EmptyCanvas />
      <Hint />
      <CanvasTip />
      <DragGhost />
      <QuickAdd />
      <CanvasSearch />
      <CanvasTools />
      <Minimap />
      <CanvasMenu />
      <Spoken />
      <IconSheet />
    </div>
  );
}

/** Why a port refuses, at the pointer. */
function Hint() {
  const hint = useStore(useCanvas().view, (state) => state.hint);
  if (hint === null) return null;
  return (
    <div className="canvas-hint" style={{ left: hint.screen.x + 16, top: hint.screen.y + 14 }}>
      {hint.text}
    </div>
  );
}

function Spoken() {
  const { text, count } = useStore(useCanvas().view, (state) => state.spoken);
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      <span key={count}>{text}</span>
    </div>
  );
}
