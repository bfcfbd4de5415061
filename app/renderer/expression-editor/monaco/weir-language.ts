/** Tells Monaco what `../language` knows. Each model belongs to one field, whose scope is looked up when it is asked for. */
import type { editor, languages, IRange } from "monaco-editor/editor.js";
import type { ExpressionDiagnostic } from "../../../../shared/expressions/diagnose.ts";
import type { ExpressionScope } from "../language/check-expression.ts";
import { complete, type Completion, type CompletionKind } from "../language/completion.ts";
import { hoverAt } from "../language/hover.ts";
import { signatureHelp } from "../language/signature-help.ts";
import { startState, tokenizeLine, type LineState } from "../language/tokens.ts";
import type { MonacoApi } from "./load-monaco.ts";

export const WEIR_LANGUAGE = "weir";

export interface ModelFacts {
  readonly scope: () => ExpressionScope;
  diagnostics: readonly ExpressionDiagnostic[];
}

const facts = new WeakMap<editor.ITextModel, ModelFacts>();

export function describeModel(model: editor.ITextModel, known: ModelFacts): void {
  facts.set(model, known);
}

class State implements languages.IState {
  readonly line: LineState;
  constructor(line: LineState) {
    this.line = line;
  }
  clone(): State {
    return this;
  }
  equals(other: languages.IState): boolean {
    return other instanceof State && JSON.stringify(other.line) === JSON.stringify(this.line);
  }
}

export function registerWeirLanguage(monaco: MonacoApi): void {
  const { languages } = monaco;
  languages.register({ id: WEIR_LANGUAGE });
  languages.setLanguageConfiguration(WEIR_LANGUAGE, {
    brackets: [
      ["(", ")"],
      ["[", "]"],
      ["{", "}"],
    ],
    autoClosingPairs: ["()", "[]", "{}", '""', "''", "``"].map((pair) => ({
      open: pair.slice(0, 1),
      close: pair.slice(1),
      notIn: ["string", "comment"],
    })),
    surroundingPairs: ["()", "[]", "{}", '""', "``"].map((pair) => ({ open: pair.slice(0, 1), close: pair.slice(1) })),
    wordPattern: /[A-Za-z_$][\w$]*|\d+/,
    comments: { lineComment: "//", blockComment: ["/*", "*/"] },
  });
  languages.setTokensProvider(WEIR_LANGUAGE, {
    getInitialState: () => new State(startState),
    tokenize(line, state) {
      const { tokens, end } = tokenizeLine(line, state instanceof State ? state.line : startState);
      return {
        tokens: tokens.map(({ from, kind }) => ({ startIndex: from, scopes: kind })),
        endState: new State(end),
      };
    },
  });
  languages.registerCompletionItemProvider(WEIR_LANGUAGE, completionProvider(monaco));
  languages.registerHoverProvider(WEIR_LANGUAGE, hoverProvider());
  languages.registerSignatureHelpProvider(WEIR_LANGUAGE, signatureProvider());
  languages.registerCodeActionProvider(WEIR_LANGUAGE, fixProvider(), { providedCodeActionKinds: ["quickfix"] });
}

function rangeOf(model: editor.ITextModel, from: number, to: number): IRange {
  const start = model.getPositionAt(from);
  const end = model.getPositionAt(to);
  return {
    startLineNumber: start.lineNumber,
    startColumn: start.column,
    endLineNumber: end.lineNumber,
    endColumn: end.column,
  };
}

