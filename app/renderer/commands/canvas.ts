/** Looking at, walking and arranging the canvas. */
import { align, distribute, type Alignment } from "../canvas/model/align.ts";
import type { CanvasModel } from "../canvas/model/canvas-model.ts";
import { connectMarked, canTab, currentNode, markPort, nudge, step, tabTo, unmark } from "../canvas/model/keyboard.ts";
import { cancelLayout, tidy } from "../canvas/model/laying-out.ts";
import { closeSearch, openSearch, stepSearch } from "../canvas/model/searching.ts";
import { selectionOf } from "../canvas/model/selecting.ts";
import { gridStep } from "../canvas/model/sizes.ts";
import { placeEdits } from "../canvas/model/view-changes.ts";
import { zoomAt } from "../canvas/model/viewport.ts";
import { preferencesStore, setPreference } from "../stores/preferences.ts";
import { always, type Command } from "./command.ts";
import { all, focused, onCanvas, selected, selectedNodes } from "./on-canvas.ts";

const zoomStep = 1.25;

const looking: readonly Command[] = [
  onCanvas({
    id: "canvas.fit",
    title: "Show everything",
    keys: ["1"],
    icon: "maximize",
    reads: true,
    run: (model) => model.fit(),
  }),
  onCanvas({
    id: "canvas.fitSelection",
    title: "Zoom to the selection",
    keys: ["2"],
    icon: "scan",
    reads: true,
    when: selected(1),
    run: (model) => model.fit(selectionOf(model)),
  }),
  onCanvas({
    id: "canvas.zoomReset",
    title: "Zoom to 100 %",
    keys: ["0"],
    reads: true,
    run: (model) => model.moveTo(zoomAt(model.viewport, { x: model.size.width / 2, y: model.size.height / 2 }, 1)),
  }),
  onCanvas({
    id: "canvas.zoomIn",
    title: "Zoom in",
    keys: ["+", "="],
    icon: "zoom-in",
    reads: true,
    run: (model) => model.zoomBy(zoomStep),
  }),
  onCanvas({
    id: "canvas.zoomOut",
    title: "Zoom out",
    keys: ["-"],
    icon: "zoom-out",
    reads: true,
    run: (model) => model.zoomBy(1 / zoomStep),
  }),
  onCanvas({
    id: "canvas.hand",
    title: "Switch between selecting and moving the canvas",
    keys: ["H"],
    icon: "hand",
    reads: true,
    run: (model) => model.view.setState(({ hand }) => ({ hand: !hand })),
  }),
  onCanvas({
    id: "canvas.search",
    title: "Find on the canvas",
    keys: ["Mod+F"],
    icon: "search",
    reads: true,
    run: openSearch,
  }),
  onCanvas({
    id: "canvas.searchNext",
    title: "Next find",
    keys: ["F3"],
    reads: true,
    when: searching,
    run: (model) => stepSearch(model, 1),
  }),
  onCanvas({
    id: "canvas.searchPrevious",
    title: "Previous find",
    keys: ["Shift+F3"],
    reads: true,
    when: searching,
    run: (model) => stepSearch(model, -1),
  }),
  preference("canvas.snap", "Snap to the grid or not", "snap"),
  preference("canvas.minimap", "Show or hide the map", "minimap"),
];

const walking: readonly Command[] = [
  ...(
    [
      ["canvas.downstream", "Go downstream", "ArrowRight", "downstream"],
      ["canvas.upstream", "Go upstream", "ArrowLeft", "upstream"],
      ["canvas.below", "Go to the node below", "ArrowDown", "next"],
      ["canvas.above", "Go to the node above", "ArrowUp", "previous"],
    ] as const
  ).map(([id, title, key, way]) =>
    onCanvas({ id, title, keys: [key], reads: true, when: focused, run: (model) => step(model, way) }),
  ),
  ...(
    [
      ["canvas.next", "Go to the next node", "Tab", 1],
      ["canvas.previous", "Go to the previous node", "Shift+Tab", -1],
    ] as const
  ).map(([id, title, key, by]) =>
    onCanvas({
      id,
      title,
      keys: [key],
      reads: true,
      when: (model) => (document.activeElement === model.root && canTab(model, by)) || "There is none.",
      run: (model) => {
        tabTo(model, by);
      },
    }),
  ),
  onCanvas({
    id: "canvas.open",
    title: "Edit what is selected",
    keys: ["Enter"],
    icon: "pencil",
    reads: true,
    when: all(selected(1), focused),
    run: openSelected,
  }),
  onCanvas({ id: "canvas.rename", title: "Rename", keys: ["F2"], icon: "pencil-line", when: selected(1), run: rename }),
  onCanvas({
    id: "canvas.mark",
    title: "Connect from here",
    keys: ["C"],
    icon: "plug",
    when: all(selectedNodes, focused),
    run: markPort,
  }),
  onCanvas({
    id: "canvas.escape",
    title: "Leave it",
    keys: ["Escape"],
    reads: true,
    when: all(focused, canLeave),
    run: leave,
  }),
  onCanvas({
    id: "canvas.focus",
    title: "Go to the canvas",
    group: "Go to",
    keys: ["Alt+C"],
    reads: true,
    run: (model) => model.focus(),
  }),
];

