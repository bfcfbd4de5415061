/** An editor for JSON text, with completion, hovers and marks from the schema that the name of the text stands for. */
import { useEffect, useImperativeHandle, useRef, useState, type Ref } from "react";
import type { editor } from "monaco-editor/editor.js";
import { Skeleton } from "../ui/skeleton.tsx";
import { minimalEdit } from "./minimal-edit.ts";
import "./json-editor.css";

export interface JsonEditorHandle {
  /** Changes the text where it differs; cursor and what can be undone stay. */
  setText(text: string): void;
  getText(): string;
  show(offset: number): void;
}

export interface JsonEditorProps {
  /** Ends in `.pipeline.json` or `.<operator>.node.json`. */
  readonly name: string;
  readonly label: string;
  readonly initialText: string;
  readonly readOnly: boolean;
  /** Of the user's typing, not of `setText`. */
  readonly onChange: (text: string) => void;
  readonly ref: Ref<JsonEditorHandle>;
}

export function JsonEditor({ name, label, initialText, readOnly, onChange, ref }: JsonEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const made = useRef<{ readonly shown: editor.IStandaloneCodeEditor; readonly model: editor.ITextModel } | null>(null);
  const text = useRef(initialText);
  const silent = useRef(false);
  const latest = useRef(onChange);
  latest.current = onChange;
  const [ready, setReady] = useState(false);

  useEffect(() => {
    let gone = false;
    let sizes: ResizeObserver | null = null;
    void import("../expression-editor/monaco/json-chunk.ts").then(({ monaco }) => {
      const element = host.current;
      if (gone || element === null) return;
      const uri = monaco.Uri.parse(`weir://text/${name}`);
      monaco.editor.getModel(uri)?.dispose();
      const model = monaco.editor.createModel(text.current, "json", uri);
      model.updateOptions({ tabSize: 2, insertSpaces: true });
      const shown = monaco.editor.create(element, { ...options(label), model, readOnly });
      made.current = { shown, model };
      model.onDidChangeContent(() => {
        text.current = model.getValue();
        if (!silent.current) latest.current(text.current);
      });
      sizes = new ResizeObserver(() => shown.layout());
      sizes.observe(element);
      setReady(true);
    });
    return () => {
      gone = true;
      sizes?.disconnect();
      made.current?.shown.dispose();
      made.current?.model.dispose();
      made.current = null;
    };
  }, [name, label, readOnly]);

  useImperativeHandle(ref, () => ({
    setText(next) {
      const model = made.current?.model;
      const edit = minimalEdit(text.current, next);
      text.current = next;
      if (model === undefined || edit === null) return;
      const from = model.getPositionAt(edit.from);
      const to = model.getPositionAt(edit.to);
      silent.current = true;
      model.pushEditOperations(
        made.current?.shown.getSelections() ?? null,
        [
          {
            range: {
              startLineNumber: from.lineNumber,
              startColumn: from.column,
              endLineNumber: to.lineNumber,
              endColumn: to.column,
            },
            text: edit.text,
          },
        ],
        () => null,
      );
      silent.current = false;
    },
    getText: () => text.current,
    show(offset) {
      const parts = made.current;
      if (parts === null) return;
      const at = parts.model.getPositionAt(offset);
      parts.shown.setPosition(at);
      parts.shown.revealPositionInCenterIfOutsideViewport(at);
      parts.shown.focus();
    },
  }));

  return (
    <div className="json-editor">
      {!ready && <Skeleton lines={6} label="The editor is on its way" />}
      <div className="json-editor-host" ref={host} />
    </div>
  );
}

function options(label: string): editor.IStandaloneEditorConstructionOptions {
  return {
    ariaLabel: label,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--mono"),
    fontSize: 12,
    lineHeight: 18,
    fontLigatures: false,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    lineNumbersMinChars: 3,
    lineDecorationsWidth: 12,
    glyphMargin: false,
    folding: true,
    showFoldingControls: "mouseover",
    stickyScroll: { enabled: false },
    renderLineHighlight: "none",
    overviewRulerLanes: 0,
    overviewRulerBorder: false,
    contextmenu: false,
    fixedOverflowWidgets: true,
    wordBasedSuggestions: "off",
    quickSuggestions: { strings: true, other: true, comments: false },
    tabSize: 2,
    padding: { top: 8, bottom: 8 },
    unicodeHighlight: { ambiguousCharacters: false },
    scrollbar: { verticalScrollbarSize: 8, horizontalScrollbarSize: 8, alwaysConsumeMouseWheel: false },
  };
}
