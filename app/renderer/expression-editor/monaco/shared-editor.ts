/**
 * The one editor of all expression fields. It moves into the field that has the focus; the others show their text as plain markup with the same
 * metrics, so that thirty fields cost no more than one.
 */
import type { editor } from "monaco-editor/editor.js";
import type { ExpressionDiagnostic } from "../../../../shared/expressions/diagnose.ts";
import type { ExpressionScope } from "../language/check-expression.ts";
import type { MonacoApi } from "./load-monaco.ts";
import { describeModel, WEIR_LANGUAGE, type ModelFacts } from "./weir-language.ts";

export interface EditorField {
  /** Filled with the editor. Its width is the editor's. */
  readonly slot: HTMLElement;
  readonly text: string;
  readonly multiline: boolean;
  readonly label: string;
  readonly placeholder: string;
  readonly readOnly: boolean;
  readonly scope: () => ExpressionScope;
  readonly onChange: (text: string) => void;
  /** Escape, or Enter in a single line: the field keeps the focus, but not the cursor. */
  readonly onLeave: () => void;
  /** The focus went elsewhere; the editor stays, so that what is inserted from outside finds its place. */
  readonly onBlur: () => void;
  /** The editor was taken out. */
  readonly onGone: () => void;
}

export interface Attachment {
  setText(text: string): void;
  insert(text: string): void;
  setDiagnostics(diagnostics: readonly ExpressionDiagnostic[]): void;
  detach(): void;
}

/** Of one line, and the space around it: those of the plain markup (expression-field.css). */
export const LINE_PX = 16;
const MAX_LINES = 10;

interface Parts {
  readonly host: HTMLElement;
  readonly editor: editor.IStandaloneCodeEditor;
}

let parts: Parts | null = null;
let current: { readonly field: EditorField; readonly model: editor.ITextModel; readonly end: () => void } | null = null;

function makeParts(monaco: MonacoApi): Parts {
  const host = document.createElement("div");
  host.className = "shared-editor";
  const overflow = document.createElement("div");
  overflow.className = "shared-editor-overflow monaco-editor";
  document.body.append(overflow);
  const made = monaco.editor.create(host, {
    model: null,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--mono"),
    fontSize: 12,
    fontWeight: "400",
    fontLigatures: false,
    lineHeight: LINE_PX,
    letterSpacing: 0,
    lineNumbers: "off",
    lineNumbersMinChars: 0,
    lineDecorationsWidth: 0,
    glyphMargin: false,
    folding: false,
    minimap: { enabled: false },
    overviewRulerLanes: 0,
    overviewRulerBorder: false,
    hideCursorInOverviewRuler: true,
    renderLineHighlight: "none",
    scrollBeyondLastLine: false,
    scrollBeyondLastColumn: 2,
    stickyScroll: { enabled: false },
    guides: { indentation: false, bracketPairs: false },
    padding: { top: 0, bottom: 0 },
    contextmenu: false,
    links: false,
    occurrencesHighlight: "off",
    selectionHighlight: false,
    matchBrackets: "near",
    wordBasedSuggestions: "off",
    quickSuggestions: { other: "on", strings: "off", comments: "off" },
    quickSuggestionsDelay: 30,
    suggest: { showStatusBar: false, preview: false, showIcons: true, snippetsPreventQuickSuggestions: false },
    tabFocusMode: true,
    fixedOverflowWidgets: true,
    overflowWidgetsDomNode: overflow,
    unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: false },
    roundedSelection: true,
    cursorSmoothCaretAnimation: "off",
    accessibilitySupport: "auto",
    lightbulb: { enabled: monaco.editor.ShowLightbulbIconMode.Off },
    scrollbar: { alwaysConsumeMouseWheel: false, horizontal: "hidden", vertical: "auto", verticalScrollbarSize: 6 },
  });
  const free =
    "editorTextFocus && !suggestWidgetVisible && !parameterHintsVisible && !inSnippetMode && !findWidgetVisible";
  made.addCommand(monaco.KeyCode.Escape, () => current?.field.onLeave(), free);
  made.addCommand(
    monaco.KeyCode.Enter,
    () => {
      if (current?.field.multiline === true) made.trigger("keyboard", "type", { text: "\n" });
      else current?.field.onLeave();
    },
    "editorTextFocus && !suggestWidgetVisible",
  );
  made.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () => current?.field.onLeave());
  return { host, editor: made };
}

