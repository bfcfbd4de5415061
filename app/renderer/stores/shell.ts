/** What of the window is open: tabs of the side and bottom panels, sheets and dialogs. Not kept. */
import { createStore } from "zustand/vanilla";

export type BottomTab = "preview" | "live" | "problems" | "tests" | "json" | "lineage" | "logs" | "dead-letters";
export type LeftTab = "operators" | "outline";
/** What covers the window, at most one at a time. */
export type Sheet = "commands" | "history" | "conflict" | "new" | "open" | "shortcuts" | null;

export interface ShellState {
  readonly bottom: BottomTab;
  readonly left: LeftTab;
  readonly sheet: Sheet;
}

export const shellStore = createStore<ShellState>(() => ({ bottom: "preview", left: "operators", sheet: null }));

export function openSheet(sheet: Sheet): void {
  shellStore.setState({ sheet });
}
