/** The bar at the bottom left: undo, tidy, fit, zoom. */
import { useStore } from "zustand";
import { commandContext, findCommand, keysOf, runCommand } from "../../commands/registry.ts";
import { useDocument } from "../../stores/session.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import type { IconName } from "../../ui/icons.ts";
import { useCanvas } from "./canvas-context.tsx";
import "./canvas-tools.css";

const groups: readonly (readonly (readonly [string, IconName, string])[])[] = [
  [
    ["edit.undo", "undo-2", "Undo"],
    ["edit.redo", "redo-2", "Redo"],
  ],
  [
    ["canvas.tidy", "layout-grid", "Tidy up"],
    ["canvas.fit", "maximize", "Show everything"],
  ],
];

export function CanvasTools() {
  const model = useCanvas();
  const zoom = useStore(model.view, (state) => state.zoomPercent);
  const busy = useStore(model.view, (state) => state.layingOut);
  const hand = useStore(model.view, (state) => state.hand);
  // What can be undone changes with the head.
  useDocument((state) => state.head);
  return (
    <div className="canvas-tools" role="toolbar" aria-label="Canvas" data-own-pointer="">
      {groups.map((tools, index) => (
        <span key={index} className="canvas-tools-group">
          {tools.map(([id, icon, label]) => (
            <Tool key={id} id={id} icon={icon} label={label} loading={id === "canvas.tidy" && busy} />
          ))}
        </span>
      ))}
      <span className="canvas-tools-group">
        <IconButton
          icon={hand ? "hand" : "mouse-pointer-2"}
          label={hand ? "Dragging moves the canvas" : "Dragging selects"}
          shortcut="H"
          aria-pressed={hand}
          onClick={() => runCommand("canvas.hand")}
        />
      </span>
      <span className="canvas-tools-group">
        <Tool id="canvas.zoomOut" icon="minus" label="Zoom out" loading={false} />
        <Button
          className="canvas-tools-zoom"
          tooltip="Zoom to 100 %"
          shortcut="0"
          onClick={() => runCommand("canvas.zoomReset")}
        >
          {zoom} %
        </Button>
        <Tool id="canvas.zoomIn" icon="plus" label="Zoom in" loading={false} />
      </span>
      {busy && (
        <Button size="small" onClick={() => runCommand("canvas.cancelLayout")}>
          Cancel
        </Button>
      )}
    </div>
  );
}

interface ToolProps {
  readonly id: string;
  readonly icon: IconName;
  readonly label: string;
  readonly loading: boolean;
}

function Tool({ id, icon, label, loading }: ToolProps) {
  const command = findCommand(id);
  const enabled = command?.enabled(commandContext()) ?? true;
  return (
    <IconButton
      icon={icon}
      label={label}
      loading={loading}
      shortcut={command === undefined ? undefined : keysOf(command)[0]}
      disabled={enabled === true ? undefined : enabled}
      onClick={() => runCommand(id)}
    />
  );
}
