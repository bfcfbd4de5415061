/**
 * The canvas of one open document: its scene, where the window onto it stands, and what is under way. Frames draw from it directly; components read
 * `view`, which changes only when what has elements changes. It outlives the component, so that a tab comes back as it was left.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { emptyLayout } from "../../../../shared/pipeline/layout.ts";
import type { Pipeline } from "../../../../shared/pipeline/pipeline.ts";
import type { StudioDocument } from "../../../../shared/pipeline/studio-document.ts";
import type { Session } from "../../stores/session.tsx";
import { edgeCurve, type EdgeCurve } from "./edge-curve.ts";
import { inflate, intersects, unionOf, type Point, type Rect } from "./geometry.ts";
import { quickLayout } from "./quick-layout.ts";
import { buildScene, groupRect, type Box, type Link, type LinkEnd, type Scene } from "./scene.ts";
import { nodeHeight, nodeWidth, rowGap } from "./sizes.ts";
import type { Guide } from "./snap.ts";
import { createViewState, type ViewState } from "./view-state.ts";
import { bringInto, fitRect, toScreen, toWorld, worldRect, zoomAt, type Size, type Viewport } from "./viewport.ts";
import { animationMs, easeOut } from "./motion.ts";
import type { Hit } from "./hit-test.ts";

/** Below it names of operators can be read, what they are set to cannot. */
const fullZoom = 0.36;
/** More elements than that take longer than a frame. */
const mostElements = 360;
const ahead = 260;
const flashMs = 900;
const hintMs = 4000;

const emptyPipeline: Pipeline = {
  id: "",
  name: "",
  description: null,
  operators: new Map(),
  nodes: new Map(),
  edges: new Map(),
  settings: { guarantee: "at-least-once", commitIntervalMs: 1000 },
};
const emptyDocument: StudioDocument = { pipeline: emptyPipeline, layout: emptyLayout };

export class CanvasModel {
  readonly session: Session;
  readonly view: StoreApi<ViewState> = createViewState();
  /** The scene for components: each reads its own box, which stays the same object while nothing of it changes. */
  readonly scenes: StoreApi<{ readonly scene: Scene }>;
  viewport: Viewport = { x: 0, y: 0, zoom: 1 };
  size: Size = { width: 0, height: 0 };
  /** Places of nodes that the layout does not name; never part of the document until something is placed. */
  spare: ReadonlyMap<string, Point> = new Map();
  /** Where boxes are shown while they are dragged or on their way. */
  moving = new Map<string, Point>();
  hover: Hit | null = null;
  marquee: Rect | null = null;
  guides: readonly Guide[] = [];
  /** The edge that is being drawn; world units. */
  draft: { readonly curve: EdgeCurve; readonly ok: boolean; readonly edge: string | null } | null = null;
  /** A note that is being resized. */
  resizing: { readonly id: string; readonly width: number; readonly height: number } | null = null;
  /** The edge that a drop would split. */
  dropEdge: string | null = null;
  flash: { readonly ids: readonly string[]; readonly sinceMs: number } | null = null;
  readonly elements = new Map<string, HTMLElement>();
  /** Labels of links. */
  readonly labels = new Map<string, HTMLElement>();
  /** While it is shown. */
  root: HTMLElement | null = null;

  readonly #painters = new Set<() => void>();
  #frame = 0;
  #covered: Rect | null = null;
  #coveredZoom = 0;
  #fitted = false;
  /** While nobody moved the view or changed the document, another size of the window fits it again. */
  #firstFit: { readonly viewport: Viewport; readonly root: unknown } | null = null;
  #animation: ((nowMs: number) => boolean) | null = null;
  #laidOut: Pipeline | null = null;

  constructor(session: Session) {
    this.session = session;
    this.scenes = createStore(() => ({ scene: buildScene(emptyDocument, new Map()) }));
    this.sync();
    session.document.subscribe((state, before) => {
      if (state.head?.root !== before.head?.root) this.sync();
    });
    session.selection.subscribe((state, before) => {
      if (state.reveal !== before.reveal && state.reveal !== null) this.reveal(state.reveal.nodes);
      this.invalidate();
    });
    session.analysis.subscribe(() => this.invalidate());
  }

  get scene(): Scene {
    return this.scenes.getState().scene;
  }

