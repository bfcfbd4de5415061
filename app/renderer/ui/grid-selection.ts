/** What a press or a key selects in a list where one or many can be. */

export interface Selecting {
  readonly mode: "none" | "one" | "many";
  readonly selected: ReadonlySet<string>;
  /** Where a range begins. */
  readonly anchor: string | undefined;
}

/** Plain: only `id`. With `toggle` (Ctrl, Command): added or taken away. With `range` (Shift): from the anchor to it. */
export function select(
  before: Selecting,
  ids: readonly string[],
  id: string,
  how: { readonly toggle: boolean; readonly range: boolean },
): Pick<Selecting, "selected" | "anchor"> {
  if (before.mode === "none") return before;
  if (before.mode === "many" && how.range) {
    const from = Math.max(0, ids.indexOf(before.anchor ?? id));
    const to = ids.indexOf(id);
    return { selected: new Set(ids.slice(Math.min(from, to), Math.max(from, to) + 1)), anchor: before.anchor ?? id };
  }
  if (how.toggle) {
    const rest = before.mode === "many" ? new Set(before.selected) : new Set<string>();
    if (before.selected.has(id)) rest.delete(id);
    else rest.add(id);
    return { selected: rest, anchor: id };
  }
  return { selected: new Set([id]), anchor: id };
}
