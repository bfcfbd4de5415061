/** What the canvas shows besides the document: read by components. What changes with every frame is kept in the model itself. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { PortRef } from "../../../../shared/pipeline/pipeline.ts";
import type { Side } from "../can-connect.ts";
import type { InsertTarget } from "./insert.ts";
import type { Point } from "./geometry.ts";

export interface ViewState {
  /** `full`: nodes are elements. `blocks`: all is drawn on the canvas, names and icons where they can be read. */
  readonly detail: "full" | "blocks";
  /** Ids of boxes that have elements now, and of links that have labels. */
  readonly boxes: readonly string[];
  readonly links: readonly string[];
  /** In percent, as shown. */
  readonly zoomPercent: number;
  readonly editing: { readonly item: "node" | "note" | "group"; readonly id: string } | null;
  readonly search: { readonly text: string; readonly matches: readonly string[]; readonly at: number } | null;
  readonly quickAdd: { readonly target: InsertTarget; readonly screen: Point } | null;
  /** An edge is being drawn. `refusals`: why a node cannot be its other end, by node. */
  readonly connecting: {
    readonly from: PortRef;
    readonly side: Side;
    readonly refusals: ReadonlyMap<string, string>;
  } | null;
  /** A port that was marked with the keyboard: Enter on another node connects. */
  readonly marked: PortRef | null;
  readonly hint: { readonly text: string; readonly screen: Point } | null;
  /** What the pointer rests on and cannot be read there: an edge, or a block far off. */
  readonly tip: { readonly on: "edge" | "box"; readonly id: string; readonly screen: Point } | null;
  readonly hand: boolean;
  readonly layingOut: boolean;
  /** Said to screen readers; the number makes the same words new. */
  readonly spoken: { readonly text: string; readonly count: number };
  /** An operator that is dragged from the palette. */
  readonly menu: { readonly screen: Point; readonly client: Point } | null;
  readonly ghost: { readonly type: string; readonly screen: Point } | null;
  /** A scene is there. */
  readonly ready: boolean;
}

export function createViewState(): StoreApi<ViewState> {
  return createStore<ViewState>(() => ({
    detail: "full",
    boxes: [],
    links: [],
    zoomPercent: 100,
    editing: null,
    search: null,
    quickAdd: null,
    connecting: null,
    marked: null,
    hint: null,
    tip: null,
    hand: false,
    layingOut: false,
    spoken: { text: "", count: 0 },
    menu: null,
    ghost: null,
    ready: false,
  }));
}
