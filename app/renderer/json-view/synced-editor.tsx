/** The editor of a synced text, with what is wrong below it. */
import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import type { Diagnostic } from "../../../shared/diagnostics.ts";
import { useDocument } from "../stores/session.tsx";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { JsonEditor, type JsonEditorHandle } from "./json-editor.tsx";
import type { TextSync } from "./text-sync.ts";
import "./synced-editor.css";

export interface SyncedEditorProps {
  readonly sync: TextSync;
  readonly name: string;
  readonly label: string;
}

export function SyncedEditor({ sync, name, label }: SyncedEditorProps) {
  const editor = useRef<JsonEditorHandle>(null);
  const readOnly = useDocument((state) => state.readOnly);
  const revision = useStore(sync, (state) => state.revision);
  const problem = useStore(sync, (state) => state.problem);
  const overtaken = useStore(sync, (state) => state.overtaken);
  const waiting = useStore(sync, (state) => state.waiting);
  useEffect(() => sync.open(), [sync]);
  useEffect(() => editor.current?.setText(sync.getState().text), [sync, revision]);
  const offset = problem === null ? undefined : offsetOf(problem);
  return (
    <div className="synced-editor">
      <JsonEditor
        key={name}
        ref={editor}
        name={name}
        label={label}
        initialText={sync.getState().text}
        readOnly={readOnly}
        onChange={(text) => sync.type(text)}
      />
      <footer className="synced-editor-foot" role="status">
        {problem === null ? (
          <span className="synced-editor-ok">{readOnly ? "Read only" : waiting ? "…" : "In step with the canvas"}</span>
        ) : (
          <>
            <Icon name="circle-alert" size={12} />
            <button
              type="button"
              className="synced-editor-problem"
              disabled={offset === undefined}
              onClick={() => offset !== undefined && editor.current?.show(offset)}
            >
              {offset !== undefined && `${placeOf(sync.getState().text, offset)}: `}
              {problem.message} {problem.hint}
            </button>
            <span className="synced-editor-note">
              {overtaken
                ? "The canvas has changed since; your text is kept."
                : "The canvas shows the last text that could be read."}
            </span>
            <Button size="small" onClick={() => sync.revert()}>
              Drop my text
            </Button>
          </>
        )}
      </footer>
    </div>
  );
}

function offsetOf({ range }: Diagnostic): number | undefined {
  return range?.from;
}

/** As editors count: from 1. */
function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `Line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
