/** One frame: moves the world's elements and draws both canvases. */
import type { CanvasModel } from "../model/canvas-model.ts";
import { severityByNode, wrongEdges } from "../model/edge-facts.ts";
import { middleOf } from "../model/edge-curve.ts";
import { themeColors } from "./colors.ts";
import { paintBlocks } from "./paint-blocks.ts";
import { paintEdges } from "./paint-edges.ts";
import { paintOverlay } from "./paint-overlay.ts";
import { StillLayer } from "./still-layer.ts";
import { beginFrame, enterWorld } from "./surface.ts";

export interface Layers {
  readonly root: HTMLElement;
  readonly below: HTMLCanvasElement;
  readonly world: HTMLElement;
  readonly above: HTMLCanvasElement;
}

export class FramePainter {
  readonly #model: CanvasModel;
  readonly #layers: Layers;
  readonly #still: StillLayer;
  #moved: ReadonlySet<string> = new Set();
  #hovered: readonly Element[] = [];
  #hover: unknown = null;

  constructor(model: CanvasModel, layers: Layers) {
    this.#model = model;
    this.#layers = layers;
    this.#still = new StillLayer(model);
  }

  paint(): void {
    const { viewport, view } = this.#model;
    const { root, world } = this.#layers;
    world.style.transform = `translate(${viewport.x}px, ${viewport.y}px) scale(${viewport.zoom})`;
    this.#paintDots(root);
    this.#moveElements();
    this.#markHover();
    if (view.getState().detail === "full") this.#paintEdgesOnly();
    else this.#paintAll();
    const above = beginFrame(this.#layers.above, this.#model.size);
    if (above !== null) paintOverlay(above, this.#model, themeColors());
  }

  #paintEdgesOnly(): void {
    const below = beginFrame(this.#layers.below, this.#model.size);
    if (below === null) return;
    enterWorld(below, this.#model.viewport);
    const { diagnostics } = this.#model.session.analysis.getState();
    paintEdges(below, this.#model, themeColors(), { wrong: wrongEdges(diagnostics) });
  }

  /** While something is dragged the rest stands still: it is drawn once and copied. */
  #paintAll(): void {
    const model = this.#model;
    const below = beginFrame(this.#layers.below, model.size);
    if (below === null) return;
    const { diagnostics } = model.session.analysis.getState();
    const edges = { wrong: wrongEdges(diagnostics) };
    const blocks = { problems: severityByNode(diagnostics) };
    const colors = themeColors();
    const moving = model.moving;
    if (moving.size > 0 && moving.size < model.scene.nodes.length / 2) {
      const picture = this.#still.picture((context) => {
        paintEdges(context, model, colors, edges, ({ from, to }) => !moving.has(from.box) && !moving.has(to.box));
        paintBlocks(context, model, colors, blocks, ({ id }) => !moving.has(id));
      });
      below.save();
      below.setTransform(1, 0, 0, 1, 0, 0);
      if (picture !== null) below.drawImage(picture, 0, 0);
      below.restore();
      enterWorld(below, model.viewport);
      const links = new Set(
        [...moving.keys()].flatMap((id) => (model.scene.linksOf.get(id) ?? []).map((link) => link.id)),
      );
      if (links.size > 0) paintEdges(below, model, colors, edges, ({ id }) => links.has(id));
      paintBlocks(below, model, colors, blocks, ({ id }) => moving.has(id));
      return;
    }
    this.#still.forget();
    enterWorld(below, model.viewport);
    paintEdges(below, model, colors, edges);
    paintBlocks(below, model, colors, blocks);
  }

  /** The grid is the background's: it moves with the world, and goes when its dots would melt. */
  #paintDots(root: HTMLElement): void {
    const { x, y, zoom } = this.#model.viewport;
    let step = 20 * zoom;
    while (step < 14) step *= 2;
    if (step > 60) step /= 2;
    root.style.backgroundSize = `${step}px ${step}px`;
    root.style.backgroundPosition = `${x - step / 2}px ${y - step / 2}px`;
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
