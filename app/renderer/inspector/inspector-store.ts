/** How nodes are shown: as a form, or as the JSON that they are. */
import { createStore } from "zustand/vanilla";

export type InspectorMode = "form" | "json";

export const inspectorStore = createStore<{ readonly mode: InspectorMode }>(() => ({ mode: "form" }));
