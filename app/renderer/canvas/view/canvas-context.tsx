import { createContext, useContext } from "react";
import { must } from "../../../../shared/assert.ts";
import type { CanvasModel } from "../model/canvas-model.ts";

export const CanvasContext = createContext<CanvasModel | null>(null);

export function useCanvas(): CanvasModel {
  return must(useContext(CanvasContext), "a canvas around this component");
}