const arranging: readonly Command[] = [
  ...(
    [
      ["Left", -1, 0],
      ["Right", 1, 0],
      ["Up", 0, -1],
      ["Down", 0, 1],
    ] as const
  ).flatMap(([way, x, y]) => [move(way, x, y, 1), move(way, x, y, 5)]),
  ...(
    [
      ["left", "Left", "L"],
      ["center", "Center", "C"],
      ["right", "Right", "R"],
      ["top", "Top", "T"],
      ["middle", "Middle", "M"],
      ["bottom", "Bottom", "B"],
    ] as const
  ).map(([how, name, key]) =>
    onCanvas({
      id: `canvas.align${name}`,
      title: `Align ${how === "center" ? "centres" : how === "middle" ? "middles" : `to the ${how}`}`,
      keys: [`Alt+Shift+${key}`],
      when: selected(2),
      run: (model) => alignSelection(model, how),
    }),
  ),
  ...(
    [
      ["X", "x", "Distribute horizontally", "H"],
      ["Y", "y", "Distribute vertically", "V"],
    ] as const
  ).map(([name, axis, title, key]) =>
    onCanvas({
      id: `canvas.distribute${name}`,
      title,
      keys: [`Alt+Shift+${key}`],
      when: selected(3),
      run: (model) => arrange(model, title, distribute(chosenBoxes(model), axis)),
    }),
  ),
  onCanvas({
    id: "canvas.tidy",
    title: "Tidy up",
    keys: ["L"],
    icon: "layout-grid",
    when: notEmpty,
    run: (model) => tidy(model, null),
  }),
  onCanvas({
    id: "canvas.tidySelection",
    title: "Tidy up the selection",
    keys: ["Shift+L"],
    icon: "layout-grid",
    when: (model) => model.session.selection.getState().nodes.size > 1 || "Select at least two nodes.",
    run: (model) => tidy(model, model.session.selection.getState().nodes),
  }),
  onCanvas({
    id: "canvas.cancelLayout",
    title: "Cancel tidying up",
    when: (model) => model.view.getState().layingOut || "Nothing is laid out.",
    run: cancelLayout,
  }),
];

export const canvasCommands: readonly Command[] = [...looking, ...walking, ...arranging];

function preference(id: string, title: string, name: "snap" | "minimap"): Command {
  return {
    id,
    title,
    group: "Canvas",
    enabled: always,
    run: ({ host }) => setPreference(host, name, !preferencesStore.getState()[name]),
  };
}

function move(way: "Left" | "Right" | "Up" | "Down", x: number, y: number, steps: number): Command {
  const far = steps > 1;
  return onCanvas({
    id: `canvas.move${way}${far ? "Far" : ""}`,
    title: `Move ${way.toLowerCase()}${far ? " by five steps" : ""}`,
    keys: [`Mod+${far ? "Shift+" : ""}Arrow${way}`],
    when: all(selected(1), focused),
    run: (model) => nudge(model, { x: x * gridStep * steps, y: y * gridStep * steps }),
  });
}

function chosenBoxes(model: CanvasModel) {
  return [...selectionOf(model)].flatMap((id) => {
    const box = model.scene.boxes.get(id);
    return box === undefined || (box.item === "group" && !box.collapsed) ? [] : [box];
  });
}

function alignSelection(model: CanvasModel, how: Alignment): void {
  arrange(model, `Align ${how}`, align(chosenBoxes(model), how));
}

function arrange(
  model: CanvasModel,
  label: string,
  places: ReadonlyMap<string, { readonly x: number; readonly y: number }>,
): void {
  if (places.size === 0) return;
  model.session.document.commit({
    label: `${label}, ${places.size} items`,
    edits: placeEdits(model.scene, places, model.spare),
  });
  model.say(`${label}, ${places.size} items`);
}

function searching(model: CanvasModel): true | string {
  return model.view.getState().search !== null || "Find something first.";
}

function notEmpty(model: CanvasModel): true | string {
  return model.scene.nodes.length > 1 || "There is nothing to lay out.";
}

/** Enter: connects to a marked port, else opens what is selected. */
function openSelected(model: CanvasModel): void {
  const { marked } = model.view.getState();
  const { nodes, notes, groups } = model.session.selection.getState();
  const [node, note, group] = [currentNode(model), [...notes][0], [...groups][0]];
  if (marked !== null && node !== null && marked.node !== node) connectMarked(model);
  else if (node !== null && nodes.size > 0) model.session.selection.show(node, "");
  else if (note !== undefined) edit(model, "note", note);
  else if (group !== undefined) edit(model, "group", group);
}

function rename(model: CanvasModel): void {
  const { nodes, notes, groups } = model.session.selection.getState();
  const [node, note, group] = [[...nodes].at(-1), [...notes][0], [...groups][0]];
  if (node !== undefined) edit(model, "node", node);
  else if (group !== undefined) edit(model, "group", group);
  else if (note !== undefined) edit(model, "note", note);
}

/** Close enough to be written in. */
function edit(model: CanvasModel, item: "node" | "note" | "group", id: string): void {
  if (model.session.document.getState().readOnly || model.shownBy(id) !== id) return;
  if (model.view.getState().detail !== "full") {
    const rect = model.boxOf(id);
    if (rect !== undefined)
      model.setViewport({
        zoom: 1,
        x: model.size.width / 2 - rect.x - rect.width / 2,
        y: model.size.height / 2 - rect.y - rect.height / 2,
      });
    model.updateVisible();
  }
  model.view.setState({ editing: { item, id } });
}

function canLeave(model: CanvasModel): true | string {
  const { marked, search } = model.view.getState();
  const { edges } = model.session.selection.getState();
  return marked !== null || search !== null || selectionOf(model).size + edges.size > 0 || "Nothing to leave.";
}

function leave(model: CanvasModel): void {
  const { marked, search } = model.view.getState();
  if (marked !== null) unmark(model);
  else if (search !== null) closeSearch(model);
  else {
    model.session.selection.clear();
    model.say("Nothing selected");
  }
}
