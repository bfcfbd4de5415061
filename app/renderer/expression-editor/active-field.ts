/** The expression field that has, or had last, the editor. Its row stays open until another one is worked on. */
import { createStore } from "zustand/vanilla";

export const activeFieldStore = createStore<{ readonly active: string | null }>(() => ({ active: null }));

export function setActiveField(active: string): void {
  activeFieldStore.setState({ active });
}

/** Of a field that is gone. */
export function dropActiveField(id: string): void {
  if (activeFieldStore.getState().active === id) activeFieldStore.setState({ active: null });
}
