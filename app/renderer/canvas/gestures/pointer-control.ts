/** Turns what the pointer and the wheel do on the canvas into gestures. One path for every level of detail: what is under the pointer is computed. */
import { runCommand } from "../../commands/registry.ts";
import type { CanvasModel } from "../model/canvas-model.ts";
import type { Point } from "../model/geometry.ts";
import { hitTest, type Hit } from "../model/hit-test.ts";
import { selectBoxes } from "../model/selecting.ts";
import { clampZoom, zoomAt } from "../model/viewport.ts";
import { startConnect } from "./connect.ts";
import { startDrag } from "./drag.ts";
import type { Gesture, Pointer } from "./gesture.ts";
import { startMarquee } from "./marquee.ts";
import { startPan } from "./pan.ts";
import { startResize } from "./resize-note.ts";

/** From the border, where the canvas begins to move; and the most it moves in a frame. In pixels. */
const border = 36;
const borderSpeed = 16;
const tipDelayMs = 350;

export class PointerControl {
  readonly #model: CanvasModel;
  readonly #root: HTMLElement;
  #gesture: Gesture | null = null;
  #last: PointerEvent | null = null;
  #space = false;
  #ticking = false;
  #tipTimer = 0;
  #at: Point | null = null;

  constructor(model: CanvasModel, root: HTMLElement) {
    this.#model = model;
    this.#root = root;
  }

