import { useStore } from "zustand";
import { lineageStore } from "./lineage-store.ts";
import "./lineage-mark.css";

/** What a node is for the column that is followed; undefined while none is. */
export function useLineageMark(node: string): "carries" | "decides" | "apart" | undefined {
  return useStore(lineageStore, ({ trace, nodes, deciding }) => {
    if (trace === null) return undefined;
    return nodes.has(node) ? "carries" : deciding.has(node) ? "decides" : "apart";
  });
}
