/** What is selected and looked at in one document. Never part of the document or its history. */
import { createStore, type StoreApi } from "zustand/vanilla";

export interface SelectionState {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
  /** Of notes and groups on the canvas. */
  readonly notes: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  /** The field that the inspector should show: a JSON pointer into the node's config. */
  readonly field: { readonly node: string; readonly pointer: string } | null;
  /** Somebody wants these nodes on the screen; a new object each time. */
  readonly reveal: { readonly nodes: readonly string[] } | null;
}

export interface Selection extends StoreApi<SelectionState> {
  select(nodes: Iterable<string>, edges?: Iterable<string>): void;
  selectAlso(part: Partial<Pick<SelectionState, "notes" | "groups">>): void;
  clear(): void;
  /** Selects a node, brings it on the screen and, with a pointer, opens its field. */
  show(node: string, pointer?: string): void;
  reveal(nodes: readonly string[]): void;
}

const none: ReadonlySet<string> = new Set();

export function createSelection(): Selection {
  const store = createStore<SelectionState>(() => ({
    nodes: none,
    edges: none,
    notes: none,
    groups: none,
    field: null,
    reveal: null,
  }));
  const set = (ids: Iterable<string>): ReadonlySet<string> => {
    const made = new Set(ids);
    return made.size === 0 ? none : made;
  };
  return {
    ...store,
    select: (nodes, edges = []) =>
      store.setState({ nodes: set(nodes), edges: set(edges), notes: none, groups: none, field: null }),
    selectAlso: (part) => store.setState(part),
    clear: () => store.setState({ nodes: none, edges: none, notes: none, groups: none, field: null }),
    show: (node, pointer) =>
      store.setState({
        nodes: new Set([node]),
        edges: none,
        notes: none,
        groups: none,
        field: pointer === undefined ? null : { node, pointer },
        reveal: { nodes: [node] },
      }),
    reveal: (nodes) => store.setState({ reveal: { nodes } }),
  };
}
