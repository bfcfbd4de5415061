/** One frame: moves the world's elements and draws both canvases. */
import type { CanvasModel } from "../model/canvas-model.ts";
import { severityByNode, wrongEdges } from "../model/edge-facts.ts";
import { middleOf } from "../model/edge-curve.ts";
import type { Viewport } from "../model/viewport.ts";
import { themeColors } from "./colors.ts";
import { paintBlocks } from "./paint-blocks.ts";
import { paintEdges } from "./paint-edges.ts";
import { paintGroups } from "./paint-groups.ts";
import { hasOverlay, paintOverlay } from "./paint-overlay.ts";
import { StillLayer } from "./still-layer.ts";
import { beginFrame, enterWorld } from "./surface.ts";

export interface Layers {
  readonly dots: HTMLElement;
  readonly below: HTMLCanvasElement;
  readonly world: HTMLElement;
  readonly above: HTMLCanvasElement;
}

const settleMs = 160;
/** Fewer nodes are drawn as fast as they are copied. */
const largeScene = 800;
const panMargin = 200;

export class FramePainter {
  readonly #model: CanvasModel;
  readonly #layers: Layers;
  readonly #still: StillLayer;
  #moved: ReadonlySet<string> = new Set();
  #hovered: readonly Element[] = [];
  #hover: unknown = null;
  #overlaid = false;
  #painted: Viewport | null = null;
  #shown: Viewport | null = null;
  #settling = 0;
  #dotStep = 0;

  constructor(model: CanvasModel, layers: Layers) {
    this.#model = model;
    this.#layers = layers;
    this.#still = new StillLayer();
  }