  /** Listens until the returned function is called. */
  attach(): () => void {
    const root = this.#root;
    const stop = new AbortController();
    const { signal } = stop;
    root.addEventListener("pointerdown", (event) => this.#down(event), { signal });
    root.addEventListener("pointermove", (event) => this.#moved(event), { signal });
    root.addEventListener("pointerup", (event) => this.#up(event), { signal });
    root.addEventListener("pointercancel", () => this.cancel(), { signal });
    root.addEventListener("lostpointercapture", () => this.cancel(), { signal });
    root.addEventListener("pointerleave", () => this.#hover(null), { signal });
    root.addEventListener("dblclick", (event) => this.#doubleClicked(event), { signal });
    root.addEventListener("contextmenu", (event) => this.#menu(event), { signal });
    root.addEventListener("wheel", (event) => this.#wheel(event), { signal, passive: false });
    window.addEventListener("keydown", (event) => this.#key(event), { signal, capture: true });
    window.addEventListener(
      "keyup",
      (event) => {
        if (event.key === " ") this.#holdSpace(false);
      },
      { signal },
    );
    window.addEventListener("blur", () => this.#holdSpace(false), { signal });
    return () => {
      this.cancel();
      stop.abort();
    };
  }

  get busy(): boolean {
    return this.#gesture !== null;
  }

  cancel(): void {
    const gesture = this.#gesture;
    this.#gesture = null;
    gesture?.cancel();
    this.#setCursor();
  }

  #down(event: PointerEvent): void {
    if (isOwn(event.target) || this.#gesture !== null) return;
    const model = this.#model;
    model.view.setState({ quickAdd: null, editing: null });
    delete this.#root.dataset["keys"];
    this.#root.focus({ preventScroll: true });
    const at = this.#pointer(event);
    const gesture = this.#start(event, at);
    if (gesture === null) return;
    event.preventDefault();
    this.#root.setPointerCapture(event.pointerId);
    this.#gesture = gesture;
    this.#last = event;
    this.#hover(null);
    this.#root.style.cursor = gesture.cursor;
  }

  #start(event: PointerEvent, at: Pointer): Gesture | null {
    const model = this.#model;
    const pans = event.button === 1 || this.#space || model.view.getState().hand;
    if (pans && event.button <= 1) return startPan(model, at);
    if (event.button !== 0) return null;
    const { readOnly } = model.session.document.getState();
    const hit = hitTest(model, at.world);
    switch (hit?.on) {
      case "port":
        return readOnly
          ? startMarquee(model, at)
          : startConnect(model, at, { port: hit.port, side: hit.side, moving: null });
      case "corner":
        selectBoxes(model, [hit.id]);
        return readOnly ? null : startResize(model, at, hit.id);
      case "box":
        return startDrag(model, at, hit.id);
      case "edge":
        return this.#startEdge(hit, at, readOnly);
      default:
        return startMarquee(model, at);
    }
  }

  #startEdge(hit: Hit & { on: "edge" }, at: Pointer, readOnly: boolean): Gesture | null {
    const model = this.#model;
    const { edges, nodes } = model.session.selection.getState();
    const chosen = new Set(at.shift || at.mod ? edges : []);
    if (chosen.has(hit.id)) chosen.delete(hit.id);
    else chosen.add(hit.id);
    selectBoxes(model, at.shift || at.mod ? nodes : [], chosen);
    const edge = model.scene.root.pipeline.edges.get(hit.id);
    if (hit.end === null || edge === undefined || readOnly) return null;
    const [port, side] = hit.end === "inputs" ? ([edge.from, "outputs"] as const) : ([edge.to, "inputs"] as const);
    return startConnect(model, at, { port, side, moving: edge });
  }

  #moved(event: PointerEvent): void {
    if (this.#gesture === null) {
      this.#at = this.#pointer(event).screen;
      this.#hover(
        event.buttons === 0 && !isOwn(event.target) ? hitTest(this.#model, this.#pointer(event).world) : null,
      );
      return;
    }
    this.#last = event;
    this.#gesture.move(this.#pointer(event));
    if (this.#gesture.pansAtBorder) this.#tick();
  }

  #up(event: PointerEvent): void {
    const gesture = this.#gesture;
    if (gesture === null) return;
    this.#gesture = null;
    gesture.end(this.#pointer(event));
    if (this.#root.hasPointerCapture(event.pointerId)) this.#root.releasePointerCapture(event.pointerId);
    this.#setCursor();
  }

  /** While the pointer rests at the border the canvas goes on moving, and the gesture with it. */
  #tick(): void {
    if (this.#ticking) return;
    const push = this.#push();
    if (push === null) return;
    this.#ticking = true;
    requestAnimationFrame(() => {
      this.#ticking = false;
      const [gesture, event, now] = [this.#gesture, this.#last, this.#push()];
      if (gesture === null || event === null || now === null || !gesture.pansAtBorder) return;
      const { viewport } = this.#model;
      this.#model.setViewport({ ...viewport, x: viewport.x + now.x, y: viewport.y + now.y });
      gesture.move(this.#pointer(event));
      this.#tick();
    });
  }

  #push(): { readonly x: number; readonly y: number } | null {
    if (this.#last === null) return null;
    const { screen } = this.#pointer(this.#last);
    const { width, height } = this.#model.size;
    const along = (at: number, length: number): number =>
      at < border
        ? Math.min(1, (border - at) / border)
        : at > length - border
          ? -Math.min(1, (at - length + border) / border)
          : 0;
    const [x, y] = [along(screen.x, width) * borderSpeed, along(screen.y, height) * borderSpeed];
    return x === 0 && y === 0 ? null : { x, y };
  }

  #hover(hit: Hit | null): void {
    const model = this.#model;
    if (sameHit(hit, model.hover)) return;
    model.hover = hit;
    this.#tipFor(hit);
    this.#setCursor();
    model.invalidate();
  }

  #tipFor(hit: Hit | null): void {
    const { view } = this.#model;
    clearTimeout(this.#tipTimer);
    if (view.getState().tip !== null) view.setState({ tip: null });
    const far = view.getState().detail === "blocks";
    if (hit === null || this.#gesture !== null || !(hit.on === "edge" || (hit.on === "box" && far))) return;
    const { on, id } = hit;
    this.#tipTimer = window.setTimeout(() => {
      if (this.#at !== null && this.#model.hover === hit) view.setState({ tip: { on, id, screen: this.#at } });
    }, tipDelayMs);
  }

  #setCursor(): void {
    const { hover } = this.#model;
    const free = this.#space || this.#model.view.getState().hand ? "grab" : "default";
    this.#root.style.cursor =
      this.#gesture?.cursor ??
      (free === "grab"
        ? free
        : hover?.on === "port"
          ? "crosshair"
          : hover?.on === "corner"
            ? "nwse-resize"
            : hover?.on === "edge"
              ? "pointer"
              : free);
  }

  #doubleClicked(event: MouseEvent): void {
    if (isOwn(event.target)) return;
    const model = this.#model;
    const at = this.#pointer(event);
    const hit = hitTest(model, at.world);
    const { readOnly } = model.session.document.getState();
    if (hit?.on === "box" || hit?.on === "corner") {
      selectBoxes(model, [hit.id]);
      const onName = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-rename]") != null;
      runCommand(onName ? "canvas.rename" : "canvas.open");
    } else if (hit === null && !readOnly) {
      model.view.setState({ quickAdd: { target: { kind: "free", at: at.world }, screen: at.screen } });
    } else if (hit?.on === "edge" && !readOnly) {
      model.view.setState({ quickAdd: { target: { kind: "edge", edge: hit.id, at: at.world }, screen: at.screen } });
    }
  }

  #menu(event: MouseEvent): void {
    if (isOwn(event.target)) return;
    event.preventDefault();
    const model = this.#model;
    const at = this.#pointer(event);
    const hit = hitTest(model, at.world);
    const { nodes, notes, groups, edges } = model.session.selection.getState();
    if (hit?.on === "edge" && !edges.has(hit.id)) selectBoxes(model, [], [hit.id]);
    const id = hit?.on === "box" || hit?.on === "corner" ? hit.id : hit?.on === "port" ? hit.port.node : null;
    if (id !== null && !nodes.has(id) && !notes.has(id) && !groups.has(id)) selectBoxes(model, [id]);
    if (hit === null) model.session.selection.clear();
    model.view.setState({
      menu: { screen: at.screen, client: { x: event.clientX, y: event.clientY } },
      quickAdd: null,
    });
  }

  /** Two fingers and the wheel move the canvas; with Ctrl (which a pinch sends too) they zoom. */
  #wheel(event: WheelEvent): void {
    if (isOwn(event.target)) return;
    event.preventDefault();
    const model = this.#model;
    const unit =
      event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? 400 : 1;
    if (event.ctrlKey || event.metaKey) {
      const factor = Math.exp(
        (-Math.max(-120, Math.min(120, event.deltaY * unit)) * (Math.abs(event.deltaY) < 40 ? 8 : 2)) / 1000,
      );
      model.setViewport(zoomAt(model.viewport, this.#pointer(event).screen, clampZoom(model.viewport.zoom * factor)));
    } else {
      const [dx, dy] = event.shiftKey && event.deltaX === 0 ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
      model.setViewport({ ...model.viewport, x: model.viewport.x - dx * unit, y: model.viewport.y - dy * unit });
    }
    if (this.#gesture !== null && this.#last !== null) this.#gesture.move(this.#pointer(this.#last));
  }

  #key(event: KeyboardEvent): void {
    this.#root.dataset["keys"] = "";
    if (event.key === "Escape" && this.#gesture !== null) {
      event.preventDefault();
      event.stopPropagation();
      this.cancel();
    }
    if (event.key === " " && document.activeElement === this.#root && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.#holdSpace(true);
    }
  }

  #holdSpace(held: boolean): void {
    if (this.#space === held) return;
    this.#space = held;
    this.#setCursor();
  }

  #pointer(event: MouseEvent): Pointer {
    const { left, top } = this.#root.getBoundingClientRect();
    const screen = { x: event.clientX - left, y: event.clientY - top };
    return {
      screen,
      world: this.#model.worldAt(screen),
      shift: event.shiftKey,
      alt: event.altKey,
      mod: event.ctrlKey || event.metaKey,
    };
  }
}

/** Fields, menus and buttons on the canvas keep the pointer for themselves. */
function isOwn(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("[data-own-pointer], button, input, textarea, a") !== null;
}

function sameHit(a: Hit | null, b: Hit | null): boolean {
  if (a === b) return true;
  if (a === null || b === null || a.on !== b.on) return false;
  if (a.on === "port" && b.on === "port")
    return a.port.node === b.port.node && a.port.port === b.port.port && a.side === b.side;
  return "id" in a && "id" in b && a.id === b.id;
}
