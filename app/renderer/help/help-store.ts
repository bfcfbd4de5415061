/** Which help is open, at the side of the window. */
import { createStore } from "zustand/vanilla";

export type HelpTopic =
  | { readonly kind: "contents" }
  | { readonly kind: "operator"; readonly type: string }
  | { readonly kind: "functions"; readonly name?: string }
  | { readonly kind: "language" };

export interface HelpState {
  readonly topic: HelpTopic | null;
  readonly before: readonly HelpTopic[];
}

export const helpStore = createStore<HelpState>(() => ({ topic: null, before: [] }));

export function openHelp(topic: HelpTopic): void {
  helpStore.setState((state) => ({ topic, before: state.topic === null ? [] : [...state.before, state.topic] }));
}

export function goBack(): void {
  helpStore.setState(({ before }) => ({ topic: before.at(-1) ?? null, before: before.slice(0, -1) }));
}

export function closeHelp(): void {
  helpStore.setState({ topic: null, before: [] });
}
