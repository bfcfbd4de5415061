/** Search on the canvas. */
import { walkText } from "./search-text.ts";
import type { CanvasModel } from "./canvas-model.ts";
import { selectBoxes } from "./selecting.ts";

export function openSearch(model: CanvasModel): void {
  const { search } = model.view.getState();
  if (search === null) model.view.setState({ search: { text: "", matches: [], at: 0 } });
  model.invalidate();
}

export function closeSearch(model: CanvasModel): void {
  model.view.setState({ search: null });
  model.focus();
  model.invalidate();
}

export function searchFor(model: CanvasModel, text: string): void {
  const matches =
    text.trim() === ""
      ? []
      : walkText(model.scene.root.pipeline, (id) => model.scene.boxes.get(model.shownBy(id)), text);
  model.view.setState({ search: { text, matches, at: 0 } });
  show(model);
}

export function stepSearch(model: CanvasModel, by: 1 | -1): void {
  const { search } = model.view.getState();
  if (search === null || search.matches.length === 0) return;
  model.view.setState({ search: { ...search, at: (search.at + by + search.matches.length) % search.matches.length } });
  show(model);
}

function show(model: CanvasModel): void {
  const { search } = model.view.getState();
  const id = search?.matches[search.at];
  if (search === null || id === undefined) {
    if (search !== null && search.text.trim() !== "") model.say("Nothing found");
    model.invalidate();
    return;
  }
  selectBoxes(model, [id]);
  model.reveal([id]);
  const name = model.scene.root.pipeline.nodes.get(id)?.name ?? id;
  model.say(`${name}, ${search.at + 1} of ${search.matches.length}`);
}
