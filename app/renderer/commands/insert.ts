/** Adding to the canvas. */
import { catalogue } from "../../../shared/operators/catalogue.ts";
import { makeId } from "../../../shared/pipeline/ids.ts";
import type { CanvasModel } from "../canvas/model/canvas-model.ts";
import { defaultTarget, insertOperator } from "../canvas/model/inserting.ts";
import { snapTo } from "../canvas/model/geometry.ts";
import type { InsertTarget } from "../canvas/model/insert.ts";
import { selectBoxes } from "../canvas/model/selecting.ts";
import { gridStep, noteHeight, noteWidth } from "../canvas/model/sizes.ts";
import { placeEdits } from "../canvas/model/view-changes.ts";
import { freePlace } from "../canvas/model/new-node.ts";
import { insertScene } from "../canvas/model/inserting.ts";
import { toScreen } from "../canvas/model/viewport.ts";
import { rememberUse } from "../palette/recent.ts";
import { setPreference, preferencesStore } from "../stores/preferences.ts";
import { shellStore } from "../stores/shell.ts";
import { editable, type Command } from "./command.ts";
import { focused, onCanvas } from "./on-canvas.ts";

export const insertCommands: readonly Command[] = [
  {
    id: "insert.operator",
    title: "Find an operator to add",
    group: "Insert",
    keys: ["/"],
    icon: "plus",
    enabled: editable,
    run: ({ host }) => {
      shellStore.setState({ left: "operators" });
      if (!preferencesStore.getState().leftOpen) setPreference(host, "leftOpen", true);
      // The field may only now come into being.
      requestAnimationFrame(() => document.querySelector<HTMLInputElement>("#palette-search")?.focus());
    },
  },
  onCanvas({
    id: "insert.next",
    title: "Add what comes next",
    group: "Insert",
    keys: ["A"],
    icon: "plus",
    when: focused,
    run: (model) => ask(model, defaultTarget(model, null, true)),
  }),
  onCanvas({
    id: "insert.here",
    title: "Add an operator here",
    group: "Insert",
    icon: "plus",
    run: (model) => ask(model, defaultTarget(model, null, false)),
  }),
  onCanvas({
    id: "insert.source",
    title: "Add a source",
    group: "Insert",
    run: (model) => {
      const [source] = [...catalogue.values()].filter(({ group }) => group === "sources");
      if (source !== undefined) insertOperator(model, source, defaultTarget(model, source, false));
    },
  }),
  onCanvas({ id: "insert.note", title: "Add a note", group: "Insert", keys: ["N"], icon: "sticky-note", run: addNote }),
  ...[...catalogue.values()].map((operator) =>
    onCanvas({
      id: `insert.${operator.type}`,
      title: `Add ${operator.group === "sources" ? "source: " : operator.group === "sinks" ? "sink: " : ""}${operator.title}`,
      group: "Insert",
      icon: operator.icon,
      run: (model) => {
        rememberUse(operator.type);
        insertOperator(model, operator, defaultTarget(model, operator, true));
      },
    }),
  ),
];

/** Opens the quick-add menu where the new node would stand. */
function ask(model: CanvasModel, target: InsertTarget): void {
  const box = target.kind === "port" ? model.boxOf(model.shownBy(target.port.node)) : undefined;
  const world =
    target.kind !== "port"
      ? target.at
      : box === undefined
        ? model.worldAt({ x: model.size.width / 2, y: model.size.height / 2 })
        : { x: box.x + (target.side === "outputs" ? box.width : 0), y: box.y + 28 };
  model.view.setState({ quickAdd: { target, screen: toScreen(model.viewport, world) } });
}

function addNote(model: CanvasModel): void {
  const { layout, pipeline } = model.scene.root;
  const id = makeId("note", Math.random, (taken) => layout.notes.has(taken) || pipeline.nodes.has(taken));
  const middle = model.worldAt({ x: model.size.width / 2, y: model.size.height / 2 });
  const size = { width: noteWidth, height: noteHeight };
  const at = freePlace({ x: snapTo(middle.x - noteWidth / 2, gridStep), y: middle.y }, size, (area) =>
    insertScene(model).isTaken(area),
  );
  model.session.document.commit({
    label: "Add note",
    edits: [
      ...placeEdits(model.scene, new Map(), model.spare),
      { edit: "putNote", id, note: { ...at, ...size, text: "" } },
    ],
    touched: [],
  });
  selectBoxes(model, [id]);
  model.view.setState({ editing: { item: "note", id } });
}