  /** Brings the scene in step with the document. */
  sync(): void {
    const root = this.session.document.getState().head?.root ?? emptyDocument;
    if (root.pipeline !== this.#laidOut) this.#placeNew(root);
    this.moving.clear();
    this.scenes.setState({ scene: buildScene(root, this.spare) });
    this.#covered = null;
    if (this.view.getState().ready) this.updateVisible();
    this.invalidate();
  }

  setSpare(spare: ReadonlyMap<string, Point>): void {
    this.spare = spare;
    this.sync();
  }

  /** Nodes without a place get one at once; what has one keeps it. */
  #placeNew({ pipeline, layout }: StudioDocument): void {
    this.#laidOut = pipeline;
    let missing = false;
    for (const id of pipeline.nodes.keys()) if (!layout.nodes.has(id) && !this.spare.has(id)) missing = true;
    if (!missing) return;
    const all = quickLayout(pipeline);
    const below = unionOf(
      [...layout.nodes.values()].map(({ x, y }) => ({ x, y, width: nodeWidth, height: nodeHeight + rowGap })),
    );
    const shift = below === null ? 0 : below.y + below.height + 40;
    this.spare = new Map([...all].map(([id, { x, y }]) => [id, this.spare.get(id) ?? { x, y: y + shift }]));
  }

  /** True where no node has a place in the document. */
  get unplaced(): boolean {
    const { pipeline, layout } = this.scene.root;
    return pipeline.nodes.size > 0 && ![...pipeline.nodes.keys()].some((id) => layout.nodes.has(id));
  }

  resize(size: Size): void {
    if (size.width === this.size.width && size.height === this.size.height) return;
    this.size = size;
    const asOpened = this.#firstFit?.viewport === this.viewport && this.#firstFit.root === this.scene.root;
    if ((!this.#fitted || asOpened) && size.width > 0 && this.scene.bounds !== null) {
      this.#fitted = true;
      this.#move(fitRect(this.scene.bounds, size));
      this.#firstFit = { viewport: this.viewport, root: this.scene.root };
    }
    if (!this.view.getState().ready) this.view.setState({ ready: true });
    this.#covered = null;
    this.updateVisible();
    this.invalidate();
  }

  setViewport(viewport: Viewport): void {
    this.#animation = null;
    this.#move(viewport);
  }

  /** In 200 ms, at once where motion is reduced. */
  moveTo(viewport: Viewport): void {
    this.#fitted = true;
    const from = this.viewport;
    const lengthMs = animationMs();
    const startMs = performance.now();
    this.animate((nowMs) => {
      const part = easeOut(lengthMs === 0 ? 1 : (nowMs - startMs) / lengthMs);
      const zoom = from.zoom * (viewport.zoom / from.zoom) ** part;
      const mix = (a: number, b: number): number => a + (b - a) * part;
      this.#move(part === 1 ? viewport : { zoom, x: mix(from.x, viewport.x), y: mix(from.y, viewport.y) });
      return part < 1;
    });
  }

  get animating(): boolean {
    return this.#animation !== null;
  }

  /** Called before each frame until it gives false; a new one takes the place of an old one. */
  animate(step: (nowMs: number) => boolean): void {
    this.#animation = step;
    this.invalidate();
  }

  #move(viewport: Viewport): void {
    this.viewport = viewport;
    const zoomPercent = Math.round(viewport.zoom * 100);
    if (zoomPercent !== this.view.getState().zoomPercent) this.view.setState({ zoomPercent });
    this.invalidate();
  }

  zoomBy(factor: number, at: Point = { x: this.size.width / 2, y: this.size.height / 2 }): void {
    this.moveTo(zoomAt(this.viewport, at, this.viewport.zoom * factor));
  }

  fit(ids: Iterable<string> | null = null): void {
    const bounds =
      ids === null ? this.scene.bounds : unionOf([...ids].flatMap((id) => this.boxOf(this.shownBy(id)) ?? []));
    if (bounds !== null) this.moveTo(fitRect(bounds, this.size));
  }

  fitAtOnce(): void {
    if (this.scene.bounds !== null && this.size.width > 0) this.setViewport(fitRect(this.scene.bounds, this.size));
  }

  /** Brings nodes on the screen and lights them up for a moment. */
  reveal(nodes: readonly string[]): void {
    const shown = nodes.map((id) => this.shownBy(id)).filter((id) => this.scene.boxes.has(id));
    const rect = unionOf(shown.flatMap((id) => this.boxOf(id) ?? []));
    if (rect === null) return;
    const view = bringInto(this.viewport, rect, this.size);
    if (view !== this.viewport) this.moveTo(view);
    this.flash = { ids: shown, sinceMs: performance.now() };
    this.invalidate();
  }

  /** Onto the screen, without lighting it up. */
  bring(id: string): void {
    const rect = this.boxOf(this.shownBy(id));
    if (rect === undefined) return;
    const view = bringInto(this.viewport, rect, this.size);
    if (view !== this.viewport) this.moveTo(view);
  }

  /** A sentence beside a node, until something else happens. */
  showHint(text: string, node: string): void {
    const rect = this.boxOf(this.shownBy(node));
    if (rect === undefined) return;
    const screen = toScreen(this.viewport, { x: rect.x, y: rect.y + rect.height });
    this.view.setState({ hint: { text, screen } });
    setTimeout(() => {
      if (this.view.getState().hint?.text === text) this.view.setState({ hint: null });
    }, hintMs);
  }