  paint(): void {
    const { view } = this.#model;
    this.#moveWorld();
    this.#moveDots();
    this.#moveElements();
    this.#markHover();
    if (view.getState().detail === "full") this.#paintEdgesOnly();
    else this.#paintAll();
    const wanted = hasOverlay(this.#model);
    if (!wanted && !this.#overlaid) return;
    this.#overlaid = wanted;
    const above = beginFrame(this.#layers.above, this.#model.size);
    if (above !== null && wanted) paintOverlay(above, this.#model, themeColors());
  }

  #paintEdgesOnly(): void {
    const below = beginFrame(this.#layers.below, this.#model.size);
    if (below === null) return;
    enterWorld(below, this.#model.viewport);
    const { diagnostics } = this.#model.session.analysis.getState();
    paintGroups(below, this.#model, themeColors());
    paintEdges(below, this.#model, themeColors(), { wrong: wrongEdges(diagnostics) });
  }

  /** What stands still while something is dragged, and all of it while it only moves, is drawn once and copied. */
  #paintAll(): void {
    const model = this.#model;
    const below = beginFrame(this.#layers.below, model.size);
    if (below === null) return;
    const { viewport, size, scene, moving } = model;
    const pans = this.#painted !== viewport && this.#painted?.zoom === viewport.zoom;
    this.#painted = viewport;
    if (moving.size > 0 && moving.size < scene.nodes.length / 2) {
      const of = [scene, model.dropEdge, moving.size];
      this.#still.copyTo(below, { viewport, size, margin: 0, of }, (context) =>
        this.#paintParts(context, 0, (id) => !moving.has(id)),
      );
      enterWorld(below, viewport);
      this.#paintMoving(below);
    } else if (pans && moving.size === 0 && scene.nodes.length > largeScene) {
      const { selection, analysis } = model.session;
      const of = [scene, selection.getState(), analysis.getState(), model.hover, model.draft, themeColors()];
      this.#still.copyTo(below, { viewport, size, margin: panMargin, of }, (context) =>
        this.#paintParts(context, panMargin, () => true),
      );
    } else {
      this.#still.forget();
      enterWorld(below, viewport);
      this.#paintParts(below, 0, () => true);
    }
  }

  #paintParts(context: CanvasRenderingContext2D, margin: number, pick: (box: string) => boolean): void {
    const model = this.#model;
    const { diagnostics } = model.session.analysis.getState();
    const colors = themeColors();
    paintGroups(context, model, colors, margin);
    const edges = { wrong: wrongEdges(diagnostics), margin };
    paintEdges(context, model, colors, edges, ({ from, to }) => pick(from.box) && pick(to.box));
    paintBlocks(context, model, colors, { problems: severityByNode(diagnostics), margin }, ({ id }) => pick(id));
  }

  #paintMoving(context: CanvasRenderingContext2D): void {
    const model = this.#model;
    const { diagnostics } = model.session.analysis.getState();
    const colors = themeColors();
    const links = new Set<string>();
    for (const id of model.moving.keys()) for (const link of model.scene.linksOf.get(id) ?? []) links.add(link.id);
    if (links.size > 0)
      paintEdges(context, model, colors, { wrong: wrongEdges(diagnostics) }, ({ id }) => links.has(id));
    const blocks = { problems: severityByNode(diagnostics) };
    paintBlocks(context, model, colors, blocks, ({ id }) => model.moving.has(id));
  }

  /** While it only moves, the world is a layer of its own, which need not be painted; its text would blur where that were kept over a zoom. */
  #moveWorld(): void {
    const { world } = this.#layers;
    const { viewport } = this.#model;
    const before = this.#shown;
    if (before === viewport) return;
    this.#shown = viewport;
    world.style.transform = `translate(${viewport.x}px, ${viewport.y}px) scale(${viewport.zoom})`;
    clearTimeout(this.#settling);
    if (before?.zoom !== viewport.zoom) {
      world.style.willChange = "";
      return;
    }
    world.style.willChange = "transform";
    this.#settling = window.setTimeout(() => {
      world.style.willChange = "";
    }, settleMs);
  }

  /** The grid goes with the world; its dots are farther apart before they would melt. */
  #moveDots(): void {
    const { dots } = this.#layers;
    const { x, y, zoom } = this.#model.viewport;
    let step = 20 * zoom;
    while (step < 14) step *= 2;
    if (step > 60) step /= 2;
    if (step !== this.#dotStep) dots.style.backgroundSize = `${step}px ${step}px`;
    this.#dotStep = step;
    const rest = (value: number): number => ((((value - step / 2) % step) + step) % step) - step;
    dots.style.transform = `translate(${rest(x)}px, ${rest(y)}px)`;
  }

  /** What is dragged or on its way, and what was a frame ago. */
  #moveElements(): void {
    const model = this.#model;
    const { moving, elements, labels, scene } = model;
    if (moving.size === 0 && this.#moved.size === 0 && model.resizing === null) return;
    const ids = new Set([...moving.keys(), ...this.#moved]);
    for (const group of scene.groups) if (group.group.nodes.some((node) => ids.has(node))) ids.add(group.id);
    if (model.resizing !== null) ids.add(model.resizing.id);
    const links = new Set<string>();
    for (const [id, element] of elements) {
      if (!ids.has(id)) continue;
      const rect = model.boxOf(id);
      if (rect === undefined) continue;
      element.style.transform = `translate(${rect.x}px, ${rect.y}px)`;
      element.style.width = `${rect.width}px`;
      element.style.height = `${rect.height}px`;
      for (const { id: link } of scene.linksOf.get(id) ?? []) links.add(link);
    }
    for (const id of links) {
      const [label, link] = [labels.get(id), scene.links.get(id)];
      if (label === undefined || link === undefined) continue;
      const { x, y } = middleOf(model.curveOf(link));
      label.style.transform = `translate(${x}px, ${y}px)`;
    }
    this.#moved = new Set(model.resizing === null ? moving.keys() : [model.resizing.id]);
  }

  #markHover(): void {
    const { hover, elements } = this.#model;
    if (hover === this.#hover) return;
    this.#hover = hover;
    for (const element of this.#hovered) element.removeAttribute("data-hover");
    const box =
      hover?.on === "box" || hover?.on === "corner" ? hover.id : hover?.on === "port" ? hover.port.node : null;
    const element = box === null ? undefined : elements.get(box);
    const marked: Element[] = element === undefined ? [] : [element];
    if (hover?.on === "port" && element !== undefined) {
      const port = element.querySelector(`.node-view-port-${hover.side}[data-port="${CSS.escape(hover.port.port)}"]`);
      if (port !== null) marked.push(port);
    }
    for (const one of marked) one.setAttribute("data-hover", "");
    this.#hovered = marked;
  }
}
