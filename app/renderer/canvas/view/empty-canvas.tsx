/** What an empty canvas teaches. */
import { useStore } from "zustand";
import { runCommand } from "../../commands/registry.ts";
import { useDocument } from "../../stores/session.tsx";
import { workspaceStore } from "../../stores/workspace.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Kbd } from "../../ui/kbd.tsx";
import { useCanvas } from "./canvas-context.tsx";
import "./empty-canvas.css";

export function EmptyCanvas() {
  const model = useCanvas();
  const empty = useStore(model.scenes, ({ scene }) => scene.boxes.size === 0);
  const asking = useStore(model.view, (state) => state.quickAdd !== null);
  const readOnly = useDocument((state) => state.readOnly);
  if (!empty || asking || readOnly) return null;
  return (
    <div className="empty-canvas">
      <div data-own-pointer="">
        <EmptyState
          icon="workflow"
          title="Nothing flows yet"
          actions={
            <>
              <Button variant="primary" icon="plus" onClick={() => runCommand("insert.source")}>
                Add a source
              </Button>
              <Button variant="line" icon="layout-template" onClick={() => workspaceStore.setState({ view: "home" })}>
                Open a template
              </Button>
            </>
          }
          aside={
            <span className="empty-canvas-keys">
              Press <Kbd keys="/" /> to find an operator, or double click where it should stand.
            </span>
          }
        >
          Records come in at a source, pass operators from left to right and leave at a sink. The preview shows them on
          every edge.
        </EmptyState>
      </div>
    </div>
  );
}