  /** The box that stands for a node: itself, or the collapsed group that it is in. */
  shownBy(id: string): string {
    return this.scene.hiddenIn.get(id) ?? id;
  }

  /** Where a box is shown now. */
  boxOf(id: string): Rect | undefined {
    const box = this.scene.boxes.get(id);
    if (box !== undefined && this.resizing?.id === id) return { ...box, ...this.resizing };
    if (box === undefined || this.moving.size === 0) return box;
    const place = this.moving.get(id);
    if (place !== undefined) return { ...box, ...place };
    if (box.item !== "group" || box.collapsed || !box.group.nodes.some((node) => this.moving.has(node))) return box;
    const members = unionOf(box.group.nodes.flatMap((node) => this.boxOf(node) ?? []));
    return members === null ? box : groupRect(members, false);
  }

  curveOf({ from, to }: Link): EdgeCurve {
    return edgeCurve(this.#pointOf(from), this.#pointOf(to));
  }

  #pointOf({ box, dx, dy }: LinkEnd): Point {
    const { x, y } = this.moving.get(box) ?? this.scene.boxes.get(box) ?? { x: 0, y: 0 };
    return { x: x + dx, y: y + dy };
  }

  worldAt(screen: Point): Point {
    return toWorld(this.viewport, screen);
  }

  /** Draws once before the next frame, whoever asks how often. */
  invalidate(): void {
    if (this.#frame !== 0 || this.#painters.size === 0) return;
    this.#frame = requestAnimationFrame((nowMs) => {
      this.#frame = 0;
      if (this.#animation !== null) {
        const step = this.#animation;
        if (!step(nowMs) && this.#animation === step) this.#animation = null;
        this.invalidate();
      }
      if (this.flash !== null) {
        if (nowMs - this.flash.sinceMs > flashMs) this.flash = null;
        this.invalidate();
      }
      this.#follow();
      for (const paint of this.#painters) paint();
    });
  }

  onPaint(paint: () => void): () => void {
    this.#painters.add(paint);
    this.invalidate();
    return () => {
      this.#painters.delete(paint);
    };
  }

  #follow(): void {
    const { zoom } = this.viewport;
    const area = worldRect(this.viewport, this.size);
    const covered = this.#covered;
    const near =
      covered !== null &&
      covered.x <= area.x &&
      covered.y <= area.y &&
      covered.x + covered.width >= area.x + area.width &&
      covered.y + covered.height >= area.y + area.height;
    const sameLevel = zoom >= fullZoom === this.#coveredZoom >= fullZoom;
    if (!near || !sameLevel || zoom > this.#coveredZoom * 1.6) this.updateVisible();
  }

  /** Which boxes have elements; a little more than what is on the screen. */
  updateVisible(): void {
    const { zoom } = this.viewport;
    const area = inflate(worldRect(this.viewport, this.size), ahead / zoom);
    this.#covered = area;
    this.#coveredZoom = zoom;
    const before = this.view.getState();
    const found = zoom < fullZoom ? null : this.#boxesIn(area);
    if (found === null || found.length > mostElements) {
      if (before.detail !== "blocks") this.view.setState({ detail: "blocks", boxes: [], links: [] });
      return;
    }
    const boxes = found.map(({ id }) => id);
    const links = new Set<string>();
    for (const id of boxes) for (const link of this.scene.linksOf.get(id) ?? []) links.add(link.id);
    const same = (a: readonly string[], b: readonly string[]): boolean =>
      a.length === b.length && a.every((id, index) => id === b[index]);
    const shown = [...links];
    if (before.detail === "full" && same(boxes, before.boxes) && same(shown, before.links)) return;
    this.view.setState({ detail: "full", boxes, links: shown });
  }

  /** Groups first, then notes, then nodes: in the order that they are drawn in. What is moving stays. */
  #boxesIn(area: Rect): Box[] {
    const found = this.scene.index.find(area);
    for (const id of this.moving.keys()) {
      const box = this.scene.boxes.get(id);
      if (box !== undefined && intersects(this.boxOf(id) ?? box, area)) found.add(box);
    }
    const rank = { group: 0, note: 1, node: 2 } as const;
    return [...found].toSorted((a, b) => rank[a.item] - rank[b.item] || (a.id < b.id ? -1 : 1));
  }

  /** Gives the keyboard to the canvas. */
  focus(): void {
    this.root?.focus({ preventScroll: true });
  }

  say(text: string): void {
    this.view.setState(({ spoken }) => ({ spoken: { text, count: spoken.count + 1 } }));
  }
}