function completionProvider(monaco: MonacoApi): languages.CompletionItemProvider {
  const { CompletionItemKind, CompletionItemInsertTextRule } = monaco.languages;
  const kinds: Readonly<Record<CompletionKind, languages.CompletionItemKind>> = {
    root: CompletionItemKind.Variable,
    local: CompletionItemKind.Variable,
    field: CompletionItemKind.Field,
    function: CompletionItemKind.Function,
    aggregate: CompletionItemKind.Function,
    method: CompletionItemKind.Method,
    keyword: CompletionItemKind.Keyword,
    snippet: CompletionItemKind.Snippet,
  };
  return {
    triggerCharacters: [".", "(", "[", "{", " "],
    provideCompletionItems(model, position, context) {
      const known = facts.get(model);
      if (known === undefined) return { suggestions: [] };
      const source = model.getValue();
      const offset = model.getOffsetAt(position);
      // A blank alone opens nothing; it is a trigger so that `a + ` can offer what may follow once a letter is typed.
      if (context.triggerCharacter === " ") return { suggestions: [] };
      const { from, to, items } = complete(source, offset, known.scope());
      const range = rangeOf(model, from, to);
      return {
        suggestions: items.map((item, place) => ({
          label: item.label,
          kind: kinds[item.kind],
          insertText: item.insert,
          detail: item.detail,
          documentation: { value: item.documentation },
          sortText: sortText(item, place),
          filterText: item.label,
          range,
          ...(item.snippet ? { insertTextRules: CompletionItemInsertTextRule.InsertAsSnippet } : {}),
          ...(item.insert.endsWith("($0)")
            ? { command: { id: "editor.action.triggerParameterHints", title: "" } }
            : {}),
          ...(item.insert.startsWith("[")
            ? { additionalTextEdits: [removeText(model, pointBefore(source, from), from)] }
            : {}),
          ...(item.remove === undefined
            ? {}
            : { additionalTextEdits: [removeText(model, item.remove.from, item.remove.to)] }),
        })),
      };
    },
  };
}

/** `value.["e-mail"]` is not in the language: the point goes. */
function pointBefore(source: string, from: number): number {
  return source.slice(0, from).replace(/\??\.\s*$/, "").length;
}

function removeText(model: editor.ITextModel, from: number, to: number) {
  return { range: rangeOf(model, from, to), text: "" };
}

const order: Readonly<Record<CompletionKind, string>> = {
  local: "0",
  field: "1",
  root: "1",
  aggregate: "2",
  method: "3",
  keyword: "4",
  function: "5",
  snippet: "6",
};

function sortText(item: Completion, place: number): string {
  const late = item.remove === undefined ? "" : "9";
  return `${late}${order[item.kind]}${String(place).padStart(4, "0")}`;
}

function hoverProvider(): languages.HoverProvider {
  return {
    provideHover(model, position) {
      const known = facts.get(model);
      const found =
        known === undefined ? undefined : hoverAt(model.getValue(), model.getOffsetAt(position), known.scope());
      if (found === undefined) return null;
      const code = `\`\`\`${WEIR_LANGUAGE}\n${found.code}\n\`\`\``;
      return {
        range: rangeOf(model, found.from, found.to),
        contents: [{ value: code }, ...(found.text === "" ? [] : [{ value: found.text }])],
      };
    },
  };
}

function signatureProvider(): languages.SignatureHelpProvider {
  return {
    signatureHelpTriggerCharacters: ["(", ","],
    signatureHelpRetriggerCharacters: [",", ")"],
    provideSignatureHelp(model, position) {
      const help = signatureHelp(model.getValue(), model.getOffsetAt(position));
      if (help === undefined) return null;
      const fitting = help.signatures.findIndex(({ parameters }) => parameters.length > help.argument);
      return {
        dispose: () => {},
        value: {
          activeSignature: Math.max(0, fitting),
          activeParameter: help.argument,
          signatures: help.signatures.map(({ text, parameters }) => ({
            label: text,
            documentation: { value: help.documentation },
            parameters: parameters.map((parameter) => ({ label: parameter.label, documentation: parameter.text })),
          })),
        },
      };
    },
  };
}

/** The hint of a finding as an edit, where it is one. */
function fixProvider(): languages.CodeActionProvider {
  return {
    provideCodeActions(model, range) {
      const found = facts.get(model)?.diagnostics ?? [];
      const actions = found.flatMap(({ fix, range: at, hint }): languages.CodeAction[] => {
        if (fix === undefined) return [];
        const where = rangeOf(model, at.from, at.to);
        const meets = where.startLineNumber <= range.endLineNumber && where.endLineNumber >= range.startLineNumber;
        if (!meets) return [];
        return [
          {
            title: hint?.replace(/[.?]$/, "") ?? `Write ${fix.text}`,
            kind: "quickfix",
            isPreferred: true,
            edit: {
              edits: [
                {
                  resource: model.uri,
                  versionId: model.getVersionId(),
                  textEdit: { range: rangeOf(model, fix.from, fix.to), text: fix.text },
                },
              ],
            },
          },
        ];
      });
      return { actions, dispose: () => {} };
    },
  };
}