/** Moves the editor into the field and gives it the focus. */
export function attachEditor(
  monaco: MonacoApi,
  field: EditorField,
  at: { x: number; y: number } | "end" | "all",
): Attachment {
  current?.end();
  parts ??= makeParts(monaco);
  const { host, editor: shared } = parts;
  const model = monaco.editor.createModel(field.text, WEIR_LANGUAGE);
  model.updateOptions({ tabSize: 2 });
  const known: ModelFacts = { scope: field.scope, diagnostics: [] };
  describeModel(model, known);
  let silent = false;
  const layout = (): void => {
    const lines = field.multiline ? Math.min(MAX_LINES, Math.max(1, shared.getContentHeight() / LINE_PX)) : 1;
    const height = Math.round(lines * LINE_PX);
    field.slot.style.height = `${height}px`;
    shared.layout({ width: field.slot.clientWidth, height });
  };
  field.slot.append(host);
  shared.updateOptions({
    wordWrap: field.multiline ? "on" : "off",
    readOnly: field.readOnly,
    ariaLabel: field.label,
    placeholder: field.placeholder,
  });
  shared.setModel(model);
  layout();
  const sizes = new ResizeObserver(layout);
  sizes.observe(field.slot);
  const listeners = [
    model.onDidChangeContent(() => {
      if (!silent) field.onChange(singleLine(model, field.multiline));
    }),
    shared.onDidContentSizeChange(layout),
    shared.onDidBlurEditorWidget(() => field.onBlur()),
  ];
  const end = (): void => {
    if (current?.model !== model) return;
    current = null;
    sizes.disconnect();
    for (const listener of listeners) listener.dispose();
    shared.setModel(null);
    host.remove();
    field.slot.style.height = "";
    model.dispose();
    field.onGone();
  };
  current = { field, model, end };
  place(shared, model, at);
  shared.focus();
  return {
    setText(text) {
      if (current?.model !== model || text === model.getValue()) return;
      silent = true;
      model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null);
      silent = false;
    },
    insert(text) {
      if (current?.model !== model) return;
      const selection = shared.getSelection() ?? model.getFullModelRange();
      shared.executeEdits("insert", [{ range: selection, text, forceMoveMarkers: true }]);
      shared.focus();
    },
    setDiagnostics(diagnostics) {
      if (model.isDisposed()) return;
      known.diagnostics = diagnostics;
      monaco.editor.setModelMarkers(
        model,
        "weir",
        diagnostics.map((found) => toMarker(monaco, model, found)),
      );
    },
    detach: end,
  };
}

function place(
  shared: editor.IStandaloneCodeEditor,
  model: editor.ITextModel,
  at: { x: number; y: number } | "end" | "all",
): void {
  const whole = model.getFullModelRange();
  if (at === "all") {
    shared.setSelection(whole);
    return;
  }
  const target = at === "end" ? null : shared.getTargetAtClientPoint(at.x, at.y)?.position;
  shared.setPosition(target ?? whole.getEndPosition());
}

/** What was pasted into a single line stays one. */
function singleLine(model: editor.ITextModel, multiline: boolean): string {
  const text = model.getValue();
  if (multiline || !text.includes("\n")) return text;
  const flat = text.replaceAll(/\s*\r?\n\s*/g, " ");
  model.pushEditOperations([], [{ range: model.getFullModelRange(), text: flat }], () => null);
  return flat;
}

function toMarker(monaco: MonacoApi, model: editor.ITextModel, found: ExpressionDiagnostic): editor.IMarkerData {
  const from = model.getPositionAt(found.range.from);
  // A finding at the end of the text still needs a character to stand under.
  const to = model.getPositionAt(Math.max(found.range.to, found.range.from + 1));
  const { MarkerSeverity } = monaco;
  return {
    severity: found.severity === "error" ? MarkerSeverity.Error : MarkerSeverity.Warning,
    message: found.hint === undefined ? found.message : `${found.message}\n${found.hint}`,
    startLineNumber: from.lineNumber,
    startColumn:
      to.column === from.column && to.lineNumber === from.lineNumber ? Math.max(1, from.column - 1) : from.column,
    endLineNumber: to.lineNumber,
    endColumn: to.column,
  };
}
